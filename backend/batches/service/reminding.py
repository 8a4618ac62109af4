"""Reminders before the month's deadlines, in the inbox and by e-mail (clauses 6.4.1, 6.4.2)."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.codelists import service as codelists
from backend.deadlines.service import timetable
from backend.platform import clock
from backend.platform.calendar import Calendar
from backend.platform.database import use_case
from backend.platform.outbox import send_message
from backend.policies.service import current_policy

LAST_DAY = "今天是最后一个工作日"


def _left(days: Calendar, today: date, deadline: date) -> int | None:
    """Working days left, on a working day up to the deadline; else nothing is to be said."""
    if not days.is_working_day(today) or today > deadline:
        return None
    return days.working_days_between(today, deadline)


def _time(left: int) -> str:
    return f"还有{left}个工作日" if left else LAST_DAY


@use_case
async def remind(session: AsyncSession) -> None:
    """Tell the desks what is due, and who has not posted letter and list yet.

    On the working days the policy names, counted back from the deadline in force; no other day.
    """
    policy, table = await current_policy(session), await timetable(session)
    days, today = await codelists.calendar(session), clock.today()
    review = table.review(table.round_of(clock.now()))
    left = _left(days, today, review)
    if left in policy.reminder_working_days:
        await _remind_desks(session, review, left)
    letter = table.letter(today)
    left = _left(days, today, letter)
    if left in policy.reminder_working_days:
        await _remind_senders(session, letter, left)


async def _remind_desks(session: AsyncSession, deadline: date, left: int) -> None:
    for desk in await queries.desks_with_work(session, deadline):
        await send_message(
            session,
            f"reviews:due:{clock.today():%Y-%m-%d}",
            desk.account_id,
            f"还有{desk.waiting}项待审核，{deadline:%-m月%-d日}截止",
            f"距本月审核截止{_time(left)}，请及时处理。",
            "/reviews",
        )


async def _remind_senders(session: AsyncSession, deadline: date, left: int) -> None:
    for desk in await queries.desks_to_post(session, deadline.replace(day=1)):
        await send_message(
            session,
            f"batches:post:{clock.today():%Y-%m-%d}",
            desk.account_id,
            f"推荐函和清单请在{deadline:%-m月%-d日}前寄达",
            f"批次{desk.number}已冻结，省厅尚未收到盖章的推荐函和清单（一式两份），"
            f"距报送截止{_time(left)}。",
            f"/batches/{desk.batch_id}",
        )

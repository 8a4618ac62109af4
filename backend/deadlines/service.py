"""The timetable, its board and calendar file, and moving one month's deadline."""

from datetime import date, datetime, timedelta

import icalendar
from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.deadlines import queries
from backend.deadlines.models import DeadlineMove
from backend.deadlines.rules import in_order, still_ahead
from backend.deadlines.schemas import DeadlineMoveIn, DeadlineRead, MonthRead
from backend.deadlines.timetable import Kind, Timetable, first_of, month_after
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.calendar import Calendar, end_of_day
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import enforce
from backend.policies.service import current_policy

on_violation("uq_deadline_moves_in_force", "这个月的截止日刚刚被调整过，请刷新后再试。")
NAMES = {Kind.REVIEW: "审核截止", Kind.LETTER: "推荐函和清单报送截止"}
MONTHS_SHOWN = 3
MONTHS_IN_CALENDAR = 12
DAY_BEFORE = timedelta(days=-1)


async def timetable(session: AsyncSession) -> Timetable:
    """Step: the deadlines in force, read once a transaction."""
    kept: Timetable | None = session.info.get("timetable")
    if kept is None:
        policy = await current_policy(session)
        moves = await queries.in_force(session)
        kept = session.info["timetable"] = Timetable(
            policy.review_deadline_day,
            policy.letter_deadline_day,
            policy.review_guarantee_day,
            {(one.month, Kind(one.kind)): one.moved_to for one in moves},
        )
    return kept


@read_case
async def board(session: AsyncSession) -> list[MonthRead]:
    """This round and the next ones, with working days left (clauses 6.4.1, 6.4.2)."""
    return await months_ahead(session)


async def months_ahead(session: AsyncSession) -> list[MonthRead]:
    """Step: this round and the next ones."""
    return await _months(session, MONTHS_SHOWN)


async def _months(session: AsyncSession, count: int) -> list[MonthRead]:
    table, days = await timetable(session), await codelists.calendar(session)
    told = {(one.month, one.kind): one.announcement for one in await queries.in_force(session)}
    current = table.round_of(clock.now())
    month, found = min(current, first_of(clock.today())), list[MonthRead]()
    for _ in range(count):
        review, letter = (_shown(table, days, kind, month, told) for kind in Kind)
        found.append(
            MonthRead(
                month=month,
                guarantee_on=table.guarantee(month),
                review=review,
                letter=letter,
                is_current=month == current,
                calendar_is_known=days.covers(month),
            )
        )
        month = month_after(month)
    return found


def _shown(
    table: Timetable, days: Calendar, kind: Kind, month: date, told: dict[tuple[date, str], str]
) -> DeadlineRead:
    on, planned = table.on(kind, month), table.planned(kind, month)
    return DeadlineRead(
        kind=kind,
        on=on,
        ends_at=end_of_day(on),
        working_days_left=days.working_days_between(clock.today(), on),
        last_working_day=days.last_working_day_before(on, inclusive=True),
        is_past=clock.now() >= end_of_day(on),
        moved_from=planned if on != planned else None,
        announcement=told.get((month, kind)),
    )


@read_case
async def calendar_file(session: AsyncSession) -> bytes:
    """The next twelve rounds as an iCalendar file (RFC 5545), to subscribe to."""
    file = icalendar.Calendar()
    file.add("prodid", "-//Tepai//deadlines//ZH")
    file.add("version", "2.0")
    file.add("x-wr-calname", "科技特派员月度审核安排")
    for month in await _months(session, MONTHS_IN_CALENDAR):
        for deadline in (month.review, month.letter):
            file.add_component(_event(month.month, deadline))
    return file.to_ical()


def _event(month: date, deadline: DeadlineRead) -> icalendar.Event:
    event = icalendar.Event()
    # The same at each reading, so that a moved deadline moves in the subscriber's calendar.
    event.add("uid", f"{month:%Y-%m}-{deadline.kind}@tepai")
    event.add("dtstamp", clock.now())
    event.add("summary", f"{month:%-m月}{NAMES[deadline.kind]}")
    event.add("dtstart", deadline.on)
    event.add("dtend", deadline.on + timedelta(days=1))
    last = f"截止于当日24:00；最后一个工作日为{deadline.last_working_day:%-m月%-d日}。"
    event.add("description", f"{deadline.announcement or ''}{last}")
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"明日{NAMES[deadline.kind]}")
    alarm.add("trigger", DAY_BEFORE)
    event.add_component(alarm)
    return event


@use_case
async def move_deadline(
    session: AsyncSession, actor: Actor, body: DeadlineMoveIn
) -> list[MonthRead]:
    """Move one month's deadline, with what is due by it, and tell every review desk (A18).

    Raises 409 DEADLINE-01 for a deadline that passed, DEADLINE-02 when the order would break.
    """
    month = first_of(body.month)
    table = await timetable(session)
    moved = {**table.moved, (month, body.kind): body.moved_to}
    planned = Timetable(table.review_day, table.letter_day, table.guarantee_day, moved)
    enforce(
        still_ahead(table.on(body.kind, month), body.moved_to, clock.today()),
        in_order(planned.review(month), planned.letter(month), planned.review(month_after(month))),
    )
    await _replace(session, month, body.kind, clock.now())
    move = DeadlineMove(
        id=new_id(),
        month=month,
        kind=body.kind,
        moved_to=body.moved_to,
        announcement=body.announcement,
        decided_by=actor.account_id,
    )
    session.add(move)
    was = table.on(body.kind, month)
    await audit.record(session, move, "move", actor, was=was.isoformat(), to=str(body.moved_to))
    if body.kind is Kind.REVIEW:
        await queries.move_reviews(session, was, body.moved_to)
    await _announce(session, move)
    session.info.pop("timetable")
    return await _months(session, MONTHS_SHOWN)


async def _replace(session: AsyncSession, month: date, kind: Kind, now: datetime) -> None:
    earlier = await queries.of_month(session, month, kind)
    if earlier is not None:
        earlier.replaced_at = now
        await session.flush()


async def _announce(session: AsyncSession, move: DeadlineMove) -> None:
    title = f"{move.month:%-m月}{NAMES[Kind(move.kind)]}调整为{move.moved_to:%-m月%-d日}"
    for account_id in await queries.reviewers(session):
        await send_message(
            session, f"deadline:{move.id}", account_id, title, move.announcement, "/deadlines"
        )

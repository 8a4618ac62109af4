"""Showing the desk: what waits, how it stands against the month's deadline, what I just decided."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.deadlines.service import timetable
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.calendar import end_of_day
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.policies.service import current_policy
from backend.reviews import queries
from backend.reviews.models import ReviewTask
from backend.reviews.rules import days_left
from backend.reviews.schemas import (
    DeskSummary,
    FlagRead,
    QueueQuery,
    RecentDecision,
    TaskRead,
)
from backend.reviews.states import (
    DECISION_NAMES,
    FLAG_NAMES,
    SUBJECT_NAMES,
    Decision,
    Flag,
    Subject,
)
from backend.waivers import service as waivers


def task_read(task: ReviewTask, today: date) -> TaskRead:
    """A task as lists show it."""
    return TaskRead(
        id=task.id,
        subject=task.subject_type,
        subject_name=SUBJECT_NAMES[Subject(task.subject_type)],
        subject_id=task.subject_id,
        number=task.subject_version,
        title=task.title,
        summary=task.summary,
        relation=task.relation,
        opened_at=task.opened_at,
        due_on=task.due_on,
        days_left=days_left(task.due_on, today),
        flags=[FlagRead(code=one, name=FLAG_NAMES[Flag(one)]) for one in task.flags],
        taken_over=task.taken_from_id is not None,
        waived=waivers.marks(task.waived_rules),
    )


@read_case
async def queue(session: AsyncSession, actor: Actor, asked: QueueQuery) -> Page[TaskRead]:
    """What waits on the desk of the actor's organisation, nearest deadline first."""
    today = clock.today()
    rows, frame = await page_rows(session, queries.queue(actor, asked, today), asked)
    return Page(items=[task_read(row[0], today) for row in rows], **frame)


@read_case
async def summary(session: AsyncSession, actor: Actor) -> DeskSummary:
    """How many wait, how many are late, and how long to this round's deadline."""
    policy = await current_policy(session)
    now, today = clock.now(), clock.today()
    counted = await queries.counts(session, actor, today)
    table = await timetable(session)
    last_day = table.review(table.round_of(now))
    days = await codelists.calendar(session)
    ripe = today - timedelta(days=policy.takeover_overdue_days)
    return DeskSummary(
        open=sum(row.open for row in counted),
        overdue=sum(row.overdue for row in counted),
        attention=sum(row.attention for row in counted),
        by_subject={row.subject_type: row.open for row in counted},
        to_take_over=await queries.count_to_take_over(session, actor, ripe),
        deadline=end_of_day(last_day),
        days_left=(last_day - today).days,
        working_days_left=days.working_days_between(today, last_day),
    )


@read_case
async def recent(session: AsyncSession, actor: Actor) -> list[RecentDecision]:
    """My decisions that I may still take back, the latest first."""
    policy = await current_policy(session)
    kept = timedelta(minutes=policy.decision_undo_minutes)
    return [
        RecentDecision(
            review_id=row.Review.id,
            subject=row.Review.subject_type,
            subject_id=row.Review.subject_id,
            title=row.title,
            decision=row.Review.decision,
            decision_name=DECISION_NAMES[Decision(row.Review.decision)],
            decided_at=row.Review.decided_at,
            undo_until=row.Review.decided_at + kept,
        )
        for row in await queries.recent(session, actor, clock.now() - kept)
    ]

"""Reading moved deadlines, and whom to tell of one."""

from datetime import date
from uuid import UUID

from sqlalchemy import column, select, table, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.deadlines.models import DeadlineMove
from backend.deadlines.timetable import Kind
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.platform import clock

# The desk's table is a later slice's: read by name.
tasks = table(
    "review_tasks", *(column(c) for c in ("due_on", "closed_at", "version", "updated_at"))
)


async def move_reviews(session: AsyncSession, was: date, moved_to: date) -> None:
    """What waits on a desk for the old day is due by the new one."""
    waiting = update(tasks).where(tasks.c.closed_at.is_(None), tasks.c.due_on == was)
    changes = {"due_on": moved_to, "version": tasks.c.version + 1, "updated_at": clock.now()}
    await session.execute(waiting.values(changes))


async def in_force(session: AsyncSession) -> list[DeadlineMove]:
    """Every move that counts."""
    query = select(DeadlineMove).where(DeadlineMove.replaced_at.is_(None))
    return list((await session.execute(query.order_by(DeadlineMove.month))).scalars())


async def of_month(session: AsyncSession, month: date, kind: Kind) -> DeadlineMove | None:
    """The move that counts for a month's deadline, locked."""
    query = select(DeadlineMove).where(
        DeadlineMove.month == month,
        DeadlineMove.kind == kind,
        DeadlineMove.replaced_at.is_(None),
    )
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def reviewers(session: AsyncSession) -> list[UUID]:
    """The accounts of everybody on a review desk."""
    query = select(Membership.account_id).where(
        Membership.role == Role.REVIEWER, Membership.ended_at.is_(None)
    )
    return list((await session.execute(query.distinct().order_by(Membership.account_id))).scalars())

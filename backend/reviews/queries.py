"""Reading the desk and the decisions."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.organisations.models import JurisdictionRow, Organisation
from backend.platform.rows import AnyRow, AnySelect
from backend.reviews.models import Review, ReviewTask
from backend.reviews.schemas import QueueQuery


def queue(actor: Actor, asked: QueueQuery, today: date) -> AnySelect:
    """The open tasks of the actor's organisation; never the actor's own case."""
    query = select(ReviewTask).where(
        ReviewTask.organisation_id == actor.organisation_id,
        ReviewTask.closed_at.is_(None),
        ReviewTask.subject_account_id.is_distinct_from(actor.account_id),
    )
    if asked.subject is not None:
        query = query.where(ReviewTask.subject_type == asked.subject)
    if asked.overdue is not None:
        is_late = ReviewTask.due_on < today
        query = query.where(is_late if asked.overdue else ~is_late)
    if asked.sort == "newest":
        return query.order_by(ReviewTask.opened_at.desc(), ReviewTask.id)
    return query.order_by(ReviewTask.due_on, ReviewTask.opened_at, ReviewTask.id)


async def open_task(
    session: AsyncSession, subject_type: str, subject_id: UUID
) -> ReviewTask | None:
    """The open task of a subject, locked."""
    query = select(ReviewTask).where(
        ReviewTask.subject_type == subject_type,
        ReviewTask.subject_id == subject_id,
        ReviewTask.closed_at.is_(None),
    )
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def history(session: AsyncSession, subject_id: UUID) -> list[AnyRow]:
    """Every decision on a subject, newest first, with organisation and clause."""
    query = (
        select(Review, Organisation.name.label("organisation_name"), JurisdictionRow.clause)
        .join(Organisation, Organisation.id == Review.organisation_id)
        .join(JurisdictionRow, JurisdictionRow.id == Review.jurisdiction_id)
        .where(Review.subject_id == subject_id)
        .order_by(Review.id.desc())
    )
    return list((await session.execute(query)).all())


async def counts(session: AsyncSession, actor: Actor, today: date) -> tuple[int, int]:
    """Open and overdue tasks of the actor's organisation."""
    query = select(func.count(), func.count().filter(ReviewTask.due_on < today)).where(
        ReviewTask.organisation_id == actor.organisation_id, ReviewTask.closed_at.is_(None)
    )
    row = (await session.execute(query)).one()
    return row[0], row[1]

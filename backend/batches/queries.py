"""Reading batches, narrowed to what an actor may see."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import false, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.batches.models import Batch, BatchEntry
from backend.batches.schemas import BatchQuery
from backend.batches.states import BatchState
from backend.experts.models import Expert, ExpertSubmission
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.organisations.models import Organisation
from backend.platform.rows import AnyRow, AnySelect
from backend.reviews.models import Review, ReviewTask


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """One's own organisation's, or all for the department."""
    if actor.role is Role.DEPARTMENT:
        return Batch.id.is_not(None)
    if actor.role is Role.REVIEWER:
        return Batch.organisation_id == actor.organisation_id
    return false()


def _counted() -> AnySelect:
    entries = select(func.count()).where(BatchEntry.batch_id == Batch.id)
    waived = entries.where(func.jsonb_array_length(BatchEntry.waived_rules) > 0)
    return select(
        Batch,
        Organisation.name.label("organisation_name"),
        Organisation.type.label("organisation_type"),
        entries.scalar_subquery().label("entry_count"),
        waived.scalar_subquery().label("waived_count"),
    ).join(Organisation, Organisation.id == Batch.organisation_id)


def listing(actor: Actor, asked: BatchQuery) -> AnySelect:
    """The batches an actor may see, the latest month first."""
    query = _counted().where(visible_to(actor))
    if asked.month is not None:
        query = query.where(Batch.month == asked.month.replace(day=1))
    if asked.state is not None:
        query = query.where(Batch.state == asked.state)
    if asked.organisation_id is not None:
        query = query.where(Batch.organisation_id == asked.organisation_id)
    return query.order_by(Batch.month.desc(), Organisation.name, Batch.id)


async def visible(session: AsyncSession, actor: Actor, batch_id: UUID) -> AnyRow | None:
    """One batch with its counts, if the actor may see it."""
    query = _counted().where(Batch.id == batch_id, visible_to(actor))
    return (await session.execute(query)).one_or_none()


async def entries(session: AsyncSession, batch_id: UUID) -> list[AnyRow]:
    """The batch's entries with expert, submission hash and approval, in order of approval."""
    query = (
        select(BatchEntry, Expert, ExpertSubmission.content_hash)
        .add_columns(Review.reviewer_name, Review.decided_at.label("approved_at"))
        .join(Expert, Expert.id == BatchEntry.expert_id)
        .join(ExpertSubmission, ExpertSubmission.id == BatchEntry.submission_id)
        .join(Review, Review.id == BatchEntry.review_id)
        .where(BatchEntry.batch_id == batch_id)
        .order_by(BatchEntry.id)
    )
    return list((await session.execute(query)).all())


async def entry(session: AsyncSession, batch_id: UUID, entry_id: UUID) -> BatchEntry | None:
    """One entry of a batch, locked."""
    query = select(BatchEntry).where(BatchEntry.id == entry_id, BatchEntry.batch_id == batch_id)
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def hold_organisation(session: AsyncSession, organisation_id: UUID | None) -> None:
    """Let one approval of an organisation after the other look for its batch."""
    query = select(Organisation.id).where(Organisation.id == organisation_id)
    await session.execute(query.with_for_update(key_share=True))


async def latest(session: AsyncSession, organisation_id: UUID | None, since: date) -> Batch | None:
    """The organisation's latest batch of this month or later, locked."""
    query = (
        select(Batch)
        .where(Batch.organisation_id == organisation_id, Batch.month >= since)
        .order_by(Batch.month.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def open_batches(session: AsyncSession, before: date) -> list[UUID]:
    """The open batches of months begun by a day."""
    query = select(Batch.id).where(Batch.state == BatchState.OPEN, Batch.month <= before)
    return list((await session.execute(query.order_by(Batch.id))).scalars())


async def desks_with_work(session: AsyncSession, due_by: date) -> list[AnyRow]:
    """Every reviewer's account with the number of tasks due by a day on that desk."""
    query = (
        select(Membership.account_id, func.count(ReviewTask.id.distinct()).label("waiting"))
        .join(ReviewTask, ReviewTask.organisation_id == Membership.organisation_id)
        .where(
            Membership.role == Role.REVIEWER,
            Membership.ended_at.is_(None),
            ReviewTask.closed_at.is_(None),
            ReviewTask.due_on <= due_by,
        )
        .group_by(Membership.account_id)
        .order_by(Membership.account_id)
    )
    return list((await session.execute(query)).all())


def is_late(batch: Batch, letter_deadline: datetime, now: datetime) -> bool:
    """Whether letter and list should have arrived and have not."""
    return batch.paper_received_at is None and now >= letter_deadline

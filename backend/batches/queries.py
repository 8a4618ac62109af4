"""Reading batches, narrowed to what an actor may see."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, case, false, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.batches.models import Batch, BatchEntry, BatchReceipt, Certificate
from backend.batches.schemas import BatchQuery
from backend.batches.states import BatchState, Standing
from backend.conflicts.models import ReviewerInterest
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.organisations.models import JurisdictionRow, Organisation
from backend.organisations.states import OrganisationState
from backend.platform.audit import AuditEvent
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
    """The batch's entries with expert and approval, in order of approval."""
    query = (
        select(BatchEntry, Expert)
        .add_columns(Review.reviewer_name, Review.decided_at.label("approved_at"))
        .join(Expert, Expert.id == BatchEntry.expert_id)
        .join(Review, Review.id == BatchEntry.review_id)
        .where(BatchEntry.batch_id == batch_id)
        .order_by(BatchEntry.id)
    )
    return list((await session.execute(query)).all())


async def entry(session: AsyncSession, batch_id: UUID, entry_id: UUID) -> BatchEntry | None:
    """One entry of a batch, locked."""
    query = select(BatchEntry).where(BatchEntry.id == entry_id, BatchEntry.batch_id == batch_id)
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def entry_of_review(session: AsyncSession, review_id: UUID) -> AnyRow | None:
    """The entry an approval made, with its batch, both locked: nobody freezes it meanwhile."""
    query = (
        select(BatchEntry, Batch)
        .join(Batch, Batch.id == BatchEntry.batch_id)
        .where(BatchEntry.review_id == review_id)
        .with_for_update()
    )
    return (await session.execute(query)).one_or_none()


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


async def open_batches(session: AsyncSession, before: date) -> list[tuple[UUID, date]]:
    """The open batches of months begun by a day, with their month."""
    query = select(Batch.id, Batch.month).where(
        Batch.state == BatchState.OPEN, Batch.month <= before
    )
    return [(id, month) for id, month in await session.execute(query.order_by(Batch.id))]


async def organisation_name(session: AsyncSession, organisation_id: UUID) -> str:
    """What an organisation is called today."""
    query = select(Organisation.name).where(Organisation.id == organisation_id)
    return (await session.execute(query)).scalar_one()


async def frozen_batches(session: AsyncSession) -> list[UUID]:
    """Every batch that was frozen."""
    query = select(Batch.id).where(Batch.frozen_at.is_not(None)).order_by(Batch.id)
    return list((await session.execute(query)).scalars())


async def hash_in_trail(session: AsyncSession, batch_id: UUID) -> str | None:
    """The list's hash as the audit trail noted it at the freezing."""
    query = select(AuditEvent.detail["list_hash"].as_string()).where(
        AuditEvent.subject_type == Batch.__tablename__,
        AuditEvent.subject_id == batch_id,
        AuditEvent.action == "freeze",
    )
    return (await session.execute(query)).scalar_one_or_none()


async def department_accounts(session: AsyncSession) -> list[UUID]:
    """The accounts of the department's officers."""
    query = select(Membership.account_id).where(
        Membership.role == Role.DEPARTMENT, Membership.ended_at.is_(None)
    )
    return list((await session.execute(query.distinct())).scalars())


async def by_mark(
    session: AsyncSession, *, code: str | None = None, number: str | None = None
) -> Batch | None:
    """The frozen batch with this code, or the one with this number."""
    query = select(Batch).where(Batch.code == code if code else Batch.number == number)
    return (await session.execute(query)).scalar_one_or_none()


async def receipts(session: AsyncSession, batch_id: UUID) -> list[BatchReceipt]:
    """The registrations of a batch's paper, oldest first."""
    query = select(BatchReceipt).where(BatchReceipt.batch_id == batch_id)
    return list((await session.execute(query.order_by(BatchReceipt.id))).scalars())


def _recommending(month: date) -> ColumnElement[bool]:
    in_force = and_(
        JurisdictionRow.valid_from <= month,
        or_(JurisdictionRow.valid_to.is_(None), JurisdictionRow.valid_to >= month),
    )
    types = select(JurisdictionRow.organisation_type).where(
        JurisdictionRow.subject == "expert", JurisdictionRow.capability == "recommend", in_force
    )
    return and_(Organisation.state == OrganisationState.ACTIVE, Organisation.type.in_(types))


def _standing(differences: ScalarSelect[Any]) -> ColumnElement[str]:
    """Where an organisation is in a month's round."""
    differs = func.coalesce(func.jsonb_array_length(differences), 0) > 0
    return case(
        (Batch.id.is_(None), Standing.NOTHING),
        (Batch.state == BatchState.OPEN, Standing.OPEN),
        (Batch.state == BatchState.FROZEN, Standing.MISSING),
        (differs, Standing.MISMATCH),
        else_=Standing.RECEIVED,
    )


def round_offices(month: date, wanted: Standing | None = None) -> AnySelect:
    """Who recommends experts or has a batch of the month, those that need something first."""
    entries = select(func.count()).where(BatchEntry.batch_id == Batch.id)
    waived = entries.where(func.jsonb_array_length(BatchEntry.waived_rules) > 0)
    differences = (
        select(BatchReceipt.differences)
        .where(BatchReceipt.batch_id == Batch.id)
        .order_by(BatchReceipt.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    standing = _standing(differences)
    order = case({one.value: place for place, one in enumerate(Standing)}, value=standing)
    return (
        select(Organisation.id, Organisation.name.label("organisation_name"), Batch)
        .add_columns(Organisation.type.label("organisation_type"))
        .add_columns(entries.scalar_subquery().label("entry_count"))
        .add_columns(waived.scalar_subquery().label("waived_count"))
        .add_columns(standing.label("standing"), literal(month).label("round"))
        .outerjoin(Batch, and_(Batch.organisation_id == Organisation.id, Batch.month == month))
        .where(or_(_recommending(month), Batch.id.is_not(None)))
        .where(true() if wanted is None else standing == wanted)
        .order_by(order, Organisation.name, Organisation.id)
    )


async def certificate(session: AsyncSession, **key: UUID | str) -> Certificate | None:
    """The newest certificate with this expert_id or code."""
    query = select(Certificate).filter_by(**key).order_by(Certificate.id.desc()).limit(1)
    return (await session.execute(query)).scalar_one_or_none()


async def expert_state(session: AsyncSession, expert_id: UUID) -> AnyRow:
    """An expert's state, and when it was reached."""
    reached = (
        select(func.max(AuditEvent.occurred_at))
        .where(AuditEvent.subject_type == Expert.__tablename__)
        .where(AuditEvent.subject_id == expert_id, AuditEvent.to_state == Expert.state)
        .scalar_subquery()
    )
    query = select(Expert.state, reached.label("since")).where(Expert.id == expert_id)
    return (await session.execute(query)).one()


async def desks_with_work(session: AsyncSession, due_by: date) -> list[AnyRow]:
    """Every reviewer's account with the number of tasks due by a day that are his or hers."""
    concerned = ReviewerInterest.bars(Membership.account_id, **ReviewTask.party())
    query = (
        select(Membership.account_id, func.count(ReviewTask.id.distinct()).label("waiting"))
        .join(ReviewTask, ReviewTask.organisation_id == Membership.organisation_id)
        .where(
            Membership.role == Role.REVIEWER,
            Membership.ended_at.is_(None),
            ReviewTask.closed_at.is_(None),
            ReviewTask.due_on <= due_by,
            func.coalesce(~concerned, True),
        )
        .group_by(Membership.account_id)
        .order_by(Membership.account_id)
    )
    return list((await session.execute(query)).all())


def is_late(batch: Batch, letter_deadline: datetime, now: datetime) -> bool:
    """Whether letter and list should have arrived and have not."""
    return batch.paper_received_at is None and now >= letter_deadline


async def desks_to_post(session: AsyncSession, month: date) -> list[AnyRow]:
    """Every reviewer's account of an organisation whose frozen list has not arrived on paper."""
    query = (
        select(Membership.account_id, Batch.id.label("batch_id"), Batch.number)
        .join(Batch, Batch.organisation_id == Membership.organisation_id)
        .where(
            Batch.state == BatchState.FROZEN,
            Batch.paper_received_at.is_(None),
            Batch.month <= month,
            Membership.role == Role.REVIEWER,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.account_id, Batch.month.desc())
        .distinct(Membership.account_id)
    )
    return list((await session.execute(query)).all())

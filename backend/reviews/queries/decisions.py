"""Decisions taken, and taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.identity.actor import Actor
from backend.organisations.models import JurisdictionRow, Organisation
from backend.platform.audit import AuditEvent
from backend.platform.models import Stateful
from backend.platform.rows import AnyRow, AnySelect
from backend.reviews.models import Review, ReviewRevocation, ReviewTask
from backend.reviews.schemas import BatchItem


def is_standing() -> ColumnElement[bool]:
    """Whether a decision was not taken back."""
    undone = aliased(ReviewRevocation)
    return ~exists().where(undone.review_id == Review.id)


async def decided_alike(
    session: AsyncSession, actor: Actor, item: BatchItem, decision: str
) -> bool:
    """Whether this reviewer's standing decision on this very submission is this one."""
    query = select(Review.id).where(
        Review.subject_type == item.subject,
        Review.subject_id == item.subject_id,
        Review.subject_version == item.number,
        Review.reviewer_account_id == actor.account_id,
        Review.decision == decision,
        is_standing(),
    )
    return (await session.execute(query)).first() is not None


async def history(session: AsyncSession, subject_id: UUID) -> list[AnyRow]:
    """Every decision on a subject, newest first, with organisation and clause."""
    query = (
        select(Review, Organisation.name.label("organisation_name"), JurisdictionRow.clause)
        .add_columns(ReviewRevocation.created_at.label("undone_at"))
        .join(Organisation, Organisation.id == Review.organisation_id)
        .join(JurisdictionRow, JurisdictionRow.id == Review.jurisdiction_id)
        .outerjoin(ReviewRevocation, ReviewRevocation.review_id == Review.id)
        .where(Review.subject_id == subject_id)
        .order_by(Review.id.desc())
    )
    return list((await session.execute(query)).all())


def _with_task() -> AnySelect:
    return (
        select(Review, ReviewTask, ReviewTask.title)
        .add_columns(ReviewRevocation.created_at.label("undone_at"))
        .join(ReviewTask, ReviewTask.id == Review.task_id)
        .outerjoin(ReviewRevocation, ReviewRevocation.review_id == Review.id)
    )


async def review_with_task(session: AsyncSession, actor: Actor, review_id: UUID) -> AnyRow | None:
    """A decision of the actor's organisation with its task."""
    query = _with_task().where(
        Review.id == review_id, Review.organisation_id == actor.organisation_id
    )
    return (await session.execute(query)).one_or_none()


async def recent(session: AsyncSession, actor: Actor, since: datetime) -> list[AnyRow]:
    """The actor's standing decisions since a moment that are still their subjects' last word."""
    later = aliased(ReviewTask)
    query = _with_task().where(
        Review.reviewer_account_id == actor.account_id,
        Review.organisation_id == actor.organisation_id,
        Review.decided_at >= since,
        is_standing(),
        ~exists().where(later.subject_id == Review.subject_id, later.id > ReviewTask.id),
    )
    return list((await session.execute(query.order_by(Review.id.desc()).limit(200))).all())


async def is_last_change(session: AsyncSession, subject: Stateful, review_id: UUID) -> bool:
    """Whether the subject is as the decision left it."""
    query = select(AuditEvent.id).where(
        AuditEvent.subject_type == subject.__tablename__,
        AuditEvent.subject_id == subject.id,
        AuditEvent.subject_version == subject.version,
        AuditEvent.detail["review_id"].astext == str(review_id),
    )
    return (await session.execute(query)).first() is not None


async def standing_approval(session: AsyncSession, subject_id: UUID, before: UUID) -> Review | None:
    """The approval that counted before another decision."""
    query = (
        select(Review)
        .where(
            Review.subject_id == subject_id,
            Review.decision == "approve",
            Review.id < before,
            is_standing(),
        )
        .order_by(Review.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()

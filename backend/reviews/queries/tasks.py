"""The tasks of a desk, narrowed to what a reviewer may decide."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.conflicts.models import ReviewerInterest
from backend.identity.actor import Actor
from backend.organisations.models import Organisation
from backend.platform.rows import AnyRow, AnySelect
from backend.reviews.models import Review, ReviewTask
from backend.reviews.schemas import QueueQuery


def barred(account_id: object) -> ColumnElement[bool]:
    """Whether an account (a value or a column) has to stay away from a task."""
    own_unit = aliased(Organisation)
    return or_(
        ReviewTask.subject_account_id == account_id,
        ReviewerInterest.bars(account_id, **ReviewTask.party()),
        exists().where(
            own_unit.id == ReviewTask.organisation_id,
            own_unit.uscc == ReviewTask.party_uscc,
        ),
    )


def unconcerned(account_id: object) -> ColumnElement[bool]:
    """Whether an account has nothing to do with a task but to decide it."""
    return func.coalesce(~barred(account_id), True)


def is_open() -> ColumnElement[bool]:
    """Whether a task waits for its decision."""
    return ReviewTask.closed_at.is_(None)


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Open on the desk of the actor's organisation, and not the actor's own or a relative's."""
    own_desk = ReviewTask.organisation_id == actor.organisation_id
    return and_(own_desk, is_open(), unconcerned(actor.account_id))


def _needs_attention() -> ColumnElement[bool]:
    return func.jsonb_array_length(ReviewTask.flags) > 0


def queue(actor: Actor, asked: QueueQuery, today: date) -> AnySelect:
    """The open tasks of the actor's organisation that the actor may decide."""
    query = select(ReviewTask).where(_mine(actor))
    if asked.subject is not None:
        query = query.where(ReviewTask.subject_type == asked.subject)
    for wanted, condition in (
        (asked.overdue, ReviewTask.due_on < today),
        (asked.attention, _needs_attention()),
    ):
        if wanted is not None:
            query = query.where(condition if wanted else ~condition)
    if asked.sort == "newest":
        return query.order_by(ReviewTask.opened_at.desc(), ReviewTask.id)
    return query.order_by(ReviewTask.due_on, ReviewTask.opened_at, ReviewTask.id)


async def counts(session: AsyncSession, actor: Actor, today: date) -> list[AnyRow]:
    """Open, overdue and flagged tasks of the actor's desk, by subject."""
    query = (
        select(
            ReviewTask.subject_type,
            func.count().label("open"),
            func.count().filter(ReviewTask.due_on < today).label("overdue"),
            func.count().filter(_needs_attention()).label("attention"),
        )
        .where(_mine(actor))
        .group_by(ReviewTask.subject_type)
    )
    return list((await session.execute(query)).all())


async def open_task(
    session: AsyncSession, subject_type: str, subject_id: UUID
) -> ReviewTask | None:
    """The open task of a subject, locked."""
    query = select(ReviewTask).where(
        ReviewTask.subject_type == subject_type, ReviewTask.subject_id == subject_id, is_open()
    )
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def visible_task(
    session: AsyncSession, actor: Actor, subject_type: str, subject_id: UUID
) -> ReviewTask | None:
    """The open task of a subject, if it is one of those the actor may decide."""
    query = select(ReviewTask).where(
        ReviewTask.subject_type == subject_type, ReviewTask.subject_id == subject_id, _mine(actor)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def is_barred(session: AsyncSession, actor: Actor, task_id: UUID) -> bool:
    """Whether the actor has an interest in a task other than being its very applicant.

    The applicant knows the case exists; REV-01 tells him why he cannot decide it.
    """
    query = select(ReviewTask.id).where(
        ReviewTask.id == task_id,
        ReviewTask.subject_account_id.is_distinct_from(actor.account_id),
        barred(actor.account_id),
    )
    return (await session.execute(query)).first() is not None


async def last_task(session: AsyncSession, subject_type: str, subject_id: UUID) -> AnyRow | None:
    """The subject's latest task with the decision that closed it, if one did."""
    query = (
        select(ReviewTask, Review)
        .outerjoin(Review, Review.task_id == ReviewTask.id)
        .where(ReviewTask.subject_type == subject_type, ReviewTask.subject_id == subject_id)
        .order_by(ReviewTask.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).one_or_none()


async def titles(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """What these subjects are called, as far as they are or were on the actor's desk."""
    query = select(ReviewTask.subject_id, ReviewTask.title).where(
        ReviewTask.subject_id.in_(ids),
        ReviewTask.organisation_id == actor.organisation_id,
        unconcerned(actor.account_id),
    )
    return {row.subject_id: row.title for row in await session.execute(query)}

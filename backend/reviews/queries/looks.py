"""Who looks at what, and the reasons an organisation keeps."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.reviews.models import ReasonTemplate, ReviewLook, ReviewTask


async def look(
    session: AsyncSession, actor: Actor, subject_type: str, subject_id: UUID
) -> ReviewLook | None:
    """The actor's last look at a subject."""
    assert actor.account_id is not None
    return await session.get(ReviewLook, (actor.account_id, subject_type, subject_id))


async def note_look(session: AsyncSession, values: dict[str, object]) -> None:
    """Remember a look, and that the reviewer is there."""
    keys = ("account_id", "subject_type", "subject_id")
    changes = {name: value for name, value in values.items() if name not in keys}
    await session.execute(
        insert(ReviewLook).values(**values).on_conflict_do_update(index_elements=keys, set_=changes)
    )


async def present_colleagues(
    session: AsyncSession, task: ReviewTask, actor: Actor, now: datetime
) -> list[str]:
    """The names of the colleagues who have the case open now."""
    colleague = exists().where(
        Membership.account_id == ReviewLook.account_id,
        Membership.organisation_id == task.organisation_id,
        Membership.ended_at.is_(None),
    )
    query = (
        select(ReviewLook.name)
        .where(
            ReviewLook.subject_type == task.subject_type,
            ReviewLook.subject_id == task.subject_id,
            ReviewLook.account_id != actor.account_id,
            ReviewLook.present_until > now,
            colleague,
        )
        .order_by(ReviewLook.name)
    )
    return list((await session.execute(query)).scalars())


async def reasons(session: AsyncSession, actor: Actor, subject_type: str) -> list[ReasonTemplate]:
    """The actor's organisation's own templates."""
    if actor.organisation_id is None:
        return []
    query = select(ReasonTemplate).where(
        ReasonTemplate.organisation_id == actor.organisation_id,
        ReasonTemplate.subject_type == subject_type,
        ReasonTemplate.removed_at.is_(None),
    )
    return list((await session.execute(query.order_by(ReasonTemplate.id))).scalars())

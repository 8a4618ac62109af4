"""What is read of the trail."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.schemas import AuditQuery
from backend.platform.audit import AuditEvent
from backend.platform.rows import AnySelect

LONGEST_STORY = 500


async def story(session: AsyncSession, subjects: Collection[tuple[str, UUID]]) -> list[AuditEvent]:
    """What happened to these records, oldest first."""
    query = (
        select(AuditEvent)
        .where(tuple_(AuditEvent.subject_type, AuditEvent.subject_id).in_(list(subjects)))
        .order_by(AuditEvent.occurred_at, AuditEvent.id)
        .limit(LONGEST_STORY)
    )
    return list((await session.execute(query)).scalars())


def listing(asked: AuditQuery) -> AnySelect:
    """The entries a query asks for, newest first."""
    query = select(AuditEvent).order_by(AuditEvent.occurred_at.desc(), AuditEvent.id.desc())
    for name in ("subject_type", "subject_id", "account_id", "action"):
        wanted = getattr(asked, name)
        if wanted is not None:
            query = query.where(getattr(AuditEvent, name) == wanted)
    if asked.since:
        query = query.where(AuditEvent.occurred_at >= asked.since)
    if asked.until:
        query = query.where(AuditEvent.occurred_at < asked.until)
    return query

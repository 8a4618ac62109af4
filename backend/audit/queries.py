"""What is read of the trail."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, column, func, literal, select, table, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.schemas import AuditQuery
from backend.organisations.models import Organisation
from backend.platform import clock
from backend.platform.audit import AuditEvent
from backend.platform.rows import AnyRow, AnySelect

LONGEST_STORY = 500
# Later slices' tables, read by name.
rating_windows = table(
    "rating_windows", *(column(c) for c in ("engagement_id", "closes_at", "unsealed_at"))
)
review_tasks = table(
    "review_tasks", *(column(c) for c in ("subject_type", "subject_id", "due_on", "closed_at"))
)


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


def _asked(subjects: Collection[tuple[str, UUID, UUID | None]]) -> Any:
    """The subjects as rows of their own: (table name, id, office)."""
    kinds, ids, offices = zip(*subjects, strict=True)
    arrays = (
        literal(list(kinds), ARRAY(Text)),
        literal(list(ids), ARRAY(Uuid)),
        literal(list(offices), ARRAY(Uuid)),
    )
    columns = (column("kind", Text), column("id", Uuid), column("office", Uuid))
    return func.unnest(*arrays).table_valued(*columns).render_derived(name="asked")


async def standing_facts(
    session: AsyncSession, subjects: Collection[tuple[str, UUID, UUID | None]]
) -> dict[tuple[str, UUID], AnyRow]:
    """Of (table name, id, office): since when it is in its state, the open desk's due day, whom
    to call. One statement, however many are asked for.
    """
    asked = _asked(subjects)
    since = (
        select(AuditEvent.occurred_at)
        .where(
            AuditEvent.subject_type == asked.c.kind,
            AuditEvent.subject_id == asked.c.id,
            AuditEvent.to_state.is_not(None),
            AuditEvent.to_state.is_distinct_from(AuditEvent.from_state),
        )
        .order_by(AuditEvent.occurred_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    desk = select(review_tasks.c.due_on).where(
        review_tasks.c.subject_type == asked.c.kind,
        review_tasks.c.subject_id == asked.c.id,
        review_tasks.c.closed_at.is_(None),
    )
    query = (
        select(
            asked.c.kind,
            asked.c.id,
            since.label("since"),
            desk.limit(1).scalar_subquery().label("desk_due"),
            Organisation.name,
            Organisation.contact_name,
            Organisation.contact_phone,
        )
        .select_from(asked)
        .outerjoin(Organisation, Organisation.id == asked.c.office)
    )
    return {(row.kind, row.id): row for row in await session.execute(query)}


async def ratings_until(
    session: AsyncSession, engagement_ids: Collection[UUID]
) -> dict[UUID, date]:
    """The last day of each mutual rating that is open."""
    query = select(rating_windows.c.engagement_id, rating_windows.c.closes_at).where(
        rating_windows.c.engagement_id.in_(engagement_ids),
        rating_windows.c.unsealed_at.is_(None),
        rating_windows.c.closes_at > clock.now(),
    )
    # It closes at 24:00, which is already the next day.
    return {
        row.engagement_id: (row.closes_at - timedelta(seconds=1)).astimezone(clock.SHANGHAI).date()
        for row in await session.execute(query)
    }

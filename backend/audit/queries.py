"""What is read of the trail."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import column, literal, select, table, tuple_
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


async def standing_facts(
    session: AsyncSession, subject_type: str, subject_id: UUID, office: UUID | None
) -> AnyRow:
    """Since when something is in its state, the open desk's due day, and the office's contact."""
    since = (
        select(AuditEvent.occurred_at)
        .where(
            AuditEvent.subject_type == subject_type,
            AuditEvent.subject_id == subject_id,
            AuditEvent.to_state.is_not(None),
            AuditEvent.to_state.is_distinct_from(AuditEvent.from_state),
        )
        .order_by(AuditEvent.occurred_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    desk = select(review_tasks.c.due_on).where(
        review_tasks.c.subject_type == subject_type,
        review_tasks.c.subject_id == subject_id,
        review_tasks.c.closed_at.is_(None),
    )
    one = select(literal(1).label("one")).subquery()
    query = (
        select(
            since.label("since"),
            desk.limit(1).scalar_subquery().label("desk_due"),
            Organisation.name,
            Organisation.contact_name,
            Organisation.contact_phone,
        )
        .select_from(one)
        .outerjoin(Organisation, Organisation.id == office)
    )
    return (await session.execute(query)).one()


async def rating_until(session: AsyncSession, engagement_id: UUID) -> date | None:
    """The last day of the mutual rating, while it is open."""
    query = select(rating_windows.c.closes_at).where(
        rating_windows.c.engagement_id == engagement_id,
        rating_windows.c.unsealed_at.is_(None),
        rating_windows.c.closes_at > clock.now(),
    )
    closes: datetime | None = (await session.execute(query)).scalar_one_or_none()
    # It closes at 24:00, which is already the next day.
    return (closes - timedelta(seconds=1)).astimezone(clock.SHANGHAI).date() if closes else None

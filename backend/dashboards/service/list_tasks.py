"""What waits for the actor, by role."""

from collections import Counter
from datetime import date, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from backend.dashboards.queries import follow_work, office_work, party_work, waiting
from backend.dashboards.queries.waiting import Source
from backend.dashboards.schemas import TaskItem, TaskList, UrgencyCount
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.rows import AnyRow

SOURCES: dict[Role, tuple[Source, ...]] = {
    Role.EXPERT: (*party_work.EXPERT, *follow_work.EXPERT),
    Role.ENTERPRISE: party_work.ENTERPRISE,
    Role.REVIEWER: (*office_work.REVIEWER, *follow_work.REVIEWER),
    Role.LIAISON: (*party_work.LIAISON, *follow_work.LIAISON),
    Role.DEPARTMENT: (*office_work.DEPARTMENT, *follow_work.DEPARTMENT),
}
Urgency = Literal["overdue", "today", "week", "later"]
URGENCIES: tuple[Urgency, ...] = ("overdue", "today", "week", "later")
SUNDAY = 6


def urgency(due: date | None, today: date) -> Urgency:
    """How pressing a due day is; the week ends on Sunday."""
    if due is None or due > today + timedelta(days=SUNDAY - today.weekday()):
        return "later"
    if due < today:
        return "overdue"
    return "today" if due == today else "week"


def _item(source: Source, row: AnyRow) -> TaskItem:
    return TaskItem(
        kind=source.kind,
        title=source.words.format(row.words),
        subject_type=source.subject_type,
        subject_id=row.id,
        since=row.since,
        due=row.due,
        urgency=urgency(row.due, clock.today()),
        link=source.link.format(row.id),
    )


def _pressing(item: TaskItem) -> tuple[bool, date, str]:
    return item.due is None, item.due or clock.today(), str(item.since)


@read_case
async def tasks(session: AsyncSession, actor: Actor) -> TaskList:
    """What waits for the actor: what is due first, then what has waited longest."""
    sources = SOURCES.get(actor.role, ())
    rows = await waiting.found(session, sources, actor)
    items = sorted((_item(sources[row.source], row) for row in rows), key=_pressing)
    kinds = {row.source: row.of_kind for row in rows}
    counted = Counter(item.urgency for item in items)
    return TaskList(
        items=items,
        counts=[UrgencyCount(urgency=one, count=counted[one]) for one in URGENCIES],
        left_off=sum(max(count - waiting.MOST, 0) for count in kinds.values()),
    )

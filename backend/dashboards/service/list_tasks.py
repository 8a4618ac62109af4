"""What waits for the actor, by role."""

from datetime import date, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from backend.dashboards.queries import follow_work, office_work, party_work, waiting
from backend.dashboards.queries.waiting import Source
from backend.dashboards.schemas import TaskItem, TaskList
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
SOON = timedelta(days=3)
Urgency = Literal["overdue", "soon", "normal"]


def urgency(due: date | None, today: date) -> Urgency:
    """How pressing a due day is."""
    if due is None or due > today + SOON:
        return "normal"
    return "overdue" if due < today else "soon"


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
    items = [
        _item(source, row)
        for source in SOURCES.get(actor.role, ())
        for row in await waiting.found(session, source, actor)
    ]
    return TaskList(items=sorted(items, key=_pressing))

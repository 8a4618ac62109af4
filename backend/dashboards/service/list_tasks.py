"""What waits for the actor, by role."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import service as agreements
from backend.audit.service import standings
from backend.dashboards.queries import follow_work, office_work, party_work, waiting
from backend.dashboards.queries.waiting import Source
from backend.dashboards.schemas import TaskItem, TaskList, UrgencyCount
from backend.demands import service as demands
from backend.engagements import service as engagements
from backend.enterprises import service as enterprises
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.matches import service as matches
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.rows import AnyRow
from backend.platform.standing import Turn
from backend.teams import service as teams

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
TURNS: dict[str, Callable[[AsyncSession, Actor, set[UUID]], Awaitable[dict[UUID, Turn]]]] = {
    "experts": experts.turns,
    "enterprises": enterprises.turns,
    "demands": demands.turns,
    "teams": teams.turns,
    "matches": matches.turns,
    "agreements": agreements.turns,
    "engagements": engagements.turns,
}
"""Who says whose turn it is, by the kind of thing a task is about."""


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


async def _tell_standings(session: AsyncSession, actor: Actor, items: Sequence[TaskItem]) -> None:
    """Put the sentence of its own page to each task.

    Each kind of thing is asked once for all of its tasks, and the trail once for all of them: the
    number of statements hangs on the kinds there are, never on how much waits.
    """
    about: dict[str, set[UUID]] = {}
    for item in items:
        about.setdefault(item.subject_type, set()).add(item.subject_id)
    turns: dict[tuple[str, UUID], Turn] = {}
    for subject, ids in about.items():
        if subject in TURNS:
            found = await TURNS[subject](session, actor, ids)
            turns |= {(subject, id): turn for id, turn in found.items()}
    told = await standings(session, actor, turns)
    for item in items:
        item.standing = told.get((item.subject_type, item.subject_id))


def _pressing(item: TaskItem) -> tuple[bool, date, str]:
    return item.due is None, item.due or clock.today(), str(item.since)


@read_case
async def tasks(session: AsyncSession, actor: Actor) -> TaskList:
    """What waits for the actor: what is due first, then what has waited longest."""
    sources = SOURCES.get(actor.role, ())
    rows = await waiting.found(session, sources, actor)
    items = sorted((_item(sources[row.source], row) for row in rows), key=_pressing)
    await _tell_standings(session, actor, items)
    kinds = {row.source: row.of_kind for row in rows}
    counted = Counter(item.urgency for item in items)
    return TaskList(
        items=items,
        counts=[UrgencyCount(urgency=one, count=counted[one]) for one in URGENCIES],
        left_off=sum(max(count - waiting.MOST, 0) for count in kinds.values()),
    )

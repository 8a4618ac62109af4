"""The liaison's workbench: the services of the zone, and what is due with each."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.schemas import DemandRef, Named
from backend.engagements.states import ENGAGEMENT, EngagementState
from backend.identity.actor import Actor
from backend.liaison import queries
from backend.liaison.rules import CONFIRM_WITHIN, SILENT_AFTER, VISIT_EVERY, visit_due
from backend.liaison.schemas import WorkbenchQuery, WorkbenchRow
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.rows import AnyRow

UNDER_WAY = frozenset({EngagementState.SERVING, EngagementState.END_PROPOSED})


def limits() -> dict[str, Any]:
    """Before when a side counts as late, as of now."""
    return {
        "visited": clock.today() - VISIT_EVERY,
        "silent": clock.now() - SILENT_AFTER,
        "confirm": clock.now() - CONFIRM_WITHIN,
    }


def expert_is_late(state: str, last: Any, before: dict[str, Any]) -> bool:
    """Whether the log has gone without a new entry for too long."""
    return state == EngagementState.SERVING and last < before["silent"]


def enterprise_is_late(state: str, since: Any, before: dict[str, Any]) -> bool:
    """Whether an entry waits for the enterprise for too long."""
    return state in UNDER_WAY and since is not None and since < before["confirm"]


def row_read(row: AnyRow) -> WorkbenchRow:
    """A row of the workbench."""
    before = limits()
    is_open = row.state in UNDER_WAY
    return WorkbenchRow(
        id=row.id,
        state=row.state,
        state_name=ENGAGEMENT.label(row.state),
        demand=DemandRef(id=row.demand_id, number=row.demand_number, title=row.demand_title),
        enterprise=Named(id=row.enterprise_id, name=row.enterprise_name),
        expert=Named(id=row.expert_id, name=row.expert_name),
        last_log_at=row.last_log_at,
        last_answer_at=row.last_answer_at,
        unanswered=row.unanswered,
        last_visit=row.last_visit,
        visit_due=visit_due(row.started_on, row.last_visit) if is_open else None,
        open_problems=row.open_problems,
        rating_due=row.rating_due,
        expert_is_late=expert_is_late(row.state, row.last_log_at or row.began, before),
        enterprise_is_late=enterprise_is_late(row.state, row.waiting_since, before),
    )


@read_case
async def workbench(
    session: AsyncSession, actor: Actor, asked: WorkbenchQuery
) -> Page[WorkbenchRow]:
    """The services my zone follows, what is visited next first."""
    query = queries.workbench(actor, asked, limits())
    rows, frame = await page_rows(session, query, asked)
    return Page(items=[row_read(row) for row in rows], **frame)

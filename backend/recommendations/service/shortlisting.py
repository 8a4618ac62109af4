"""An enterprise's shortlist of a demand (5.3)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import service as demands
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.database import read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.problems import not_found
from backend.recommendations.models import ShortlistMark
from backend.recommendations.queries import shortlists
from backend.recommendations.schemas import ShortlistIn, ShortlistRead
from backend.teams import service as teams

UNNAMED = "一位特派员"


async def _own(session: AsyncSession, actor: Actor, demand_id: UUID) -> None:
    """Raise 404 for who is not the demand's enterprise: a shortlist is nobody else's business."""
    demand = await demands.visible_demand(session, actor, demand_id, locked=False)
    if actor.enterprise_id is None or demand.enterprise_id != actor.enterprise_id:
        raise not_found("这项需求的候选短名单")


async def _shown(session: AsyncSession, actor: Actor, demand_id: UUID) -> list[ShortlistRead]:
    rows = await shortlists.marks(session, demand_id)
    ids = [row.ShortlistMark.expert_id for row in rows if row.ShortlistMark.expert_id]
    cards = await experts.cards(session, actor, ids)
    found = []
    for row in rows:
        mark: ShortlistMark = row.ShortlistMark
        card = cards[mark.expert_id] if mark.expert_id else None
        found.append(
            ShortlistRead(
                expert=card,
                team_id=mark.team_id,
                name=row.name or (card.name if card else None) or UNNAMED,
                note=mark.note,
                marked_at=mark.created_at,
            )
        )
    return found


@read_case
async def shortlist(session: AsyncSession, actor: Actor, demand_id: UUID) -> list[ShortlistRead]:
    """Whom the enterprise thinks of. Raises 404 for anybody else."""
    await _own(session, actor, demand_id)
    return await _shown(session, actor, demand_id)


@use_case
async def mark(
    session: AsyncSession, actor: Actor, demand_id: UUID, body: ShortlistIn
) -> list[ShortlistRead]:
    """Put somebody on the shortlist, or change the note. Raises 404 for who is out of sight."""
    await _own(session, actor, demand_id)
    if body.expert_id is not None:
        await experts.seen(session, actor, body.expert_id)
    if body.team_id is not None:
        await teams.in_sight(session, actor, body.team_id)
    await shortlists.drop(session, demand_id, body.expert_id, body.team_id)
    kept = ShortlistMark(
        id=new_id(), demand_id=demand_id, account_id=actor.account_id, **body.model_dump()
    )
    session.add(kept)
    await audit.record(session, kept, "create", actor)
    return await _shown(session, actor, demand_id)


@use_case
async def unmark(
    session: AsyncSession, actor: Actor, demand_id: UUID, body: ShortlistIn
) -> list[ShortlistRead]:
    """Take somebody off the shortlist, with the note. Raises 404 for others' demands."""
    await _own(session, actor, demand_id)
    await shortlists.drop(session, demand_id, body.expert_id, body.team_id)
    return await _shown(session, actor, demand_id)

"""An enterprise's shortlist of a demand, and up to four candidates side by side (5.3)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import service as demands
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.matches.states import MATCH
from backend.platform import audit
from backend.platform.database import read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.problems import not_found
from backend.recommendations import scoring
from backend.recommendations.models import ShortlistMark
from backend.recommendations.queries import index, ranking, shortlists
from backend.recommendations.queries.ranking import DEMAND, FULL
from backend.recommendations.schemas import (
    ComparedExpert,
    ComparisonQuery,
    ShortlistIn,
    ShortlistRead,
)
from backend.recommendations.service import telling
from backend.recommendations.service.listing import collection_for, may_list, told_of_demand
from backend.recommendations.service.meaning import with_meaning
from backend.recommendations.service.ranking import search
from backend.recommendations.service.telling import Reader, facts_of
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


@read_case
async def comparison(
    session: AsyncSession, actor: Actor, demand_id: UUID, asked: ComparisonQuery
) -> list[ComparedExpert]:
    """Candidates side by side, recommended, invited or applied, in the order asked for.

    Raises 404 for a demand or an expert out of sight, 409 for a demand that takes no candidates.
    """
    await may_list(session, actor, demand_id)
    ids = list(dict.fromkeys(asked.expert_ids))
    for expert_id in ids:
        await experts.seen(session, actor, expert_id)
    weights = await index.weights(session)
    target = collection_for(actor)
    wanted = await search(session, "experts", demand_id, (DEMAND, target), len(ids))
    told = await told_of_demand(session, wanted, weights, ids, Reader(target == FULL))
    cards = await experts.cards(session, actor, ids)
    notes = {} if actor.enterprise_id is None else await _notes(session, demand_id)
    stands = await shortlists.standing(session, demand_id, ids)
    found = []
    for id in ids:
        row = await ranking.pair(session, wanted, weights.settings, id)
        facts = await with_meaning(session, wanted, [facts_of(row)] if row else [])
        match = stands.get(id)
        found.append(
            ComparedExpert(
                expert=cards[id],
                score=sum(scoring.score(one, weights.settings) for one in facts),
                reasons=[
                    reason
                    for one in facts
                    for reason in telling.reasons_read(one, told[id], weights.settings)
                ],
                note=notes.get(id),
                match_id=match.id if match else None,
                match_state=match.state if match else None,
                match_state_name=MATCH.label(match.state) if match else None,
            )
        )
    return found


async def _notes(session: AsyncSession, demand_id: UUID) -> dict[UUID, str]:
    rows = await shortlists.marks(session, demand_id)
    return {
        row.ShortlistMark.expert_id: row.ShortlistMark.note
        for row in rows
        if row.ShortlistMark.expert_id
    }

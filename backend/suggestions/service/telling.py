"""Telling enterprises of a suggestion. Whether anything comes of it, the parties decide (5.3)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import service as demands
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.suggestions import queries
from backend.suggestions.schemas import TellIn, ToldRead
from backend.suggestions.service.reading import found

TITLE = "您的需求有一位统筹推荐的特派员"


@use_case
async def tell(session: AsyncSession, actor: Actor, id: UUID, body: TellIn) -> ToldRead:
    """Point the enterprises of these demands to their candidates, once each.

    Demands that found somebody meanwhile are left out. Raises 404 for another scope's suggestion.
    """
    suggestion = await found(session, actor, id)
    seen = set(await demands.cards(session, actor, body.demand_ids))
    waiting = await queries.locked_rows(session, id, seen)
    still = {one.id: one for one in await queries.still_open(session, seen)}
    told = [row for row in waiting if row.demand_id in still]
    for row in told:
        demand = still[row.demand_id]
        words = f"“{demand.number}”的推荐名单中有合适人选，请查看后自行决定是否邀请。"
        await demands.tell_enterprise(session, demand, f"suggested:{id}", TITLE, words)
        row.told_at = clock.now()
    await session.flush()
    if told:
        await audit.record(session, suggestion, "tell", actor, demands=len(told))
    return ToldRead(told=len(told))

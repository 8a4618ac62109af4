"""Showing places."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import queries
from backend.capacity.schemas import PlaceRead, PlacesRead
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform.database import read_case
from backend.policies.service import current_policy


@dataclass(frozen=True)
class PlacesFact:
    """How many places an expert has left, and who holds the others."""

    free: int
    limit: int
    enterprises: tuple[str, ...]


async def free_places(
    session: AsyncSession, expert_ids: Collection[UUID]
) -> dict[UUID, PlacesFact]:
    """Step: free places of these experts, by the policy and each one's own limit."""
    policy = await current_policy(session)
    held: dict[UUID, list[str]] = {}
    for row in await queries.open_places(session, expert_ids):
        held.setdefault(row.ExpertPlace.expert_id, []).append(row.enterprise_name)
    facts = {}
    for expert in await queries.experts(session, expert_ids):
        limit = min(expert.max_enterprises, policy.enterprises_at_once)
        names = tuple(held.get(expert.id, ()))
        facts[expert.id] = PlacesFact(max(limit - len(names), 0), limit, names)
    return facts


@read_case
async def read(session: AsyncSession, actor: Actor, expert_id: UUID) -> PlacesRead:
    """An expert's places. Raises 404 when the actor may not see the expert."""
    shown = await experts.detail(session, actor, expert_id)
    fact = (await free_places(session, [expert_id]))[expert_id]
    rows = await queries.open_places(session, [expert_id])
    places = [
        PlaceRead(
            slot_no=row.ExpertPlace.slot_no,
            enterprise_name=row.enterprise_name,
            since=row.ExpertPlace.opened_at,
            is_taken=row.is_taken,
            by_waiver=row.ExpertPlace.waiver_id is not None,
        )
        for row in rows
    ]
    return PlacesRead(
        expert_id=expert_id,
        limit=fact.limit,
        used=len(places),
        free=fact.free,
        places=None if shown.access == "card" else places,
    )

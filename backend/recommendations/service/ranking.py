"""Ranking for readers and for commands: weights in force, the statement, today's cap."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform import clock
from backend.platform.database import read_case
from backend.policies.service import current_policy
from backend.recommendations.queries import index, ranking
from backend.recommendations.queries.ranking import Search


async def search(
    session: AsyncSession,
    kind: str,
    subject_id: UUID,
    collections: tuple[str, str],
    most: int,
    *,
    near: bool = False,
) -> Search:
    """Step: what to search with, under today's policy."""
    policy = await current_policy(session)
    source, target = collections
    cap = policy.enterprises_at_once
    return Search(kind, source, target, subject_id, most, cap, clock.today(), near)


def deeper(settings: dict[str, Any], most: int) -> dict[str, Any]:
    """The settings for a list longer than the pool: it may read more postings in proportion."""
    longer = max(1.0, most / settings["pool"])
    return settings | {
        "pool": max(settings["pool"], most),
        "budget": settings["budget"] * longer,
    }


@dataclass(frozen=True)
class Candidate:
    """An expert who could serve a demand, and how many more enterprises he or she could take."""

    expert_id: UUID
    score: float
    room: int


async def weights_version(session: AsyncSession) -> str:
    """Step: the name of the weights in force."""
    return (await index.weights(session)).name


async def candidates(session: AsyncSession, demand_id: UUID, most: int) -> list[Candidate]:
    """Step: the best for a demand by what their cards show, as its enterprise sees them."""
    weights = await index.weights(session)
    wanted = await search(session, "experts", demand_id, (ranking.DEMAND, ranking.CARD), most)
    rows = await ranking.ranked(session, wanted, weights.settings)
    return [
        Candidate(row.subject_id, row.score, max(row.places_limit - row.places_used, 0))
        for row in rows
    ]


@read_case
async def ranked_ids(session: AsyncSession, demand_id: UUID, most: int) -> list[UUID]:
    """The experts for a demand, best first, by all they wrote: for measuring."""
    weights = await index.weights(session)
    wanted = await search(session, "experts", demand_id, (ranking.DEMAND, ranking.FULL), most)
    settings = deeper(weights.settings, most)
    return [row.subject_id for row in await ranking.ranked(session, wanted, settings)]

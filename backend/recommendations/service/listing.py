"""The lists: experts for a demand, demands for an expert, and what reads alike (5.3.1)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import service as demands
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.database import Database, read_case, use_case
from backend.platform.problems import forbidden, not_found
from backend.recommendations import scoring
from backend.recommendations.models import MatchingWeights
from backend.recommendations.queries import index, lists, ranking
from backend.recommendations.queries.ranking import CARD, DEMAND, FULL, Search
from backend.recommendations.schemas import (
    RecommendationQuery,
    RecommendedDemand,
    RecommendedDemands,
    RecommendedExpert,
    RecommendedExperts,
    SimilarDemand,
    SimilarExpert,
    SimilarQuery,
)
from backend.recommendations.scoring import Facts, Place
from backend.recommendations.service import telling
from backend.recommendations.service.meaning import with_meaning
from backend.recommendations.service.ranking import deeper, search
from backend.recommendations.service.telling import DIGITS, Pair, Reader, facts_of

SPARE = 2
"""So many times the asked for are ranked: from the rest rarely shown experts move up."""


def collection_for(actor: Actor) -> str:
    """What the reader's list rests on: the department reads results, others the card (A22)."""
    return FULL if actor.role is Role.DEPARTMENT else CARD


async def may_list(session: AsyncSession, actor: Actor, demand_id: UUID) -> None:
    """Step: raises 404 for who may not see a demand's candidates, 409 when it takes none."""
    demand = await demands.visible_demand(session, actor, demand_id, locked=False)
    ours = demand.organisation_id == actor.organisation_id is not None
    if not (ours or actor.role in {Role.ENTERPRISE, Role.DEPARTMENT}):
        raise not_found("这项需求的推荐名单")
    await demands.published_demand(session, demand_id)


async def found(
    session: AsyncSession, wanted: Search, weights: MatchingWeights, limit: int
) -> tuple[list[Facts], list[Place]]:
    """Step: the facts that were ranked and the list that comes out."""
    settings = weights.settings
    rows = await ranking.ranked(session, wanted, settings)
    # Most of the candidates were excluded: look deeper before the list stays short.
    while len(rows) < limit and settings["pool"] < 5000:
        before, settings = len(rows), deeper(settings, settings["pool"] * 5)
        rows = await ranking.ranked(session, wanted, settings)
        if len(rows) == before:
            break
    pool = await with_meaning(session, wanted, [facts_of(row) for row in rows])
    return pool, scoring.arranged(pool, weights.settings, limit)


async def _left_out(
    session: AsyncSession, wanted: Search, weights: MatchingWeights, limit: int
) -> int | None:
    """How many the reader would find on the same list without the filter by place.

    Counted among what he may see by leaving the filter off, so it tells nothing that he may not.
    """
    if not wanted.near:
        return None
    _, everywhere = await found(session, replace(wanted, near=False), weights, limit)
    return sum(place.facts.place <= 0 for place in everywhere)


def _kept(shown: Sequence[Place]) -> list[dict[str, Any]]:
    """A list as it is kept, and as it has to come out again."""
    return [
        {"id": p.facts.id, "score": round(p.score, DIGITS), "is_newcomer": p.is_newcomer}
        for p in shown
    ]


def _record(
    kind: str, wanted: Search, weights: MatchingWeights, pool: Sequence[Facts], shown: Any
) -> dict[str, Any]:
    inputs = {
        "most": len(shown),
        "near": wanted.near,
        "facts": [asdict(one) for one in pool],
    }
    result = _kept(shown)
    # Of the result alone: the last digits of the facts depend on the order they are added up in.
    filters = ["near"] if wanted.near else []
    said = json.dumps([result, weights.name, *filters], sort_keys=True).encode()
    return {
        "subject_kind": kind,
        "subject_id": wanted.subject_id,
        "collection": wanted.target if kind == "demand" else wanted.source,
        "shown_on": wanted.today,
        "weights_version": weights.name,
        "inputs": [inputs],
        "result": result,
        "digest": sha256(said).hexdigest(),
    }


@read_case
async def _experts(
    session: AsyncSession, actor: Actor, demand_id: UUID, asked: RecommendationQuery
) -> tuple[RecommendedExperts, dict[str, Any] | None]:
    await may_list(session, actor, demand_id)
    weights = await index.weights(session)
    target = collection_for(actor)
    most = asked.limit * SPARE
    wanted = await search(session, "experts", demand_id, (DEMAND, target), most, near=asked.near)
    pool, shown = await found(session, wanted, weights, asked.limit)
    ids = [UUID(place.facts.id) for place in shown]
    cards = await experts.cards(session, actor, ids)
    told = await told_of_demand(session, wanted, weights, ids, Reader(target == FULL))
    answer = RecommendedExperts(
        items=[
            RecommendedExpert(
                expert=cards[id],
                score=place.score,
                is_newcomer=place.is_newcomer,
                reasons=telling.reasons_read(place.facts, told[id], weights.settings),
            )
            for id, place in zip(ids, shown, strict=True)
        ],
        knows_willing=target == FULL,
        left_out=await _left_out(session, wanted, weights, asked.limit),
    )
    record = _record("demand", wanted, weights, pool, shown)
    is_new = bool(shown) and not await lists.is_kept(session, record)
    return answer, record if is_new else None


async def told_of_demand(
    session: AsyncSession,
    wanted: Search,
    weights: MatchingWeights,
    ids: Sequence[UUID],
    reader: Reader,
) -> dict[UUID, scoring.Said]:
    """Step: what each expert's shares of the score are told with."""
    rows = await lists.demands(session, [wanted.subject_id])
    row = rows[wanted.subject_id]
    people = await lists.experts(session, ids)
    pairs = {id: Pair(people[id], row.Demand, row.content) for id in ids}
    named = await telling.names(session, pairs.values())
    gains = await telling.gains_of(session, wanted, weights.settings, ids)
    return {id: telling.said(pairs[id], named, reader, gains[id]) for id in ids}


@use_case
async def _keep(session: AsyncSession, record: dict[str, Any]) -> None:
    await lists.remember(session, record)


async def experts_for_demand(
    db: Database, actor: Actor, demand_id: UUID, asked: RecommendationQuery
) -> RecommendedExperts:
    """The experts that fit a published demand best, for its enterprise and its offices.

    A list not shown yet today is kept with what it was computed from. Raises 404 for others,
    409 MATCH-OPEN for a demand that takes no candidates.
    """
    answer, record = await _experts(db, actor, demand_id, asked)
    if record is not None:
        await _keep(db, record)
    return answer


@read_case
async def _demands(
    session: AsyncSession, actor: Actor, asked: RecommendationQuery
) -> tuple[RecommendedDemands, dict[str, Any] | None]:
    if actor.expert_id is None:
        raise forbidden("请以科技特派员的身份查看推荐的需求。")
    weights = await index.weights(session)
    collections, limit = (FULL, DEMAND), asked.limit
    wanted = await search(session, "demands", actor.expert_id, collections, limit, near=asked.near)
    pool, shown = await found(session, wanted, weights, limit)
    ids = [UUID(place.facts.id) for place in shown]
    rows = await lists.demands(session, ids)
    people = await lists.experts(session, [actor.expert_id])
    cards = await demands.cards(session, actor, ids)
    pairs = [Pair(people[actor.expert_id], rows[id].Demand, rows[id].content) for id in ids]
    named = await telling.names(session, pairs)
    items = []
    for place, pair in zip(shown, pairs, strict=True):
        told = telling.said(
            pair,
            named,
            Reader(reads_results=True, is_expert=True),
            await _gains(session, wanted, weights, pair.demand.id),
        )
        reasons = telling.reasons_read(place.facts, told, weights.settings)
        items.append(
            RecommendedDemand(demand=cards[pair.demand.id], score=place.score, reasons=reasons)
        )
    answer = RecommendedDemands(
        items=items, left_out=await _left_out(session, wanted, weights, limit)
    )
    record = _record("expert", wanted, weights, pool, shown)
    is_new = bool(shown) and not await lists.is_kept(session, record)
    return answer, record if is_new else None


async def _gains(
    session: AsyncSession, wanted: Search, weights: MatchingWeights, demand_id: UUID
) -> dict[int, tuple[int, float]]:
    """Which of the expert's own words count: asked the other way round, from the demand."""
    assert wanted.target == DEMAND
    back = Search("experts", DEMAND, FULL, demand_id, wanted.most, wanted.cap, wanted.today)
    found = await telling.gains_of(session, back, weights.settings, [wanted.subject_id])
    return found[wanted.subject_id]


async def demands_for_expert(
    db: Database, actor: Actor, asked: RecommendationQuery
) -> RecommendedDemands:
    """The published demands that fit me best as an expert. Raises 403 for other hats."""
    answer, record = await _demands(db, actor, asked)
    if record is not None:
        await _keep(db, record)
    return answer


@read_case
async def similar_experts(
    session: AsyncSession, actor: Actor, expert_id: UUID, asked: SimilarQuery
) -> list[SimilarExpert]:
    """Experts of the library whose cards read alike. Raises 404 for one the actor may not see."""
    await experts.seen(session, actor, expert_id)
    wanted = await search(session, "similar_experts", expert_id, (CARD, CARD), asked.limit)
    rows = await ranking.ranked(session, wanted, (await index.weights(session)).settings)
    cards = await experts.cards(session, actor, [row.subject_id for row in rows])
    return [SimilarExpert(expert=cards[r.subject_id], score=round(r.score, DIGITS)) for r in rows]


@read_case
async def similar_demands(
    session: AsyncSession, actor: Actor, demand_id: UUID, asked: SimilarQuery
) -> list[SimilarDemand]:
    """Published demands that read alike. Raises 404 for one the actor may not see."""
    await demands.visible_demand(session, actor, demand_id, locked=False)
    wanted = await search(session, "similar_demands", demand_id, (DEMAND, DEMAND), asked.limit)
    rows = await ranking.ranked(session, wanted, (await index.weights(session)).settings)
    cards = await demands.cards(session, actor, [row.subject_id for row in rows])
    return [
        SimilarDemand(demand=cards[r.subject_id], score=round(r.score, DIGITS))
        for r in rows
        if r.subject_id in cards
    ]


@read_case
async def replay(session: AsyncSession, list_id: UUID) -> tuple[list[dict], list[dict]]:
    """A kept list as it was shown, and as its inputs and weights give it again."""
    row = await session.get_one(lists.MatchingList, list_id)
    weights = await index.weights(session, row.weights_version)
    (inputs,) = row.inputs
    kept = [Facts(**one) for one in inputs["facts"]]
    pool = [one for one in kept if one.place > 0] if inputs.get("near") else kept
    again = scoring.arranged(pool, weights.settings, inputs["most"])
    return row.result, _kept(again)

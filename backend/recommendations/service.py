"""Recommending experts to demands and demands to experts, each with its reasons (5.3.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.demands import service as demands
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import clock, search
from backend.platform.database import read_case
from backend.platform.problems import forbidden, not_found
from backend.platform.rows import AnyRow
from backend.policies.service import current_policy
from backend.recommendations import queries, scoring
from backend.recommendations.queries import Wanted
from backend.recommendations.schemas import (
    ReasonRead,
    RecommendationQuery,
    RecommendedDemand,
    RecommendedExpert,
)

Names = Mapping[str, Mapping[str, str]]
Scored = tuple[AnyRow, float, list[ReasonRead]]


def _demand_text(content: Mapping[str, Any]) -> str:
    """What says most of a demand, the most telling first: long queries are cut at the end."""
    targets = " ".join(one["name"] for one in content["indicators"])
    keywords = " ".join(content["keywords"])
    parts = (content["title"], keywords, targets, content["expert_wanted"])
    return " ".join((*parts, content["present_state"]))


def _expert_texts(expert: Any) -> list[str]:
    results = [str(one.get("title", "")) for one in expert.profile.get("achievements", [])]
    return [" ".join(expert.keywords), expert.summary, *results]


async def _names(session: AsyncSession, rows: Iterable[AnyRow]) -> Names:
    found = list(rows)
    codes = {code for row in found for code in row.Demand.disciplines}
    chains = {row.Demand.chain_code for row in found if row.Demand.chain_code}
    cities = {row.Demand.city_code for row in found if row.Demand.city_code}
    return {
        "disciplines": await codelists.names_of(session, "disciplines", codes),
        "chains": await codelists.names_of(session, "chains", chains),
        "divisions": await codelists.names_of(session, "divisions", cities),
    }


def _fit(row: AnyRow, best: float, text: str, names: Names) -> scoring.Fit:
    expert, demand = row.Expert, row.Demand
    main = (expert.main_discipline or "")[:3]
    shared = [code for code in demand.disciplines if code in expert.disciplines]
    same_chain = demand.chain_code in expert.chains
    own_city = demand.city_code is not None and demand.city_code == expert.city_code
    willing = demand.city_code in expert.profile.get("willing_places", [])
    city = names["divisions"].get(demand.city_code or "", "")
    return scoring.Fit(
        text_rank=row.rank or 0.0,
        best_rank=best,
        words=search.common_words(text, _expert_texts(expert)),
        main_discipline=names["disciplines"][main] if main in demand.disciplines else "",
        other_disciplines=[names["disciplines"][code] for code in shared],
        chain=names["chains"][demand.chain_code] if same_chain else "",
        own_city=city if own_city else "",
        willing_city=city if willing else "",
    )


def _scored(rows: list[AnyRow], texts: list[str], names: Names) -> list[Scored]:
    best = max((row.rank or 0.0 for row in rows), default=0.0)
    found: list[Scored] = []
    for row, text in zip(rows, texts, strict=True):
        parts = scoring.reasons(_fit(row, best, text, names))
        shown = [ReasonRead.model_validate(asdict(part)) for part in parts]
        found.append((row, scoring.total(parts), shown))
    return sorted(found, key=lambda one: -one[1])


@read_case
async def experts_for_demand(
    session: AsyncSession, actor: Actor, demand_id: UUID, asked: RecommendationQuery
) -> list[RecommendedExpert]:
    """The experts that fit a published demand best, for its enterprise and its offices.

    Raises 404 for others, 409 MATCH-OPEN for a demand that takes no candidates.
    """
    demand = await demands.visible_demand(session, actor, demand_id, locked=False)
    ours = demand.organisation_id == actor.organisation_id is not None
    if not (ours or actor.role in {Role.ENTERPRISE, Role.DEPARTMENT}):
        raise not_found("这项需求的推荐名单")
    await demands.published_demand(session, demand_id)
    text = _demand_text(await queries.version(session, demand_id))
    policy = await current_policy(session)
    wanted = Wanted(
        query=search.any_of(text),
        disciplines=demand.disciplines,
        chains=[demand.chain_code] if demand.chain_code else [],
        cap=policy.enterprises_at_once,
        today=clock.today(),
    )
    rows = await queries.experts_for(session, demand_id, wanted)
    scored = _scored(rows, [text] * len(rows), await _names(session, rows))[: asked.limit]
    cards = await experts.cards(session, actor, [row.Expert.id for row, _, _ in scored])
    return [
        RecommendedExpert(expert=cards[row.Expert.id], score=score, reasons=why)
        for row, score, why in scored
    ]


@read_case
async def demands_for_expert(
    session: AsyncSession, actor: Actor, asked: RecommendationQuery
) -> list[RecommendedDemand]:
    """The published demands that fit me best as an expert. Raises 403 for other hats."""
    if actor.expert_id is None:
        raise forbidden("请以科技特派员的身份查看推荐的需求。")
    expert = await queries.expert(session, actor.expert_id)
    policy = await current_policy(session)
    wanted = Wanted(
        query=search.any_of(" ".join(_expert_texts(expert))),
        disciplines=expert.disciplines,
        chains=expert.chains,
        cap=policy.enterprises_at_once,
        today=clock.today(),
    )
    rows = await queries.demands_for(session, expert.id, wanted)
    texts = [_demand_text(row.content) for row in rows]
    scored = _scored(rows, texts, await _names(session, rows))[: asked.limit]
    cards = await demands.cards(session, actor, [row.Demand.id for row, _, _ in scored])
    return [
        RecommendedDemand(demand=cards[row.Demand.id], score=score, reasons=why)
        for row, score, why in scored
    ]

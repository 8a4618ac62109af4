"""Recommendations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.routing import Db, SliceRouter
from backend.recommendations import service
from backend.recommendations.schemas import (
    Comparison,
    ComparisonQuery,
    ExposureRead,
    RecommendationQuery,
    RecommendedDemands,
    RecommendedExperts,
    ShortlistIn,
    ShortlistRead,
    SimilarDemand,
    SimilarExpert,
    SimilarQuery,
    SuggestedTeam,
    TeamGaps,
    WeightsChangeIn,
    WeightsEffect,
    WeightsRead,
    WeightsTrial,
    WhyNot,
    WhyNotQuery,
)

router = SliceRouter("recommendations")
Asked = Annotated[RecommendationQuery, Query()]
Alike = Annotated[SimilarQuery, Query()]
Missed = Annotated[WhyNotQuery, Query()]


@router.get("/demands/{demand_id}/recommended-experts", permission=Permission.RECOMMENDATION_READ)
async def experts_for_demand(
    demand_id: UUID, asked: Asked, db: Db, actor: Who
) -> RecommendedExperts:
    """The experts that fit a demand best, with reasons."""
    return await service.experts_for_demand(db, actor, demand_id, asked)


@router.get("/demands/{demand_id}/why-not", permission=Permission.RECOMMENDATION_READ)
async def why_not(demand_id: UUID, missed: Missed, db: Db, actor: Who) -> WhyNot:
    """Why an expert is not among the recommended of a demand, and what would change it."""
    return await service.why_not(db, actor, demand_id, missed.expert_id)


@router.get("/demands/{demand_id}/why-not-me", permission=Permission.RECOMMENDATION_READ)
async def why_not_me(demand_id: UUID, db: Db, actor: Who) -> WhyNot:
    """Why a demand's list does not have me, and what would change it."""
    return await service.why_not_me(db, actor, demand_id)


@router.get("/demands/{demand_id}/suggested-teams", permission=Permission.RECOMMENDATION_READ)
async def suggested_teams(demand_id: UUID, db: Db, actor: Who) -> list[SuggestedTeam]:
    """Teams that would cover a demand's disciplines, best first; an expert's own for an expert."""
    return await service.suggested_teams(db, actor, demand_id)


@router.get("/demands/{demand_id}/comparison", permission=Permission.RECOMMENDATION_READ)
async def comparison(
    demand_id: UUID, asked: Annotated[ComparisonQuery, Query()], db: Db, actor: Who
) -> Comparison:
    """Up to four candidates side by side, experts and teams, recommended, invited or applied."""
    return await service.comparison(db, actor, demand_id, asked)


@router.get("/demands/{demand_id}/shortlist", permission=Permission.MATCH_INVITE)
async def shortlist(demand_id: UUID, db: Db, actor: Who) -> list[ShortlistRead]:
    """Whom my enterprise thinks of for its demand."""
    return await service.shortlist(db, actor, demand_id)


@router.post("/demands/{demand_id}/shortlist", permission=Permission.MATCH_INVITE)
async def mark(demand_id: UUID, body: ShortlistIn, db: Db, actor: Who) -> list[ShortlistRead]:
    """Put somebody on the shortlist, or change the note."""
    return await service.mark(db, actor, demand_id, body)


@router.post("/demands/{demand_id}/shortlist/remove", permission=Permission.MATCH_INVITE)
async def unmark(demand_id: UUID, body: ShortlistIn, db: Db, actor: Who) -> list[ShortlistRead]:
    """Take somebody off the shortlist."""
    return await service.unmark(db, actor, demand_id, body)


@router.get("/teams/{team_id}/gaps", permission=Permission.TEAM_USE)
async def team_gaps(team_id: UUID, db: Db, actor: Who) -> TeamGaps:
    """What my team lacks for its demand, and which free experts would bring it."""
    return await service.team_gaps(db, actor, team_id)


@router.get("/recommended-demands", permission=Permission.RECOMMENDATION_READ)
async def demands_for_expert(asked: Asked, db: Db, actor: Who) -> RecommendedDemands:
    """The demands that fit me best, with reasons."""
    return await service.demands_for_expert(db, actor, asked)


@router.get("/demands/{demand_id}/similar", permission=Permission.RECOMMENDATION_READ)
async def similar_demands(demand_id: UUID, asked: Alike, db: Db, actor: Who) -> list[SimilarDemand]:
    """Published demands that read alike."""
    return await service.similar_demands(db, actor, demand_id, asked)


@router.get("/experts/{expert_id}/similar", permission=Permission.RECOMMENDATION_READ)
async def similar_experts(expert_id: UUID, asked: Alike, db: Db, actor: Who) -> list[SimilarExpert]:
    """Experts of the library whose cards read alike."""
    return await service.similar_experts(db, actor, expert_id, asked)


@router.get("/recommendations/weights", permission=Permission.MATCHING_TUNE)
async def weights(db: Db) -> WeightsRead:
    """What counts how much in a recommendation, and who changed it why."""
    return await service.read_weights(db)


# Keeps nothing, so there is nothing to repeat.
@router.post(
    "/recommendations/weights/trial", permission=Permission.MATCHING_TUNE, idempotent=False
)
async def try_weights(body: WeightsTrial, db: Db, actor: Who) -> WeightsEffect:
    """What other weights would have done to the lists of the last month."""
    return await service.try_weights(db, actor, body)


@router.post("/recommendations/weights", permission=Permission.MATCHING_TUNE, status_code=201)
async def change_weights(body: WeightsChangeIn, db: Db, actor: Who) -> WeightsRead:
    """Put new weights in force."""
    return await service.change_weights(db, actor, body)


@router.get("/recommendations/exposure", permission=Permission.DASHBOARD_READ)
async def exposure(db: Db) -> ExposureRead:
    """How evenly the recommendations fall on the library."""
    return await service.exposure(db)

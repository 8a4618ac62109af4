"""Recommendations over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.routing import Db, SliceRouter
from backend.recommendations import service
from backend.recommendations.schemas import (
    RecommendationQuery,
    RecommendedDemand,
    RecommendedExpert,
)

router = SliceRouter("recommendations")
Asked = Annotated[RecommendationQuery, Query()]


@router.get("/demands/{demand_id}/recommended-experts", permission=Permission.RECOMMENDATION_READ)
async def experts_for_demand(
    demand_id: UUID, asked: Asked, db: Db, actor: Who
) -> list[RecommendedExpert]:
    """The experts that fit a demand best, with reasons."""
    return await service.experts_for_demand(db, actor, demand_id, asked)


@router.get("/recommended-demands", permission=Permission.RECOMMENDATION_READ)
async def demands_for_expert(asked: Asked, db: Db, actor: Who) -> list[RecommendedDemand]:
    """The demands that fit me best, with reasons."""
    return await service.demands_for_expert(db, actor, asked)

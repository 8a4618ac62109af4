"""The end of services and the mutual rating over HTTP."""

from uuid import UUID

from backend.engagements.schemas import ChangeDecisionIn, EngagementRead
from backend.evaluations import service
from backend.evaluations.schemas import ExpertMark, RatingIn, RatingsRead
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("evaluations")


@router.post("/engagements/{engagement_id}/confirm-end", permission=Permission.ENGAGEMENT_ACT)
async def confirm_end(engagement_id: UUID, db: Db, actor: Who) -> EngagementRead:
    """Confirm that the service is over; its place is free at once and the ratings are due."""
    return await service.confirm_end(db, actor, engagement_id)


@router.post("/changes/{change_id}/decision", permission=Permission.ENGAGEMENT_DECIDE)
async def decide_change(
    change_id: UUID, body: ChangeDecisionIn, db: Db, actor: Who
) -> EngagementRead:
    """Decide on a replacement or early end."""
    return await service.decide_change(db, actor, change_id, body)


@router.get("/engagements/{engagement_id}/ratings", permission=Permission.RATING_READ)
async def read(engagement_id: UUID, db: Db, actor: Who) -> RatingsRead:
    """Who rates whom, what I gave, and the results once they are open."""
    return await service.read(db, actor, engagement_id)


@router.post(
    "/engagements/{engagement_id}/ratings", permission=Permission.RATING_GIVE, status_code=201
)
async def rate(engagement_id: UUID, body: RatingIn, db: Db, actor: Who) -> RatingsRead:
    """Rate another party of an ended service."""
    return await service.rate(db, actor, engagement_id, body)


@router.get("/experts/{expert_id}/mark", permission=Permission.RATING_READ)
async def expert_mark(expert_id: UUID, db: Db, actor: Who) -> ExpertMark:
    """An expert's average over rated services, where there are enough of them."""
    return await service.expert_mark(db, actor, expert_id)

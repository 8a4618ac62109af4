"""The end of services and the mutual rating over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.engagements.schemas import ChangeDecisionIn, EngagementRead
from backend.evaluations import exports, service
from backend.evaluations.schemas import (
    AnnotationIn,
    DisputeIn,
    ExpertMark,
    FollowUpCard,
    FollowUpDone,
    FollowUpQuery,
    MemberNoteIn,
    RatingIn,
    RatingsRead,
    RatingStanding,
    ReceivedQuery,
    ReceivedService,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
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


@router.get("/ratings/standing", permission=Permission.RATING_GIVE)
async def my_standing(db: Db, actor: Who) -> RatingStanding:
    """What my side received in ratings so far, by direction."""
    return await service.my_standing(db, actor)


@router.get("/ratings/received", permission=Permission.RATING_GIVE)
async def my_ratings(
    asked: Annotated[ReceivedQuery, Query()], db: Db, actor: Who
) -> Page[ReceivedService]:
    """Service by service what my side received, the last opened first."""
    return await service.my_ratings(db, actor, asked)


@router.get("/experts/{expert_id}/mark", permission=Permission.RATING_READ)
async def expert_mark(expert_id: UUID, db: Db, actor: Who) -> ExpertMark:
    """An expert's average over rated services, where there are enough of them."""
    return await service.expert_mark(db, actor, expert_id)


@router.post(
    "/engagements/{engagement_id}/member-notes",
    permission=Permission.RATING_GIVE,
    status_code=201,
)
async def note_member(engagement_id: UUID, body: MemberNoteIn, db: Db, actor: Who) -> RatingsRead:
    """Write a word on one member of one's team."""
    return await service.note_member(db, actor, engagement_id, body)


@router.post("/ratings/{rating_id}/dispute", permission=Permission.RATING_GIVE, status_code=201)
async def dispute(rating_id: UUID, body: DisputeIn, db: Db, actor: Who) -> RatingsRead:
    """Dispute a rating of one's own side."""
    return await service.dispute(db, actor, rating_id, body)


@router.post("/rating-disputes/{dispute_id}/annotation", permission=Permission.RATING_ANNOTATE)
async def annotate(dispute_id: UUID, body: AnnotationIn, db: Db, actor: Who) -> RatingsRead:
    """Annotate a dispute; rating and dispute stay as they are."""
    return await service.annotate(db, actor, dispute_id, body)


@router.get("/rating-follow-ups", permission=Permission.RATING_FOLLOW_UP)
async def follow_ups(
    asked: Annotated[FollowUpQuery, Query()], db: Db, actor: Who
) -> Page[FollowUpCard]:
    """Bad grades to follow up, what is due first."""
    return await service.follow_ups(db, actor, asked)


@router.export("/rating-follow-ups/export", permission=Permission.RATING_FOLLOW_UP)
async def export_follow_ups(
    asked: Annotated[FollowUpQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The same as a spreadsheet."""
    return await exports.FOLLOW_UPS.take(db, actor, asked, body)


@router.post("/rating-follow-ups/{follow_up_id}/close", permission=Permission.RATING_FOLLOW_UP)
async def close_follow_up(
    follow_up_id: UUID, body: FollowUpDone, db: Db, actor: Who
) -> FollowUpCard:
    """Say what was done about a bad grade."""
    return await service.close_follow_up(db, actor, follow_up_id, body)

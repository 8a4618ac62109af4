"""The review desk over HTTP. Decisions are posted to the subject they are about."""

from typing import Annotated

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter
from backend.reviews import exports, service
from backend.reviews.schemas import DeskSummary, QueueQuery, TaskRead

router = SliceRouter("reviews")


@router.get("/reviews/queue", permission=Permission.REVIEW_DECIDE)
async def queue(db: Db, actor: Who, asked: Annotated[QueueQuery, Query()]) -> Page[TaskRead]:
    """What waits for my organisation's decision."""
    return await service.queue(db, actor, asked)


@router.get("/reviews/summary", permission=Permission.REVIEW_DECIDE)
async def summary(db: Db, actor: Who) -> DeskSummary:
    """The desk against the monthly deadline."""
    return await service.summary(db, actor)


@router.export("/reviews/queue/export", permission=Permission.REVIEW_DECIDE)
async def export_queue(
    asked: Annotated[QueueQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The desk with these filters as a spreadsheet."""
    return await exports.queue(db, actor, asked, body)

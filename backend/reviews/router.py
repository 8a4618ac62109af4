"""The review desk over HTTP. Single decisions are posted to the subject they are about."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page, PageQuery
from backend.platform.routing import Db, SliceRouter
from backend.reviews import exports, service
from backend.reviews.schemas import (
    AssignIn,
    BatchDecisionIn,
    BatchOutcome,
    DeskSummary,
    QueueQuery,
    ReasonIn,
    ReasonRead,
    ReasonsQuery,
    RecentDecision,
    TakeOverIn,
    TakeOverQuery,
    TakeOverRead,
    TaskRead,
    UndoneRead,
    VisitIn,
    VisitRead,
)
from backend.reviews.states import Subject

router = SliceRouter("reviews")


@router.get("/reviews/queue", permission=Permission.REVIEW_DECIDE)
async def queue(db: Db, actor: Who, asked: Annotated[QueueQuery, Query()]) -> Page[TaskRead]:
    """What waits for my organisation's decision."""
    return await service.queue(db, actor, asked)


@router.get("/reviews/summary", permission=Permission.REVIEW_DECIDE)
async def summary(db: Db, actor: Who) -> DeskSummary:
    """The desk against the monthly deadline."""
    return await service.summary(db, actor)


@router.get("/reviews/recent", permission=Permission.REVIEW_DECIDE)
async def recent(db: Db, actor: Who) -> list[RecentDecision]:
    """My decisions that I may still take back."""
    return await service.recent(db, actor)


# A reading that writes nothing: the order is rehearsed and taken back.
@router.post("/reviews/batch/preview", permission=Permission.REVIEW_DECIDE, idempotent=False)
async def preview(body: BatchDecisionIn, db: Db, actor: Who) -> BatchOutcome:
    """What one decision on many cases would do to each of them."""
    return await service.preview(db, actor, body)


@router.post("/reviews/batch", permission=Permission.REVIEW_DECIDE)
async def decide_many(body: BatchDecisionIn, db: Db, actor: Who) -> BatchOutcome:
    """One decision on many cases, each for itself."""
    return await service.decide_many(db, actor, body)


@router.get("/reviews/reasons", permission=Permission.REVIEW_DECIDE)
async def reasons(db: Db, actor: Who, asked: Annotated[ReasonsQuery, Query()]) -> list[ReasonRead]:
    """Reasons to choose from when returning."""
    return await service.reasons(db, actor, asked)


@router.post("/reviews/reasons", permission=Permission.REVIEW_DECIDE, status_code=201)
async def add_reason(body: ReasonIn, db: Db, actor: Who) -> list[ReasonRead]:
    """Keep a reason for my organisation."""
    return await service.add_reason(db, actor, body)


@router.post("/reviews/reasons/{reason_id}/remove", permission=Permission.REVIEW_DECIDE)
async def remove_reason(reason_id: UUID, db: Db, actor: Who) -> list[ReasonRead]:
    """Offer one of my organisation's reasons no longer."""
    return await service.remove_reason(db, actor, reason_id)


@router.get("/reviews/takeovers", permission=Permission.REVIEW_DECIDE)
async def takeovers(
    db: Db, actor: Who, asked: Annotated[TakeOverQuery, Query()]
) -> Page[TakeOverRead]:
    """What my city may take over from the bodies below it."""
    return await service.takeovers(db, actor, asked)


@router.export("/reviews/takeovers/export", permission=Permission.REVIEW_DECIDE)
async def export_takeovers(
    asked: Annotated[TakeOverQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """What my city may take over as a spreadsheet."""
    return await exports.TAKE_OVERS.take(db, actor, asked, body)


@router.post("/reviews/takeovers", permission=Permission.REVIEW_DECIDE)
async def take_over(body: TakeOverIn, db: Db, actor: Who) -> list[TakeOverRead]:
    """Put overdue cases on my own desk."""
    return await service.take_over(db, actor, body)


@router.get("/reviews/orphans", permission=Permission.ORGANISATION_MANAGE)
async def orphans(db: Db, asked: Annotated[PageQuery, Query()]) -> Page[TakeOverRead]:
    """Cases that nobody of their organisation may decide."""
    return await service.orphans(db, asked)


@router.export("/reviews/orphans/export", permission=Permission.ORGANISATION_MANAGE)
async def export_orphans(
    asked: Annotated[PageQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """These cases as a spreadsheet."""
    return await exports.ORPHANS.take(db, actor, asked, body)


@router.post("/reviews/orphans/{task_id}/assign", permission=Permission.ORGANISATION_MANAGE)
async def assign(task_id: UUID, body: AssignIn, db: Db, actor: Who) -> TakeOverRead:
    """Name the organisation that decides such a case."""
    return await service.assign(db, actor, task_id, body.organisation_id)


@router.post("/reviews/{review_id}/undo", permission=Permission.REVIEW_DECIDE)
async def undo(review_id: UUID, db: Db, actor: Who) -> UndoneRead:
    """Take my decision back while that is possible."""
    return await service.undo(db, actor, review_id)


# A sign of life, sent every few seconds: repeating it is harmless.
@router.post(
    "/reviews/{subject}/{subject_id}/visit", permission=Permission.REVIEW_DECIDE, idempotent=False
)
async def visit(subject: Subject, subject_id: UUID, body: VisitIn, db: Db, actor: Who) -> VisitRead:
    """I have this case open: who else has, and what is new since I looked last."""
    return await service.visit(db, actor, subject, subject_id, body)


@router.export("/reviews/queue/export", permission=Permission.REVIEW_DECIDE)
async def export_queue(
    asked: Annotated[QueueQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The desk with these filters as a spreadsheet."""
    return await exports.QUEUE.take(db, actor, asked, body)

"""Demands over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.demands import exports, service
from backend.demands.schemas import (
    ConfidentialRead,
    DemandCard,
    DemandDraft,
    DemandNew,
    DemandQuery,
    DemandRead,
    DuplicateRead,
    OwnDemandQuery,
    RenewIn,
    ViewEdit,
    ViewIn,
    ViewRead,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.forms import ReasonIn
from backend.platform.pagination import Page
from backend.platform.routing import Db, IfMatch, SliceRouter
from backend.platform.versions import VersionDiff
from backend.reviews.schemas import DecisionIn, VersionPair

router = SliceRouter("demands")
# A body that may be left out.
UNSAID, HALF_A_YEAR = ReasonIn(), RenewIn()


@router.post("/demands", permission=Permission.DEMAND_DRAFT, status_code=201)
async def create(body: DemandNew, db: Db, actor: Who) -> DemandRead:
    """Begin a demand, as its enterprise or on its behalf."""
    return await service.create(db, actor, body)


@router.get("/demands", permission=Permission.DEMAND_READ)
async def listing(asked: Annotated[DemandQuery, Query()], db: Db, actor: Who) -> Page[DemandCard]:
    """Published demands."""
    return await service.listing(db, actor, asked)


@router.get("/demands/mine", permission=Permission.DEMAND_DRAFT)
async def mine(asked: Annotated[OwnDemandQuery, Query()], db: Db, actor: Who) -> Page[DemandCard]:
    """My enterprise's demands, or those my organisation is competent for."""
    return await service.mine(db, actor, asked)


@router.get("/demands/views", permission=Permission.DEMAND_READ)
async def views(db: Db, actor: Who) -> list[ViewRead]:
    """The searches I keep, each with how many demands it finds."""
    return await service.views(db, actor)


@router.post("/demands/views", permission=Permission.DEMAND_READ, status_code=201)
async def keep_view(body: ViewIn, db: Db, actor: Who) -> ViewRead:
    """Keep a search under a name."""
    return await service.keep_view(db, actor, body)


@router.get("/demands/views/{view_id}", permission=Permission.DEMAND_READ)
async def view(view_id: UUID, db: Db, actor: Who) -> ViewRead:
    """A search of mine, or one that was shared; what it finds, my own rights say."""
    return await service.view(db, actor, view_id)


@router.patch("/demands/views/{view_id}", permission=Permission.DEMAND_READ)
async def change_view(
    view_id: UUID, body: ViewEdit, db: Db, actor: Who, version: IfMatch
) -> ViewRead:
    """Rename, change or share a search, or be told of what is new to it."""
    return await service.change_view(db, actor, view_id, body, version)


@router.delete("/demands/views/{view_id}", permission=Permission.DEMAND_READ, status_code=204)
async def drop_view(view_id: UUID, db: Db, actor: Who, version: IfMatch) -> None:
    """Forget a search."""
    await service.drop_view(db, actor, view_id, version)


@router.get("/demands/{demand_id}", permission=Permission.DEMAND_READ)
async def read(demand_id: UUID, db: Db, actor: Who) -> DemandRead:
    """One demand."""
    return await service.read(db, actor, demand_id)


@router.get("/demands/{demand_id}/versions/diff", permission=Permission.DEMAND_READ)
async def compare(
    demand_id: UUID, asked: Annotated[VersionPair, Query()], db: Db, actor: Who
) -> VersionDiff:
    """What changed between any two submissions, or since one of them in the draft."""
    return await service.compare_versions(db, actor, demand_id, asked)


@router.get("/demands/{demand_id}/duplicates", permission=Permission.DEMAND_DRAFT)
async def near_duplicates(demand_id: UUID, db: Db, actor: Who) -> list[DuplicateRead]:
    """Demands that read much like this one, as far as I may see them."""
    return await service.near_duplicates(db, actor, demand_id)


@router.patch("/demands/{demand_id}/draft", permission=Permission.DEMAND_DRAFT)
async def edit(
    demand_id: UUID, body: DemandDraft, db: Db, actor: Who, version: IfMatch
) -> DemandRead:
    """Save any part of the draft."""
    return await service.edit(db, actor, demand_id, body, version)


@router.post("/demands/{demand_id}/confirm", permission=Permission.DEMAND_WRITE)
async def confirm(demand_id: UUID, db: Db, actor: Who, version: IfMatch) -> DemandRead:
    """Make a draft written on our behalf our own, as we have read it."""
    return await service.confirm(db, actor, demand_id, version)


@router.post("/demands/{demand_id}/offer", permission=Permission.DEMAND_DRAFT)
async def offer(demand_id: UUID, db: Db, actor: Who) -> DemandRead:
    """Hand a draft written on its behalf to the enterprise."""
    return await service.offer(db, actor, demand_id)


@router.post("/demands/{demand_id}/send-back", permission=Permission.DEMAND_WRITE)
async def send_back(demand_id: UUID, body: ReasonIn, db: Db, actor: Who) -> DemandRead:
    """Ask whoever wrote a draft on our behalf to change it."""
    return await service.send_back(db, actor, demand_id, body.reason)


@router.post("/demands/{demand_id}/submit", permission=Permission.DEMAND_WRITE)
async def submit(demand_id: UUID, db: Db, actor: Who, body: ReasonIn = UNSAID) -> DemandRead:
    """Submit the draft, or the changes of a published demand and why, for review."""
    return await service.submit(db, actor, demand_id, body.reason)


@router.post("/demands/{demand_id}/decision", permission=Permission.REVIEW_DECIDE)
async def decide(demand_id: UUID, body: DecisionIn, db: Db, actor: Who) -> DemandRead:
    """Approve and publish, return or reject."""
    return await service.decide(db, actor, demand_id, body)


@router.post("/demands/{demand_id}/withdraw", permission=Permission.DEMAND_WRITE)
async def withdraw(demand_id: UUID, db: Db, actor: Who, body: ReasonIn = UNSAID) -> DemandRead:
    """Take the demand back."""
    return await service.withdraw(db, actor, demand_id, body.reason)


@router.post("/demands/{demand_id}/renew", permission=Permission.DEMAND_WRITE)
async def renew(demand_id: UUID, db: Db, actor: Who, body: RenewIn = HALF_A_YEAR) -> DemandRead:
    """Open an expired demand again, or a published one longer."""
    return await service.renew(db, actor, demand_id, body.open_until)


@router.post("/demands/{demand_id}/keep", permission=Permission.DEMAND_WRITE)
async def keep(demand_id: UUID, db: Db, actor: Who) -> DemandRead:
    """Give up changes under review: what was approved takes candidates again."""
    return await service.keep(db, actor, demand_id)


@router.post("/demands/{demand_id}/confidential", permission=Permission.DEMAND_READ)
async def read_confidential(
    demand_id: UUID, db: Db, actor: Who, body: ReasonIn = UNSAID
) -> ConfidentialRead:
    """The confidential part; this reading goes on record with its purpose."""
    return await service.read_confidential(db, actor, demand_id, body.reason)


@router.export("/demands/export", permission=Permission.DEMAND_READ)
async def export_published(
    asked: Annotated[DemandQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The published demands with these filters as a spreadsheet."""
    return await exports.PUBLISHED.take(db, actor, asked, body)


@router.export("/demands/mine/export", permission=Permission.DEMAND_DRAFT)
async def export_own(
    asked: Annotated[OwnDemandQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """My side's demands as a spreadsheet."""
    return await exports.OWN.take(db, actor, asked, body)

"""Waivers over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.routing import Db, SliceRouter
from backend.waivers import exports, service
from backend.waivers.schemas import WaiverDecisionIn, WaiverIn, WaiverListQuery, WaiverRead

router = SliceRouter("waivers")


@router.get("/waivers", permission=Permission.ACCOUNT_SELF)
async def listing(db: Db, actor: Who) -> list[WaiverRead]:
    """My requests and those waiting for my decision."""
    return await service.listing(db, actor)


@router.post("/waivers", permission=Permission.WAIVER_REQUEST, status_code=201)
async def request(body: WaiverIn, db: Db, actor: Who) -> WaiverRead:
    """Ask for an exception from one of the five in-principle rules."""
    return await service.request(db, actor, body)


@router.post("/waivers/{waiver_id}/{action}", permission=Permission.WAIVER_DECIDE)
async def decide(
    waiver_id: UUID,
    action: Literal["grant", "refuse", "revoke"],
    body: WaiverDecisionIn,
    db: Db,
    actor: Who,
) -> WaiverRead:
    """Decide on a request, or take a grant back."""
    return await service.decide(db, actor, waiver_id, action, body)


@router.export("/waivers/export", permission=Permission.ACCOUNT_SELF)
async def export_listing(
    asked: Annotated[WaiverListQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The waivers I may see as a spreadsheet."""
    return await exports.listing(db, actor, asked, body)

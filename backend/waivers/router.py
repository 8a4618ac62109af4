"""Waivers over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter
from backend.waivers import exports, service
from backend.waivers.schemas import (
    AskedQuery,
    AskedRead,
    OpinionIn,
    PeriodQuery,
    WaiverDecisionIn,
    WaiverDetail,
    WaiverIn,
    WaiverQuery,
    WaiverRead,
    WaiverStatistics,
)

router = SliceRouter("waivers")


@router.get("/waivers", permission=Permission.ACCOUNT_SELF)
async def listing(asked: Annotated[WaiverQuery, Query()], db: Db, actor: Who) -> Page[WaiverRead]:
    """My requests and those waiting for my opinion or decision."""
    return await service.listing(db, actor, asked)


@router.post("/waivers", permission=Permission.WAIVER_REQUEST, status_code=201)
async def request(body: WaiverIn, db: Db, actor: Who) -> WaiverDetail:
    """Ask for an exception from one of the five in-principle rules."""
    return await service.request(db, actor, body)


@router.get("/waivers/before-asking", permission=Permission.WAIVER_REQUEST)
async def before_asking(asked: Annotated[AskedQuery, Query()], db: Db, actor: Who) -> AskedRead:
    """Who would decide, and what was decided before for the same rule and subject."""
    return await service.before_asking(db, actor, asked)


@router.get("/waivers/statistics", permission=Permission.WAIVER_DECIDE)
async def statistics(
    asked: Annotated[PeriodQuery, Query()], db: Db, actor: Who
) -> WaiverStatistics:
    """Figures per recommending organisation and rule; each opens its rows in the list."""
    return await service.statistics(db, actor, asked)


@router.get("/waivers/{waiver_id}", permission=Permission.ACCOUNT_SELF)
async def read(waiver_id: UUID, db: Db, actor: Who) -> WaiverDetail:
    """One waiver with evidence, former requests and story."""
    return await service.read_one(db, actor, waiver_id)


@router.post("/waivers/{waiver_id}/opinion", permission=Permission.WAIVER_DECIDE)
async def give_opinion(waiver_id: UUID, body: OpinionIn, db: Db, actor: Who) -> WaiverDetail:
    """The recommending organisation's opinion, before the department decides."""
    return await service.give_opinion(db, actor, waiver_id, body)


@router.post("/waivers/{waiver_id}/{action}", permission=Permission.WAIVER_DECIDE)
async def decide(
    waiver_id: UUID,
    action: Literal["grant", "refuse", "revoke"],
    body: WaiverDecisionIn,
    db: Db,
    actor: Who,
) -> WaiverDetail:
    """Decide on a request, or take a grant back."""
    return await service.decide(db, actor, waiver_id, action, body)


@router.export("/waivers/export", permission=Permission.ACCOUNT_SELF)
async def export_listing(
    asked: Annotated[WaiverQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The waivers I may see as a spreadsheet."""
    return await exports.WAIVERS.take(db, actor, asked, body)

"""Bad-credit records over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from backend.credit_records import exports, service
from backend.credit_records.schemas import CreditListQuery, CreditRecordIn, CreditRecordRead, LiftIn
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("credit_records")


@router.get("/credit-records", permission=Permission.CREDIT_READ)
async def listing(db: Db, actor: Who) -> list[CreditRecordRead]:
    """Records, newest first."""
    return await service.listing(db, actor)


@router.post("/credit-records", permission=Permission.CREDIT_MANAGE, status_code=201)
async def propose(body: CreditRecordIn, db: Db, actor: Who) -> CreditRecordRead:
    """Propose a record; another officer confirms it."""
    return await service.propose(db, actor, body)


@router.post("/credit-records/{record_id}/lift", permission=Permission.CREDIT_MANAGE)
async def lift(record_id: UUID, body: LiftIn, db: Db, actor: Who) -> CreditRecordRead:
    """Lift a record."""
    return await service.lift(db, actor, record_id, body.reason)


@router.post("/credit-records/{record_id}/{action}", permission=Permission.CREDIT_MANAGE)
async def decide(
    record_id: UUID, action: Literal["confirm", "dismiss"], db: Db, actor: Who
) -> CreditRecordRead:
    """Confirm or dismiss a proposed record."""
    return await service.decide(db, actor, record_id, action)


@router.export("/credit-records/export", permission=Permission.CREDIT_READ)
async def export_listing(
    asked: Annotated[CreditListQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The records as a spreadsheet."""
    return await exports.listing(db, actor, asked, body)

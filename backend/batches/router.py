"""Batches over HTTP, and the decision that leads into them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.batches import exports, service
from backend.batches.schemas import BatchCard, BatchDetail, BatchQuery, EntryReturnIn
from backend.experts.schemas import ExpertDetail
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter
from backend.reviews.schemas import DecisionIn

router = SliceRouter("batches")


@router.post("/experts/{expert_id}/decision", permission=Permission.REVIEW_DECIDE)
async def decide_expert(expert_id: UUID, body: DecisionIn, db: Db, actor: Who) -> ExpertDetail:
    """Approve, return or reject a registration on my organisation's desk."""
    return await service.decide_expert(db, actor, expert_id, body)


@router.get("/batches", permission=Permission.BATCH_READ)
async def listing(asked: Annotated[BatchQuery, Query()], db: Db, actor: Who) -> Page[BatchCard]:
    """The batches I may see."""
    return await service.listing(db, actor, asked)


@router.get("/batches/{batch_id}", permission=Permission.BATCH_READ)
async def read(batch_id: UUID, db: Db, actor: Who) -> BatchDetail:
    """One batch with its entries and deadlines."""
    return await service.read(db, actor, batch_id)


@router.post("/batches/{batch_id}/freeze", permission=Permission.BATCH_MANAGE)
async def freeze(batch_id: UUID, db: Db, actor: Who) -> BatchDetail:
    """Close my organisation's batch from its deadline day on."""
    return await service.freeze(db, actor, batch_id)


@router.post("/batches/{batch_id}/receive", permission=Permission.BATCH_ACKNOWLEDGE)
async def receive(batch_id: UUID, db: Db, actor: Who) -> BatchDetail:
    """Record that the sealed letter and list have arrived."""
    return await service.receive(db, actor, batch_id)


@router.post("/batches/{batch_id}/acknowledge", permission=Permission.BATCH_ACKNOWLEDGE)
async def acknowledge(batch_id: UUID, db: Db, actor: Who) -> BatchDetail:
    """File every pending expert of the batch."""
    return await service.acknowledge(db, actor, batch_id)


@router.post(
    "/batches/{batch_id}/entries/{entry_id}/return", permission=Permission.BATCH_ACKNOWLEDGE
)
async def return_entry(
    batch_id: UUID, entry_id: UUID, body: EntryReturnIn, db: Db, actor: Who
) -> BatchDetail:
    """Send one expert of the batch back with a reason."""
    return await service.return_entry(db, actor, batch_id, entry_id, body)


@router.export("/batches/export", permission=Permission.BATCH_READ)
async def export_listing(
    asked: Annotated[BatchQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The batches with these filters as a spreadsheet."""
    return await exports.listing(db, actor, asked, body)

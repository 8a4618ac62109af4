"""The audit trail over HTTP."""

from typing import Annotated

from fastapi import Query

from backend.audit import exports, service
from backend.audit.schemas import AuditEventRead, AuditQuery, TimelineEntry, TimelineQuery
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("audit")


@router.get("/audit", permission=Permission.AUDIT_READ)
async def listing(asked: Annotated[AuditQuery, Query()], db: Db) -> Page[AuditEventRead]:
    """The trail, newest first."""
    return await service.listing(db, asked)


@router.get("/timeline", permission=Permission.AUDIT_READ)
async def timeline(asked: Annotated[TimelineQuery, Query()], db: Db) -> list[TimelineEntry]:
    """One record's story, oldest first."""
    return await service.read_timeline(db, asked)


@router.export("/audit/export", permission=Permission.AUDIT_READ)
async def export_listing(
    asked: Annotated[AuditQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The trail with these filters as a spreadsheet."""
    return await exports.TRAIL.take(db, actor, asked, body)

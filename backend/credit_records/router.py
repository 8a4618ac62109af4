"""The register of bad-credit records over HTTP; findings write it (slice `integrity`)."""

from typing import Annotated

from fastapi import Query

from backend.credit_records import exports, service
from backend.credit_records.schemas import (
    CreditRecordQuery,
    CreditRecordRead,
    PublicRecord,
    PublicRecordQuery,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("credit_records")


@router.get("/credit-records", permission=Permission.CREDIT_READ)
async def listing(
    asked: Annotated[CreditRecordQuery, Query()], db: Db, actor: Who
) -> Page[CreditRecordRead]:
    """The records, what waits for a second officer first."""
    return await service.listing(db, actor, asked)


@router.get("/credit-records/public", public=True)
async def published(asked: Annotated[PublicRecordQuery, Query()], db: Db) -> Page[PublicRecord]:
    """Records in force whose decision says that they are public; persons' names masked."""
    return await service.published(db, asked)


@router.export("/credit-records/export", permission=Permission.CREDIT_READ)
async def export_listing(
    asked: Annotated[CreditRecordQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The records as a spreadsheet."""
    return await exports.RECORDS.take(db, actor, asked, body)

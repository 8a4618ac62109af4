"""Who reviews what, and whose staff an organisation recommends, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.organisations import affiliations, coverage, exports, service
from backend.organisations.router.base import router
from backend.organisations.schemas import (
    AffiliationIn,
    AffiliationQuery,
    AffiliationRead,
    BodyRead,
    CompetenceRead,
    Coverage,
    CoverageQuery,
    HoleQuery,
    JurisdictionQuery,
    MatrixRow,
)
from backend.platform.routing import Db


@router.get("/jurisdiction/matrix", public=True)
async def matrix(db: Db) -> list[MatrixRow]:
    """Which type of organisation does what, for whom, by which clause."""
    return await service.read_matrix(db)


@router.get("/jurisdiction", public=True)
async def who_reviews(db: Db, asked: Annotated[JurisdictionQuery, Query()]) -> CompetenceRead:
    """Who reviews this, on a day, and why."""
    return await service.who_reviews(db, asked)


@router.get("/jurisdiction/coverage", permission=Permission.ORGANISATION_MANAGE)
async def read_coverage(db: Db, asked: Annotated[CoverageQuery, Query()]) -> Coverage:
    """Where nobody decides on a subject, or two do at once."""
    return await coverage.read_coverage(db, asked)


@router.export("/jurisdiction/coverage/export", permission=Permission.ORGANISATION_MANAGE)
async def export_coverage(
    asked: Annotated[HoleQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The gaps and overlaps of today as a table."""
    return await exports.HOLES.take(db, actor, asked, body)


@router.get("/bodies/{code}", permission=Permission.ACCOUNT_SELF)
async def body(code: str, db: Db) -> BodyRead:
    """What a credit code says, and the name and place the platform knows for it."""
    return await service.body(db, code)


@router.get(
    "/organisations/{organisation_id}/affiliations", permission=Permission.ORGANISATION_READ
)
async def list_affiliations(organisation_id: UUID, db: Db, actor: Who) -> list[AffiliationRead]:
    """The employers whose staff an organisation recommends."""
    return await affiliations.affiliations(db, actor, organisation_id)


@router.post(
    "/organisations/{organisation_id}/affiliations",
    permission=Permission.ORGANISATION_MANAGE,
    status_code=201,
)
async def add_affiliation(
    organisation_id: UUID, body: AffiliationIn, db: Db, actor: Who
) -> list[AffiliationRead]:
    """Name an employer whose staff an organisation recommends."""
    return await affiliations.add_affiliation(db, actor, organisation_id, body)


@router.export(
    "/organisations/{organisation_id}/affiliations/export",
    permission=Permission.ORGANISATION_READ,
)
async def export_affiliations(
    organisation_id: UUID, body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The employers whose staff an organisation recommends, as a table."""
    asked = AffiliationQuery(organisation_id=organisation_id)
    return await exports.AFFILIATIONS.take(db, actor, asked, body)

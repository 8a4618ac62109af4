"""Organisations and jurisdiction over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.identity.schemas import MemberRead
from backend.organisations import exports, members, service
from backend.organisations.schemas import (
    AffiliationIn,
    AffiliationRead,
    AllotIn,
    CompetenceRead,
    JurisdictionQuery,
    MatrixRow,
    MemberIn,
    OrganisationCard,
    OrganisationIn,
    OrganisationQuery,
    OrganisationRead,
)
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("organisations")


@router.get("/jurisdiction/matrix", public=True)
async def matrix(db: Db) -> list[MatrixRow]:
    """Which type of organisation does what, for whom, by which clause."""
    return await service.read_matrix(db)


@router.get("/jurisdiction", public=True)
async def who_reviews(db: Db, asked: Annotated[JurisdictionQuery, Query()]) -> CompetenceRead:
    """Who reviews this, on a day, and why."""
    return await service.who_reviews(db, asked)


@router.get("/organisations", permission=Permission.ORGANISATION_READ)
async def listing(db: Db, asked: Annotated[OrganisationQuery, Query()]) -> Page[OrganisationCard]:
    """Organisations, by name."""
    return await service.listing(db, asked)


@router.post("/organisations", public=True, status_code=201)
async def apply(body: OrganisationIn, db: Db) -> OrganisationRead:
    """Annex 1: ask for an organisation account."""
    return await service.apply(db, body)


@router.get("/organisations/{organisation_id}", permission=Permission.ORGANISATION_READ)
async def read(organisation_id: UUID, db: Db, actor: Who) -> OrganisationRead:
    """One organisation."""
    return await service.read(db, actor, organisation_id)


@router.post("/organisations/{organisation_id}/allot", permission=Permission.ORGANISATION_MANAGE)
async def allot(organisation_id: UUID, body: AllotIn, db: Db, actor: Who) -> OrganisationRead:
    """Allot the account, with its first member."""
    return await service.allot(db, actor, organisation_id, body)


@router.post(
    "/organisations/{organisation_id}/members",
    permission=Permission.ORGANISATION_MEMBERS,
    status_code=201,
)
async def add_member(organisation_id: UUID, body: MemberIn, db: Db, actor: Who) -> MemberRead:
    """Open an account for a colleague."""
    return await members.add(db, actor, organisation_id, body)


@router.get("/organisations/{organisation_id}/members", permission=Permission.ORGANISATION_MEMBERS)
async def list_members(organisation_id: UUID, db: Db, actor: Who) -> list[MemberRead]:
    """The colleagues of my organisation."""
    return await members.listing(db, actor, organisation_id)


@router.get(
    "/organisations/{organisation_id}/affiliations", permission=Permission.ORGANISATION_READ
)
async def list_affiliations(organisation_id: UUID, db: Db) -> list[AffiliationRead]:
    """The employers whose staff an organisation recommends."""
    return await members.affiliations(db, organisation_id)


@router.post(
    "/organisations/{organisation_id}/affiliations",
    permission=Permission.ORGANISATION_MANAGE,
    status_code=201,
)
async def add_affiliation(
    organisation_id: UUID, body: AffiliationIn, db: Db, actor: Who
) -> list[AffiliationRead]:
    """Name an employer whose staff an organisation recommends."""
    return await members.add_affiliation(db, actor, organisation_id, body)


@router.post("/organisations/{organisation_id}/{action}", permission=Permission.ORGANISATION_MANAGE)
async def move(
    organisation_id: UUID,
    action: Literal["receive_paper", "refuse", "suspend", "resume"],
    db: Db,
    actor: Who,
) -> OrganisationRead:
    """Register the sealed paper, refuse, suspend or resume."""
    return await service.move(db, actor, organisation_id, action)


@router.export("/organisations/export", permission=Permission.ORGANISATION_READ)
async def export_listing(
    asked: Annotated[OrganisationQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The organisations with these filters as a spreadsheet."""
    return await exports.listing(db, actor, asked, body)

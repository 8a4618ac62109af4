"""Organisations over HTTP: what the department does with them, and their own page."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response, UploadFile
from fastapi.responses import FileResponse

from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.organisations import allotting, exports, paper, profile, service
from backend.organisations.router.annex1 import (
    PDF,
    PICTURE,
    Seen,
    Version,
    pdf_response,
    picture_response,
)
from backend.organisations.router.base import router
from backend.organisations.schemas import (
    AllotIn,
    Allotted,
    Annex1Draft,
    LinkRenewed,
    OrganisationAbout,
    OrganisationCard,
    OrganisationQuery,
    OrganisationRead,
    PaperIn,
    PaperRead,
    PictureRead,
    ReturnIn,
)
from backend.platform.forms import ReasonIn
from backend.platform.pagination import Page
from backend.platform.routing import Db

ONE = "/organisations/{organisation_id}"
MANAGE = Permission.ORGANISATION_MANAGE


@router.get("/organisations", permission=Permission.ORGANISATION_READ)
async def listing(
    db: Db, actor: Who, asked: Annotated[OrganisationQuery, Query()]
) -> Page[OrganisationCard]:
    """Organisations, by name; applications for the department alone."""
    return await service.listing(db, actor, asked)


@router.export("/organisations/export", permission=Permission.ORGANISATION_READ)
async def export_listing(
    asked: Annotated[OrganisationQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The organisations with these filters as a spreadsheet."""
    return await exports.ORGANISATIONS.take(db, actor, asked, body)


@router.post(
    "/organisation-pictures",
    permission=Permission.ORGANISATION_MEMBERS,
    status_code=201,
    upload=True,
)
async def upload(file: UploadFile, db: Db, actor: Who) -> PictureRead:
    """Upload a picture for my organisation's page; then name its id in the page."""
    return await profile.upload(db, actor, file.file)


@router.get(ONE, permission=Permission.ORGANISATION_READ)
async def read(organisation_id: UUID, db: Db, actor: Who) -> OrganisationRead:
    """One organisation in full: my own, or any for the department."""
    return await service.read(db, actor, organisation_id)


@router.patch(ONE, permission=Permission.ORGANISATION_MEMBERS)
async def edit(
    organisation_id: UUID, body: Annex1Draft, db: Db, actor: Who, version: Seen
) -> OrganisationRead:
    """Change any part of an allotted organisation's information."""
    return await profile.edit(db, actor, organisation_id, version, body)


@router.get(f"{ONE}/about", permission=Permission.ACCOUNT_SELF)
async def about(organisation_id: UUID, db: Db) -> OrganisationAbout:
    """An organisation's page for anybody signed in."""
    return await profile.read_about(db, organisation_id)


@router.get(
    f"{ONE}/pictures/{{picture_id}}",
    permission=Permission.ACCOUNT_SELF,
    response_class=FileResponse,
    responses=PICTURE,
)
async def picture(organisation_id: UUID, picture_id: UUID, db: Db, actor: Who) -> FileResponse:
    """A picture of an organisation."""
    return picture_response(await profile.picture(db, actor, organisation_id, picture_id))


@router.get(f"{ONE}/paper.pdf", permission=MANAGE, response_class=Response, responses=PDF)
async def office_print(organisation_id: UUID, db: Db, version: Version = None) -> Response:
    """The submitted annex 1 as a PDF."""
    return pdf_response(*await paper.office_print(db, organisation_id, version))


@router.post(f"{ONE}/receive-paper", permission=MANAGE)
async def receive(organisation_id: UUID, body: PaperIn, db: Db, actor: Who) -> OrganisationRead:
    """Register a sealed paper by its code; an old version is noted, and the form waits on."""
    return await paper.receive(db, actor, organisation_id, body)


# Nothing is kept of the file, so there is nothing to repeat.
@router.post(f"{ONE}/read-paper", permission=MANAGE, idempotent=False, upload=True)
async def read_paper(organisation_id: UUID, file: UploadFile, db: Db) -> PaperRead:
    """The code on a scan or a photo of the sealed form, to be registered by it."""
    return await paper.read_paper(db, organisation_id, file.file)


@router.post(f"{ONE}/return", permission=MANAGE)
async def return_form(
    organisation_id: UUID, body: ReturnIn, db: Db, actor: Who
) -> OrganisationRead:
    """Ask for corrections, each tied to its field."""
    return await allotting.return_form(db, actor, organisation_id, body)


@router.post(f"{ONE}/refuse", permission=MANAGE)
async def refuse(organisation_id: UUID, body: ReasonIn, db: Db, actor: Who) -> OrganisationRead:
    """Refuse an application."""
    return await allotting.refuse(db, actor, organisation_id, body.reason)


# Stored answers would keep the links of these two in clear; both can be done again.
@router.post(f"{ONE}/allot", permission=MANAGE, idempotent=False)
async def allot(organisation_id: UUID, body: AllotIn, db: Db, actor: Who) -> Allotted:
    """Allot the account: invite its manager by an activation link."""
    return await allotting.allot(db, actor, organisation_id, body)


@router.post(f"{ONE}/renew-link", permission=MANAGE, idempotent=False)
async def renew_link(organisation_id: UUID, db: Db, actor: Who) -> LinkRenewed:
    """A new private link for the applicant; the earlier one ends."""
    return await allotting.renew_link(db, actor, organisation_id)


@router.post(f"{ONE}/suspend", permission=MANAGE)
async def suspend(organisation_id: UUID, db: Db, actor: Who) -> OrganisationRead:
    """Stop an organisation from reviewing and recommending."""
    return await service.move(db, actor, organisation_id, "suspend")


@router.post(f"{ONE}/resume", permission=MANAGE)
async def resume(organisation_id: UUID, db: Db, actor: Who) -> OrganisationRead:
    """Let a suspended organisation go on."""
    return await service.move(db, actor, organisation_id, "resume")

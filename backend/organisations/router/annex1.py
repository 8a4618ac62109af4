"""Annex 1 over HTTP: whoever holds the private link fills in the form."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response, UploadFile
from fastapi.responses import FileResponse

from backend.organisations import annex1, paper
from backend.organisations.router.base import router
from backend.organisations.schemas import (
    Annex1Draft,
    Annex1Read,
    Annex1Start,
    Annex1Started,
    LinkMailed,
    PictureRead,
)
from backend.platform.routing import Db, IfMatch, SecretLink, require_if_match
from backend.platform.storage import Download

Version = Annotated[int | None, Query(ge=1)]
Seen = Annotated[int, Depends(require_if_match)]
PICTURE = {200: {"content": {"image/*": {}}, "description": "图片"}}
PDF = {200: {"content": {"application/pdf": {}}, "description": "PDF"}}


def picture_response(found: Download) -> FileResponse:
    """A picture, for this reader's eyes only."""
    return FileResponse(
        found.path,
        media_type=found.media_type,
        filename=found.filename,
        content_disposition_type="attachment",
        headers={"Cache-Control": "private, max-age=3600"},
    )


def pdf_response(code: str, content: bytes) -> Response:
    """A paper, named by its code."""
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{code}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


# A stored answer would keep the link in clear; a second form does no harm.
@router.post("/annex-1", public=True, status_code=201, idempotent=False)
async def start(body: Annex1Start, db: Db) -> Annex1Started:
    """Begin annex 1 without an account; the answer holds the private link, once."""
    return await annex1.start(db, body)


@router.get("/annex-1", public=True)
async def read(db: Db, link: SecretLink = "") -> Annex1Read:
    """The form behind a private link."""
    return await annex1.read(db, link)


@router.patch("/annex-1", public=True)
async def save(body: Annex1Draft, db: Db, version: Seen, link: SecretLink = "") -> Annex1Read:
    """Save any part of the form; a null clears a field."""
    return await annex1.save(db, link, version, body)


@router.post("/annex-1/pictures", public=True, status_code=201, upload=True)
async def upload(file: UploadFile, db: Db, link: SecretLink = "") -> PictureRead:
    """Upload the logo or a picture, JPG or PNG, at most 5 MB; then name its id in the form."""
    return await annex1.upload(db, link, file.file)


@router.get(
    "/annex-1/pictures/{picture_id}", public=True, response_class=FileResponse, responses=PICTURE
)
async def picture(picture_id: UUID, db: Db, link: SecretLink = "") -> FileResponse:
    """One of the form's pictures."""
    return picture_response(await annex1.picture(db, link, picture_id))


@router.post("/annex-1/submit", public=True)
async def submit(db: Db, version: IfMatch, link: SecretLink = "") -> Annex1Read:
    """Submit the form, or a corrected one as its next version."""
    return await annex1.submit(db, link, version)


@router.get("/annex-1/paper.pdf", public=True, response_class=Response, responses=PDF)
async def own_print(db: Db, version: Version = None, link: SecretLink = "") -> Response:
    """The submitted form as a PDF to print and seal."""
    return pdf_response(*await paper.own_print(db, link, version))


@router.post("/annex-1/mail-link", public=True)
async def mail_link(db: Db, link: SecretLink = "") -> LinkMailed:
    """Mail the private link to the contact's address."""
    return await annex1.mail_link(db, link)

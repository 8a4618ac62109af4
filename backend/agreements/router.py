"""Agreements over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Query, UploadFile
from fastapi.responses import Response

from backend.agreements import exports, service
from backend.agreements.schemas import (
    AgreementCard,
    AgreementIn,
    AgreementQuery,
    AgreementRead,
    LookIn,
    ObjectionIn,
    SignIn,
    TermsIn,
)
from backend.attachments.schemas import Upload
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.documents import PDF_ANSWER, pdf_answer
from backend.platform.pagination import Page
from backend.platform.routing import Db, IfMatch, SliceRouter

router = SliceRouter("agreements")


@router.get("/agreements", permission=Permission.AGREEMENT_READ)
async def listing(
    asked: Annotated[AgreementQuery, Query()], db: Db, actor: Who
) -> Page[AgreementCard]:
    """The agreements I have to do with."""
    return await service.listing(db, actor, asked)


@router.post("/agreements", permission=Permission.AGREEMENT_SIGN, status_code=201)
async def open_agreement(body: AgreementIn, db: Db, actor: Who) -> AgreementRead:
    """Draft the agreement of a match both sides consented to, or get the one already drafted."""
    return await service.open_agreement(db, actor, body)


@router.get("/agreements/{agreement_id}", permission=Permission.AGREEMENT_READ)
async def read(agreement_id: UUID, db: Db, actor: Who) -> AgreementRead:
    """Text, terms, signatures, filings and history."""
    return await service.read(db, actor, agreement_id)


@router.put("/agreements/{agreement_id}/terms", permission=Permission.AGREEMENT_SIGN)
async def revise(
    agreement_id: UUID, body: TermsIn, db: Db, actor: Who, expected: IfMatch
) -> AgreementRead:
    """Change the terms; signatures on the text before no longer count."""
    return await service.revise_terms(db, actor, agreement_id, body, expected)


@router.post("/agreements/{agreement_id}/sign", permission=Permission.AGREEMENT_SIGN)
async def sign(agreement_id: UUID, body: SignIn, db: Db, actor: Who) -> AgreementRead:
    """Sign the text I have read, named by its hash."""
    return await service.sign(db, actor, agreement_id, body)


@router.post("/agreements/{agreement_id}/look", permission=Permission.AGREEMENT_READ)
async def note_look(agreement_id: UUID, body: LookIn, db: Db, actor: Who) -> LookIn:
    """Remember the revision I have read; later changes are marked for me."""
    return await service.note_look(db, actor, agreement_id, body)


@router.get("/agreements/{agreement_id}/paper", permission=Permission.AGREEMENT_READ, **PDF_ANSWER)
async def paper(agreement_id: UUID, db: Db, actor: Who) -> Response:
    """The text as PDF for signature and seal; each download is noted in the trail."""
    made = await service.download_paper(db, actor, agreement_id)
    return pdf_answer(made.content, made.filename)


@router.post(
    "/agreements/{agreement_id}/sealed",
    permission=Permission.AGREEMENT_SIGN,
    status_code=201,
    upload=True,
)
async def upload_sealed(
    agreement_id: UUID,
    file: UploadFile,
    db: Db,
    actor: Who,
    number: Annotated[str, Form(max_length=40)] = "",
    mark: Annotated[str, Form(max_length=64)] = "",
) -> AgreementRead:
    """Upload the sealed paper, or a photo of a page; its code is read and compared.

    Number and checksum as printed on it count where no code can be read.
    """
    arrived = Upload(file.file, file.filename or "")
    return await service.upload_sealed(db, actor, agreement_id, arrived, (number, mark))


@router.post("/agreements/{agreement_id}/objection", permission=Permission.AGREEMENT_FILE)
async def object_to(agreement_id: UUID, body: ObjectionIn, db: Db, actor: Who) -> AgreementRead:
    """Object as the recommender of an expert who serves, within the days allowed."""
    return await service.object_to(db, actor, agreement_id, body)


@router.export("/agreements/export", permission=Permission.AGREEMENT_READ)
async def export_listing(
    asked: Annotated[AgreementQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The agreements with these filters as a spreadsheet."""
    return await exports.AGREEMENTS.take(db, actor, asked, body)

"""Batches over HTTP, and the decision that leads into them."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Query, Response, UploadFile

from backend.batches import exports, service
from backend.batches.schemas import (
    BatchCard,
    BatchDetail,
    BatchQuery,
    CertificateRead,
    EntryReturnIn,
    FileCheckRead,
    FoundPaper,
    Paper,
    PaperForm,
    PapersRead,
    ReceiptIn,
    RoundListQuery,
    RoundQuery,
    RoundRead,
    VerificationRead,
)
from backend.experts.schemas import ExpertDetail
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform import request_scope
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter
from backend.reviews.schemas import DecisionIn

router = SliceRouter("batches")
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "文件内容"}
}


def _sent(paper: Paper) -> Response:
    name = quote(paper.filename)
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{name}",
        "Cache-Control": "private, no-store",
    }
    return Response(paper.content, media_type=paper.media_type, headers=headers)


def _address() -> str:
    scope = request_scope.current()
    return scope.client_address if scope else ""


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
async def receive(batch_id: UUID, body: ReceiptIn, db: Db, actor: Who) -> BatchDetail:
    """Register the sealed letter and list that arrived, and whether they agree."""
    return await service.receive(db, actor, batch_id, body)


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


@router.post(
    "/batches/{batch_id}/entries/{entry_id}/allow", permission=Permission.BATCH_ACKNOWLEDGE
)
async def allow_entry(
    batch_id: UUID, entry_id: UUID, body: EntryReturnIn, db: Db, actor: Who
) -> BatchDetail:
    """The department's decision that a civil servant may take part, with its reason."""
    return await service.allow_entry(db, actor, batch_id, entry_id, body)


@router.get(
    "/batches/{batch_id}/papers/{form}",
    permission=Permission.BATCH_READ,
    response_class=Response,
    responses=FILE,
)
async def papers(batch_id: UUID, form: PaperForm, db: Db, actor: Who) -> Response:
    """Letter and list as PDF, or the list as XLSX; each download is noted in the trail."""
    return _sent(await service.download_papers(db, actor, batch_id, form))


@router.get("/receipts", permission=Permission.BATCH_ACKNOWLEDGE)
async def read_round(asked: Annotated[RoundQuery, Query()], db: Db) -> RoundRead:
    """A month's register of paper: who has sent it, and who has not."""
    return await service.read_round(db, asked)


@router.export("/receipts/export", permission=Permission.BATCH_ACKNOWLEDGE)
async def export_receipts(
    asked: Annotated[RoundListQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """A month's register of paper as a spreadsheet."""
    return await exports.ROUND.take(db, actor, asked, body)


@router.get("/receipts/paper", permission=Permission.BATCH_ACKNOWLEDGE)
async def find_paper(
    mark: Annotated[str, Query(min_length=1, max_length=300)], db: Db, actor: Who
) -> FoundPaper:
    """The batch of a scanned address, a typed code or a number."""
    return await service.find_paper(db, actor, mark)


# Nothing is kept of the file, so there is nothing to repeat.
@router.post(
    "/receipts/read", permission=Permission.BATCH_ACKNOWLEDGE, idempotent=False, upload=True
)
async def read_papers(file: UploadFile, db: Db, actor: Who) -> PapersRead:
    """The batches whose codes are on a scan or a photo of their pages."""
    return await service.read_papers(db, actor, file.file)


@router.get("/verification/{code}", public=True)
async def verify(code: str, db: Db) -> VerificationRead:
    """What a code on paper stands for, names masked."""
    return await service.verify(db, code, _address())


@router.get("/verification/{code}/batch", permission=Permission.BATCH_READ)
async def read_by_code(code: str, db: Db, actor: Who) -> BatchDetail:
    """The whole batch of a code, for staff who may see it."""
    return await service.read_by_code(db, actor, code)


# Nothing is kept of the file, so there is nothing to repeat.
@router.post("/verification/file", public=True, idempotent=False, upload=True)
async def check_file(file: UploadFile, db: Db) -> FileCheckRead:
    """Whether a list's file is what the platform issued; of a scan, what its code stands for."""
    return await service.check_file(db, await file.read(), _address())


@router.post(
    "/verification/file/full", permission=Permission.BATCH_READ, idempotent=False, upload=True
)
async def check_file_in_full(file: UploadFile, db: Db, actor: Who) -> FileCheckRead:
    """The same for staff, who also read what the list says where the file differs."""
    return await service.check_file(db, await file.read(), _address(), actor)


@router.get("/experts/{expert_id}/certificate", permission=Permission.EXPERT_READ)
async def read_certificate(expert_id: UUID, db: Db, actor: Who) -> CertificateRead | None:
    """A filed expert's certificate, or null; for the expert and the offices in charge."""
    return await service.read_certificate(db, actor, expert_id)


@router.get(
    "/experts/{expert_id}/certificate/file",
    permission=Permission.EXPERT_READ,
    response_class=Response,
    responses=FILE,
)
async def certificate_file(expert_id: UUID, db: Db, actor: Who) -> Response:
    """The certificate as PDF."""
    return _sent(await service.download_certificate(db, actor, expert_id))


@router.export("/batches/export", permission=Permission.BATCH_READ)
async def export_listing(
    asked: Annotated[BatchQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """The batches with these filters as a spreadsheet."""
    return await exports.BATCHES.take(db, actor, asked, body)

"""Commitment texts over HTTP, and the department's way to a new one."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Response

from backend.commitments import exports, service
from backend.commitments.schemas import (
    CommitmentRead,
    DraftIn,
    DraftNew,
    DraftRead,
    Kind,
    Overview,
)
from backend.exports.responses import SheetResponse
from backend.exports.schemas import ExportIn
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.documents import PDF_ANSWER, pdf_answer
from backend.platform.pagination import PageQuery
from backend.platform.routing import Db, SliceRouter, require_if_match

router = SliceRouter("commitments")
Version = Annotated[int, Depends(require_if_match)]
MANAGE = Permission.COMMITMENT_MANAGE


@router.get("/commitments/{kind}", public=True)
async def read(kind: Kind, db: Db) -> CommitmentRead:
    """The commitment in force, in full."""
    return await service.read_current(db, kind)


@router.get("/commitment-versions", permission=MANAGE)
async def overview(db: Db) -> Overview:
    """Every version, and the drafts on their way."""
    return await service.overview(db)


@router.export("/commitment-versions/export", permission=MANAGE)
async def export_versions(
    asked: Annotated[PageQuery, Query()], body: ExportIn, db: Db, actor: Who
) -> SheetResponse:
    """Every published version as a table."""
    return await exports.VERSIONS.take(db, actor, asked, body)


@router.get("/commitment-versions/{text_id}", permission=MANAGE)
async def read_version(text_id: UUID, db: Db) -> CommitmentRead:
    """One published version."""
    return await service.read_version(db, text_id)


@router.get("/commitment-versions/{text_id}/paper", permission=MANAGE, **PDF_ANSWER)
async def version_paper(text_id: UUID, db: Db) -> Response:
    """One published version as a PDF."""
    paper = await service.version_paper(db, text_id)
    return pdf_answer(paper.content, paper.filename)


@router.post("/commitment-drafts", permission=MANAGE, status_code=201)
async def begin(body: DraftNew, db: Db, actor: Who) -> DraftRead:
    """Begin a new version."""
    return await service.begin_draft(db, actor, body)


@router.get("/commitment-drafts/{draft_id}", permission=MANAGE)
async def read_draft(draft_id: UUID, db: Db, actor: Who) -> DraftRead:
    """One draft, and what it changes."""
    return await service.read_draft(db, actor, draft_id)


@router.put("/commitment-drafts/{draft_id}", permission=MANAGE)
async def edit(draft_id: UUID, body: DraftIn, db: Db, actor: Who, version: Version) -> DraftRead:
    """Save a draft."""
    return await service.edit_draft(db, actor, draft_id, version, body)


@router.get("/commitment-drafts/{draft_id}/paper", permission=MANAGE, **PDF_ANSWER)
async def draft_paper(draft_id: UUID, db: Db) -> Response:
    """A draft as it would be printed."""
    paper = await service.draft_paper(db, draft_id)
    return pdf_answer(paper.content, paper.filename)


@router.post("/commitment-drafts/{draft_id}/publish", permission=MANAGE)
async def publish(draft_id: UUID, db: Db, actor: Who) -> DraftRead:
    """Publish what a colleague proposed."""
    return await service.publish_draft(db, actor, draft_id)


@router.post("/commitment-drafts/{draft_id}/{action}", permission=MANAGE)
async def move(
    draft_id: UUID, action: Literal["propose", "send_back", "discard"], db: Db, actor: Who
) -> DraftRead:
    """Propose for publication, send back, or discard."""
    return await service.move_draft(db, actor, draft_id, action)

"""Uploading and downloading files over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, UploadFile
from fastapi.responses import FileResponse

from backend.attachments import service
from backend.attachments.schemas import AttachmentRead, Parent, Upload
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.problems import invalid
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("attachments")


@router.post("/attachments", permission=Permission.FILE_UPLOAD, status_code=201, upload=True)
async def upload(
    file: UploadFile,
    db: Db,
    actor: Who,
    parent_type: Annotated[str | None, Form()] = None,
    parent_id: Annotated[UUID | None, Form()] = None,
) -> AttachmentRead:
    """Upload a PDF, JPG, PNG, WebP, DOCX or XLSX file, as a draft or straight to a record."""
    if (parent_type is None) is not (parent_id is None):
        raise invalid(("/parent_id", "parent_type 和 parent_id 要么都填，要么都不填。"))
    parent = Parent(parent_type, parent_id) if parent_type and parent_id else None
    return await service.upload(db, actor, Upload(file.file, file.filename or ""), parent)


@router.get(
    "/attachments/{id}",
    permission=Permission.ACCOUNT_SELF,
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "文件内容"}},
)
async def download(id: UUID, db: Db, actor: Who) -> FileResponse:
    """Download a file; always as an attachment, never shown in the page."""
    found = await service.open_file(db, actor, id)
    return FileResponse(
        found.path,
        media_type=found.media_type,
        filename=found.filename,
        content_disposition_type="attachment",
        headers={"Cache-Control": "private, no-store"},
    )

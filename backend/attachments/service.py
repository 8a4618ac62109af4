"""Uploading, attaching and reading files."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import queries
from backend.attachments.models import Attachment
from backend.attachments.schemas import AttachmentRead, Download, Parent, Upload
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import audit, clock, file_types, logs, storage
from backend.platform.database import Database, read_case, use_case
from backend.platform.file_types import FileType
from backend.platform.problems import invalid, not_found

DRAFT_KEPT = timedelta(hours=24)

Access = Callable[[AsyncSession, Actor, UUID], Awaitable[bool]]
_READERS: dict[str, Access] = {}
_WRITERS: dict[str, Access] = {}
_STRICT: set[str] = set()


def register_reader(parent_type: str, may_read: Access, *, strict: bool = False) -> None:
    """Let the slice of `parent_type` say who, besides the owner, reads its records' files.

    The department reads all of them, unless it is asked like everybody else (`strict`).
    """
    _READERS[parent_type] = may_read
    if strict:
        _STRICT.add(parent_type)


def register_writer(parent_type: str, may_write: Access) -> None:
    """Let the slice of `parent_type` say who uploads straight to one of its records."""
    _WRITERS[parent_type] = may_write


def attachment_read(row: Attachment) -> AttachmentRead:
    """An uploaded file as it is shown."""
    return AttachmentRead(
        id=row.id,
        filename=row.filename,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        created_at=row.created_at,
        parent_type=row.parent_type,
        parent_id=row.parent_id,
        link=f"/api/v1/attachments/{row.id}",
    )


def _checked(size: int, filename: str, found: FileType | None) -> FileType:
    if size == 0:
        raise invalid(("/file", "文件是空的，请检查后重新选择。"))
    if found is None:
        text = f"只接受 {file_types.NAMES} 文件（不含宏、未加密），请另存为其中一种格式后再上传。"
        raise invalid(("/file", text))
    if PurePosixPath(filename).suffix.lower() not in found.extensions:
        wanted = " 或 ".join(found.extensions)
        text = f"文件内容是{found.name}，文件名却不是以 {wanted} 结尾，请改正文件名后再上传。"
        raise invalid(("/file", text))
    return found


async def _check_parent(session: AsyncSession, actor: Actor, parent: Parent) -> None:
    may_write = _WRITERS.get(parent.type)
    if may_write is None or not await may_write(session, actor, parent.id):
        raise not_found("要附加到的记录")


@use_case
async def upload(
    session: AsyncSession, actor: Actor, arrived: Upload, parent: Parent | None
) -> AttachmentRead:
    """Keep a file. Without a parent it is a draft, and is dropped after a day.

    Raises 422 for a file we do not take, 404 for a parent the actor may not add to.
    """
    if parent is not None:
        await _check_parent(session, actor, parent)
    return attachment_read(await keep(session, actor, arrived, parent))


async def keep(
    session: AsyncSession, actor: Actor, arrived: Upload, parent: Parent | None
) -> Attachment:
    """Step: keep a file of the actor's, or of nobody's; the caller has checked the parent.

    Raises 422 for a file we do not take.
    """
    filename = file_types.safe_name(arrived.filename)
    found = await asyncio.to_thread(file_types.sniff, arrived.file)
    size = arrived.file.seek(0, 2)
    media_type = _checked(size, filename, found).media_type
    stored = await storage.put(arrived.file)
    row = Attachment(
        owner_account_id=actor.account_id,
        filename=filename,
        media_type=media_type,
        size=stored.size,
        sha256=stored.sha256,
        parent_type=parent.type if parent else None,
        parent_id=parent.id if parent else None,
    )
    session.add(row)
    await audit.record(session, row, "upload", actor, sha256=stored.sha256)
    return row


async def attach(session: AsyncSession, actor: Actor, ids: list[UUID], parent: Parent) -> None:
    """Step: bind the actor's own drafts to a record. Raises 422 when one is not such a draft."""
    rows = await queries.drafts(session, actor.account_id, ids)
    if len(rows) != len(set(ids)):
        raise invalid(("/attachments", "有附件已失效或已用于别处，请重新上传。"))
    for row in rows:
        row.parent_type, row.parent_id = parent.type, parent.id
        await audit.record(session, row, "attach", actor, parent=str(parent.id))


async def attachments_of(session: AsyncSession, parent: Parent) -> list[AttachmentRead]:
    """Step: the files of a record."""
    return [
        attachment_read(row) for row in await queries.of_parent(session, parent.type, parent.id)
    ]


async def _may_read(session: AsyncSession, actor: Actor, row: Attachment) -> bool:
    if row.owner_account_id == actor.account_id:
        return True
    if row.parent_type is None or row.parent_id is None:
        return False
    if actor.role is Role.DEPARTMENT and row.parent_type not in _STRICT:
        return True
    may_read = _READERS.get(row.parent_type)
    return may_read is not None and await may_read(session, actor, row.parent_id)


@read_case
async def open_file(session: AsyncSession, actor: Actor, id: UUID) -> Download:
    """The file to send. Raises 404 alike for a missing one and one the actor may not read."""
    row = await session.get(Attachment, id)
    if row is None or not await _may_read(session, actor, row):
        raise not_found("这个附件")
    path = storage.path_of(row.sha256)
    if not path.exists():
        logs.get("attachments").error("file missing", attachment=str(id), sha256=row.sha256)
        raise not_found("这个附件")
    return Download(path, row.filename, row.media_type)


async def sweep(db: Database) -> None:
    """Drop drafts older than a day, and files nobody cites any more."""
    async with db.transaction() as session:
        await queries.forget_drafts(session, clock.now() - DRAFT_KEPT)
    old = await storage.old_files()
    async with db.reading() as session:
        gone = await queries.uncited(session, old)
    for sha256 in gone:
        await storage.drop(sha256)

"""Taking files in, binding them to records, and dropping what nobody took up."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import queries
from backend.attachments.models import Attachment, Scan
from backend.attachments.schemas import AttachmentRead, Kept, Parent, Upload
from backend.attachments.service.opening import check_parent
from backend.identity.actor import Actor
from backend.platform import audit, clock, file_checks, logs, storage, virus_scan
from backend.platform.database import Database, use_case
from backend.platform.file_types import Refusal, safe_name
from backend.platform.problems import FieldError, Problem, invalid

DRAFT_KEPT = timedelta(hours=24)
_SCANS = {
    virus_scan.Found.OFF: Scan.NONE,
    virus_scan.Found.CLEAN: Scan.CLEAN,
    virus_scan.Found.UNREACHABLE: Scan.PENDING,
    virus_scan.Found.INFECTED: Scan.INFECTED,
}


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
        is_pending=row.scan == Scan.PENDING,
    )


def _refused(refusal: Refusal) -> Problem:
    errors = [FieldError(pointer="/file", message=refusal.sentence)]
    return Problem(422, refusal.sentence, errors=errors, kind=f"file/{refusal.kind}")


async def _take_in(arrived: Upload) -> tuple[Kept, Scan]:
    """The file checked, and a picture drawn anew, on disk. Raises 422 for what we do not take."""
    filename = safe_name(arrived.filename)
    try:
        checked = await file_checks.check(arrived.file, filename)
    except Refusal as refusal:
        raise _refused(refusal) from refusal
    stored = await storage.put(checked.file)
    if checked.file is not arrived.file:
        checked.file.close()
    found = await virus_scan.scan(storage.path_of(stored.sha256))
    if found is virus_scan.Found.INFECTED:
        text = "安全检查发现这个文件带有病毒，没有保存。请用杀毒软件清理后重新生成文件再上传。"
        raise _refused(Refusal("infected", text))
    kept = Kept(filename, checked.type.media_type, stored.size, stored.sha256)
    return kept, _SCANS[found]


async def keep(
    session: AsyncSession,
    actor: Actor,
    files: Sequence[Kept],
    parent: Parent | None,
    scan: Scan = Scan.NONE,
) -> list[Attachment]:
    """Step: files that are on disk already become the actor's, with the record they belong to."""
    rows = [
        Attachment(
            owner_account_id=actor.account_id,
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            parent_type=parent.type if parent else None,
            parent_id=parent.id if parent else None,
            scan=scan,
        )
        for file in files
    ]
    session.add_all(rows)
    await session.flush()
    for row in rows:
        await audit.record(session, row, "upload", actor, sha256=row.sha256)
    return rows


async def receive(
    session: AsyncSession, actor: Actor, arrived: Upload, parent: Parent | None
) -> Attachment:
    """Step: check a file that arrives and keep it; the caller has checked the parent.

    Raises 422 for a file we do not take.
    """
    kept, scan = await _take_in(arrived)
    (row,) = await keep(session, actor, [kept], parent, scan)
    return row


@use_case
async def upload(
    session: AsyncSession, actor: Actor, arrived: Upload, parent: Parent | None
) -> AttachmentRead:
    """Keep a file. Without a parent it is a draft, and is dropped after a day.

    Raises 422 for a file we do not take, saying what it is and what to do; 404 for a parent the
    actor may not add to.
    """
    if parent is not None:
        await check_parent(session, actor, parent)
    return attachment_read(await receive(session, actor, arrived, parent))


async def attach(
    session: AsyncSession,
    actor: Actor,
    ids: Sequence[UUID],
    parent: Parent,
    pointer: str = "/attachments",
) -> list[Attachment]:
    """Step: bind the actor's own drafts to a record. Raises 422 when one is not such a draft."""
    if not ids:
        return []
    rows = await queries.drafts(session, actor.account_id, list(ids))
    if len(rows) != len(set(ids)):
        raise invalid((pointer, "有附件已失效或已用于别处，请重新上传。"))
    for row in rows:
        row.parent_type, row.parent_id = parent.type, parent.id
        await audit.record(session, row, "attach", actor, parent=str(parent.id))
    return rows


async def attachments_of(session: AsyncSession, parent: Parent) -> list[AttachmentRead]:
    """Step: the files of a record."""
    return [
        attachment_read(row) for row in await queries.of_parent(session, parent.type, parent.id)
    ]


async def attachments_of_many(
    session: AsyncSession, parent_type: str, ids: Sequence[UUID]
) -> dict[UUID, list[AttachmentRead]]:
    """Step: the files of many records of one kind, by record."""
    found: dict[UUID, list[AttachmentRead]] = {}
    for row in await queries.of_parents(session, parent_type, ids):
        assert row.parent_id is not None
        found.setdefault(row.parent_id, []).append(attachment_read(row))
    return found


async def sweep(db: Database) -> None:
    """Drop drafts older than a day, and files nobody cites any more."""
    async with db.transaction() as session:
        await queries.forget_drafts(session, clock.now() - DRAFT_KEPT)
    old = await storage.old_files()
    async with db.reading() as session:
        gone = await queries.uncited(session, old)
    for sha256 in gone:
        await storage.drop(sha256)


async def rescan(db: Database) -> None:
    """Check the files that could not be checked for viruses when they came."""
    async with db.reading() as session:
        waiting = await queries.pending(session)
    for sha256 in waiting:
        found = await virus_scan.scan(storage.path_of(sha256))
        if found is virus_scan.Found.UNREACHABLE:
            return
        async with db.transaction() as session:
            await queries.set_scan(session, sha256, _SCANS[found])
        if found is virus_scan.Found.INFECTED:
            logs.get("attachments").error("virus found", sha256=sha256)

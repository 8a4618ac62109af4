"""Who may read a file, or add one to a record; and sending it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.models import Attachment, Scan
from backend.attachments.rules import may_be_opened
from backend.attachments.schemas import Parent
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import logs, storage
from backend.platform.database import read_case
from backend.platform.problems import enforce, not_found
from backend.platform.storage import Download

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


async def check_parent(session: AsyncSession, actor: Actor, parent: Parent) -> None:
    """Step: raise 404 for a record the actor may not add files to."""
    may_write = _WRITERS.get(parent.type)
    if may_write is None or not await may_write(session, actor, parent.id):
        raise not_found("要附加到的记录")


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
    """The file to send. Raises 404 alike for a missing one and one the actor may not read.

    Raises 409 FILE-01 for one whose check for viruses is not over, or found something.
    """
    row = await session.get(Attachment, id)
    if row is None or not await _may_read(session, actor, row):
        raise not_found("这个附件")
    enforce(may_be_opened(is_pending=row.scan == Scan.PENDING, is_bad=row.scan == Scan.INFECTED))
    path = storage.path_of(row.sha256)
    if not path.exists():
        logs.get("attachments").error("file missing", attachment=str(id), sha256=row.sha256)
        raise not_found("这个附件")
    return Download(path, row.filename, row.media_type)

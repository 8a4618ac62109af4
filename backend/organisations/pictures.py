"""Logo and pictures of annex 1: told by content, drawn anew, kept by content (clause A1.1)."""

from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.organisations import queries
from backend.organisations.models import OrganisationPicture
from backend.organisations.schemas import PictureRead
from backend.platform import storage, throttle
from backend.platform.file_types import JPEG, PNG, Refusal, by_magic, head_of
from backend.platform.identifiers import new_id
from backend.platform.images import Picture, reencode
from backend.platform.problems import invalid, not_found
from backend.platform.storage import Download

LONGEST_SIDE = 1600
MAX_BYTES = 5 * 1024 * 1024
UPLOADS, PER = 40, timedelta(hours=1)


def picture_read(row: OrganisationPicture) -> PictureRead:
    """A kept picture as it is listed."""
    return PictureRead(id=row.id, media_type=row.media_type, size=row.size)


async def _drawn(file: BinaryIO) -> Picture:
    size = file.seek(0, 2)
    if size == 0:
        raise invalid(("/file", "文件是空的，请检查后重新选择。"))
    if size > MAX_BYTES:
        raise invalid(("/file", "图片超过 5 MB，请缩小后再上传。"))
    if by_magic(head_of(file)) not in (JPEG, PNG):
        raise invalid(("/file", "只接受 JPG 或 PNG 图片，请另存为其中一种格式后再上传。"))
    try:
        return await reencode(file, LONGEST_SIDE)
    except Refusal as refusal:
        raise invalid(("/file", refusal.sentence)) from None


async def keep(session: AsyncSession, form_id: UUID, file: BinaryIO) -> OrganisationPicture:
    """Step: keep a picture with its form. Raises 422 for anything but a sound JPG or PNG."""
    await throttle.take(session, f"annex1-pictures:{form_id}", burst=UPLOADS, per=PER)
    picture = await _drawn(file)
    with picture.file:
        stored = await storage.put(picture.file)
    row = OrganisationPicture(
        id=new_id(),
        form_id=form_id,
        sha256=stored.sha256,
        media_type=picture.type.media_type,
        size=stored.size,
    )
    session.add(row)
    await session.flush()
    return row


async def open_picture(session: AsyncSession, form_id: UUID, picture_id: UUID) -> Download:
    """Step: the file of one of the form's pictures. Raises 404 for any other."""
    row = await session.get(OrganisationPicture, picture_id)
    if row is None or row.form_id != form_id:
        raise not_found("这张图片")
    name = f"{picture_id}.{row.media_type.rpartition('/')[2]}"
    return Download(storage.path_of(row.sha256), name, row.media_type)


async def of_form(session: AsyncSession, form_id: UUID) -> dict[str, OrganisationPicture]:
    """Step: the form's pictures by id, as drafts name them."""
    return {str(row.id): row for row in await queries.pictures(session, form_id)}

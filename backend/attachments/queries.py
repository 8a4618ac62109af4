"""What the attachment slice reads."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.models import Attachment, Scan
from backend.organisations.models import OrganisationPicture


async def drafts(session: AsyncSession, owner: UUID | None, ids: list[UUID]) -> list[Attachment]:
    """Those of the files that are the owner's and belong to nothing yet, locked."""
    query = (
        select(Attachment)
        .where(Attachment.id.in_(ids), Attachment.owner_account_id == owner)
        .where(Attachment.parent_id.is_(None))
        .order_by(Attachment.id)
        .with_for_update()
    )
    return list((await session.execute(query)).scalars())


async def of_parent(session: AsyncSession, parent_type: str, id: UUID) -> list[Attachment]:
    """The files of a record, oldest first."""
    query = select(Attachment).filter_by(parent_type=parent_type, parent_id=id)
    query = query.order_by(Attachment.id)
    return list((await session.execute(query)).scalars())


async def of_parents(
    session: AsyncSession, parent_type: str, ids: Iterable[UUID]
) -> list[Attachment]:
    """The files of many records, oldest first."""
    query = select(Attachment).where(
        Attachment.parent_type == parent_type, Attachment.parent_id.in_(list(ids))
    )
    return list((await session.execute(query.order_by(Attachment.id))).scalars())


async def forget_drafts(session: AsyncSession, before: datetime) -> None:
    """Delete the rows of files that nothing took up."""
    orphan = (Attachment.parent_id.is_(None), Attachment.created_at < before)
    await session.execute(delete(Attachment).where(*orphan))


async def pending(session: AsyncSession) -> list[str]:
    """Hashes of the files that still have to be looked at for viruses."""
    query = select(Attachment.sha256).where(Attachment.scan == Scan.PENDING).distinct().limit(200)
    return list((await session.execute(query)).scalars())


async def set_scan(session: AsyncSession, sha256: str, scan: Scan) -> None:
    """Note what the scanner said, wherever these bytes are used."""
    waiting = update(Attachment).where(Attachment.sha256 == sha256, Attachment.scan == Scan.PENDING)
    await session.execute(waiting.values(scan=scan))


async def uncited(session: AsyncSession, hashes: Iterable[str]) -> set[str]:
    """Those of the hashes no file has."""
    wanted = set(hashes)
    files = select(Attachment.sha256).where(Attachment.sha256.in_(wanted))
    # Pictures of annex 1 come from people without an account, so they are no attachments.
    pictures = select(OrganisationPicture.sha256).where(OrganisationPicture.sha256.in_(wanted))
    cited = await session.execute(files.union(pictures))
    return wanted - set(cited.scalars())

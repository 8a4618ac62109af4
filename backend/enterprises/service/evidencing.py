"""Licences and sealed copies (annex 3): whose they are, and who reads them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.service import register_reader, register_writer
from backend.enterprises import queries
from backend.enterprises.service.reading import is_office
from backend.identity.actor import Actor


async def may_read(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> bool:
    """Step: the members and the offices in charge read a registration's files."""
    row = await queries.visible(session, actor, enterprise_id)
    return row is not None and (row.is_own or is_office(actor, row.Enterprise))


async def may_write(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> bool:
    """Step: the members add files as long as the registration lives."""
    row = await queries.visible(session, actor, enterprise_id)
    return row is not None and row.is_own and row.Enterprise.state not in queries.ENDED


register_reader("enterprises", may_read)
register_writer("enterprises", may_write)

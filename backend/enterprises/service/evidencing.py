"""Licences and sealed copies (annex 3): whose they are, which are cited, and who reads them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import Evidence, Parent
from backend.attachments.service import bind_evidence, register_reader, register_writer
from backend.commitments import service as commitments
from backend.enterprises import queries
from backend.enterprises.service.showing_turns import is_office
from backend.identity.actor import Actor


async def may_read(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> bool:
    """Step: the members and the offices in charge read a registration's files."""
    row = await queries.visible(session, actor, enterprise_id)
    return row is not None and (row.is_own or is_office(actor, row.Enterprise))


async def may_write(session: AsyncSession, actor: Actor, enterprise_id: UUID) -> bool:
    """Step: the members add files as long as the registration lives."""
    row = await queries.visible(session, actor, enterprise_id)
    return row is not None and row.is_own and row.Enterprise.state not in queries.ENDED


async def bound(
    session: AsyncSession, actor: Actor, enterprise_id: UUID, rows: Sequence[Evidence]
) -> list[Evidence]:
    """Step: the draft's files, bound to the registration. Raises 422 for another's file."""
    submitted = await queries.submissions(session, enterprise_id)
    cited = {
        UUID(row["attachment_id"])
        for one in submitted
        for row in one.EnterpriseSubmission.content.get("evidence", [])
    }
    cited |= await commitments.sealed_copies(session, "enterprises", enterprise_id)
    return await bind_evidence(session, actor, rows, Parent("enterprises", enterprise_id), cited)


register_reader("enterprises", may_read)
register_writer("enterprises", may_write)

"""Certificates and scans: whose they are, which are cited, and who reads them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.schemas import Evidence, Parent
from backend.attachments.service import bind_evidence, register_reader, register_writer
from backend.experts import queries
from backend.experts.service.naming import is_office, is_own
from backend.identity.actor import Actor


async def may_read(session: AsyncSession, actor: Actor, expert_id: UUID) -> bool:
    """Step: the owner and the offices in charge read a registration's files."""
    row = await queries.visible(session, actor, expert_id)
    return row is not None and (is_own(actor, row.Expert) or is_office(actor, row.Expert))


async def may_write(session: AsyncSession, actor: Actor, expert_id: UUID) -> bool:
    """Step: the owner adds files as long as the registration lives."""
    row = await queries.visible(session, actor, expert_id)
    return row is not None and is_own(actor, row.Expert) and queries.is_live(row.Expert)


async def bound(
    session: AsyncSession, actor: Actor, expert_id: UUID, rows: Sequence[Evidence]
) -> list[Evidence]:
    """Step: the draft's files, bound to the registration. Raises 422 for another's file."""
    submitted = await queries.submissions(session, expert_id)
    cited = {
        UUID(row["attachment_id"])
        for one in submitted
        for row in one.ExpertSubmission.content.get("evidence", [])
    }
    return await bind_evidence(session, actor, rows, Parent("experts", expert_id), cited)


register_reader("experts", may_read)
register_writer("experts", may_write)

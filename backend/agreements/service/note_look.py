"""What somebody has read of an agreement."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.queries import papers
from backend.agreements.schemas import LookIn
from backend.agreements.service.read_agreement import visible
from backend.identity.actor import Actor
from backend.platform.database import use_case


@use_case
async def note_look(
    session: AsyncSession, actor: Actor, agreement_id: UUID, body: LookIn
) -> LookIn:
    """Remember the revision the actor has read, so that later changes are marked."""
    row, _ = await visible(session, actor, agreement_id)
    revision = min(body.revision, row[0].revision)
    await papers.note_look(session, actor, agreement_id, revision)
    return LookIn(revision=revision)

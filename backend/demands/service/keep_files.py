"""Files of a demand: bound to it as soon as its draft names them, so that none gets lost."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import service as attachments
from backend.attachments.schemas import Parent
from backend.demands.models import Demand
from backend.demands.states import DEMAND
from backend.identity.actor import Actor


async def keep_files(
    session: AsyncSession, actor: Actor, demand: Demand, wanted: Sequence[UUID]
) -> None:
    """Step: take up the actor's own uploads. Raises 422 for a file that is not there any more."""
    parent = Parent(type=DEMAND.subject, id=demand.id)
    kept = {file.id for file in await attachments.attachments_of(session, parent)}
    await attachments.attach(session, actor, [id for id in wanted if id not in kept], parent)

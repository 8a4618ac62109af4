"""Whose turn it is with registrations, for many of them in a list of work."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.experts import queries
from backend.experts.models import Expert
from backend.experts.service.naming import is_office, is_own
from backend.experts.standing import turn_of
from backend.identity.actor import Actor
from backend.platform.standing import Turn


def turn_with(actor: Actor, expert: Expert) -> Turn:
    """Whose turn it is, for the applicant and those in charge of the registration."""
    return turn_of(expert.state, expert.organisation_id, is_own=is_own(actor, expert))


async def turns(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Turn]:
    """Step: whose turn it is with those of these registrations that are the actor's to handle."""
    return {
        one.id: turn_with(actor, one)
        for one in await queries.by_id(session, ids)
        if is_own(actor, one) or is_office(actor, one)
    }

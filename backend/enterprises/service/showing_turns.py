"""Whose turn it is with registrations, for many of them in a list of work."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.enterprises import queries
from backend.enterprises.models import Enterprise
from backend.enterprises.standing import turn_of
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.rows import AnyRow
from backend.platform.standing import Turn


def is_office(actor: Actor, enterprise: Enterprise) -> bool:
    """Whether the actor handles the registration: its organisation, or the department."""
    if actor.role is Role.DEPARTMENT:
        return True
    theirs = enterprise.organisation_id == actor.organisation_id is not None
    return actor.role in {Role.REVIEWER, Role.LIAISON} and theirs


def turn_with(row: AnyRow) -> Turn:
    """Whose turn it is, for the enterprise's people and those in charge of the registration."""
    enterprise: Enterprise = row.Enterprise
    return turn_of(enterprise.state, enterprise.organisation_id, is_own=row.is_own)


async def turns(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Turn]:
    """Step: whose turn it is with those of these registrations that are the actor's to handle."""
    return {
        row.Enterprise.id: turn_with(row)
        for row in await queries.some(session, actor, ids)
        if row.is_own or is_office(actor, row.Enterprise)
    }

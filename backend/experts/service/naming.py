"""Whose registration it is, and to whom its name is told (decision A22)."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.experts import queries
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.rows import AnyRow

UNNAMED = "一位特派员"


def is_office(actor: Actor, expert: Expert) -> bool:
    """Whether the actor handles the registration: its organisation, or the department."""
    if actor.role is Role.DEPARTMENT:
        return True
    theirs = expert.organisation_id == actor.organisation_id is not None
    return actor.role is Role.REVIEWER and theirs


def is_own(actor: Actor, expert: Expert) -> bool:
    """Whether the registration is the actor's own, whatever the hat."""
    return actor.account_id is not None and expert.account_id == actor.account_id


def is_named(actor: Actor, row: AnyRow) -> bool:
    """Whether the actor reads the name: who opted out is named to his side alone (A22).

    His side are also those asked to confirm that he works with them now.
    """
    staff = is_office(actor, row.Expert) or is_own(actor, row.Expert)
    return bool(row.Expert.is_designable or row.is_matched or row.is_asked or staff)


async def shown_names(session: AsyncSession, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Step: these experts' names as the actor may read them."""
    rows = await queries.with_facts(session, actor, ids)
    return {row.Expert.id: row.Expert.name if is_named(actor, row) else UNNAMED for row in rows}

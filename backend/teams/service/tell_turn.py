"""Whose turn it is with teams: for a team's own page, and for many in a list of work."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform.rows import AnyRow
from backend.platform.standing import Turn
from backend.teams import queries
from backend.teams.standing import Facts, turn_of
from backend.teams.states import Standing


def turn_with(actor: Actor, row: AnyRow, is_bound: bool) -> Turn:
    """Whose turn it is with the team of a row."""
    facts = Facts(
        state=row.Team.state,
        office=row.organisation_id,
        pending=row.invited,
        is_bound=is_bound,
        leads=row.Team.leader_expert_id == actor.expert_id,
        is_asked=row.my_standing == Standing.INVITED,
    )
    return turn_of(facts)


async def turns(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Turn]:
    """Step: whose turn it is with each of these teams that the actor may see."""
    bound = await queries.bound(session, ids)
    rows = await queries.some(session, actor, ids)
    return {row.Team.id: turn_with(actor, row, row.Team.id in bound) for row in rows}

"""Whose turn it is with matches: for a match's own page, and for many in a list of work."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.matches import queries
from backend.matches.models import Match
from backend.matches.service.hold_match import Side, party_of, waits_for
from backend.matches.standing import Facts, turn_of
from backend.matches.states import Party
from backend.platform.rows import AnyRow
from backend.platform.standing import Turn


def speaks_for(actor: Actor, match: Match, leader_id: UUID | None) -> Party | None:
    """Which side the actor speaks for, by the row's own columns."""
    speaker = leader_id or match.expert_id
    assert speaker is not None
    return party_of(actor, match, Side(speaker, (), is_team=leader_id is not None))


def is_outdated(row: AnyRow) -> bool:
    """Whether the demand changed since whoever began the match agreed to it."""
    match: Match = row.Match
    return waits_for(match) is not None and match.demand_hash != row.Demand.content_hash


def turn_with(actor: Actor, row: AnyRow) -> Turn:
    """Whose turn it is with the match of a row."""
    match: Match = row.Match
    facts = Facts(
        state=match.state,
        office=row.Demand.organisation_id,
        waits_for=waits_for(match),
        mine=speaks_for(actor, match, row.leader_expert_id),
        is_outdated=is_outdated(row),
        due=match.answer_due,
    )
    return turn_of(facts)


async def turns(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Turn]:
    """Step: whose turn it is with each of these matches that the actor may see."""
    rows = await queries.some(session, actor, ids)
    return {row.Match.id: turn_with(actor, row) for row in rows}

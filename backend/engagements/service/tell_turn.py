"""Whose turn it is with services: for a service's own page, and for many in a list of work."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import ratings_until
from backend.engagements.models import Engagement
from backend.engagements.queries import turning
from backend.engagements.standing import Facts, turn_of
from backend.engagements.states import Side
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.standing import Turn


def side_of(actor: Actor, engagement: Engagement) -> Side | None:
    """Whose side the actor speaks for; a team member other than the leader for none."""
    if actor.role is Role.ENTERPRISE and actor.enterprise_id == engagement.enterprise_id:
        return Side.ENTERPRISE
    if actor.role is Role.EXPERT and actor.expert_id == engagement.expert_id:
        return Side.EXPERT
    is_liaison = actor.role is Role.LIAISON and actor.organisation_id is not None
    if is_liaison and actor.organisation_id == engagement.liaison_organisation_id:
        return Side.LIAISON
    return None


async def turns(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Turn]:
    """Step: whose turn it is with each of these services that the actor may see."""
    until = await ratings_until(session, ids)
    found = {}
    for row in await turning.facts(session, actor, ids):
        one: Engagement = row.Engagement
        facts = Facts(
            state=one.state,
            office=one.organisation_id,
            mine=side_of(actor, one),
            change_is_open=row.change_is_open,
            unconfirmed=row.unconfirmed,
            disputed=row.disputed,
            ends_on=one.planned_end_on,
            end_proposed_by=one.end_proposed_by,
            end_due=one.end_due,
            rating_until=until.get(one.id),
        )
        found[one.id] = turn_of(facts)
    return found

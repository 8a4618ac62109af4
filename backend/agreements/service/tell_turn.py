"""Whose turn it is with agreements: for an agreement's own page, and for many in a list of work."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.models import Agreement
from backend.agreements.queries import turning
from backend.agreements.standing import Facts, turn_of
from backend.identity.actor import Actor
from backend.matches.states import Party
from backend.platform.standing import Turn


def has_signed(agreement: Agreement, party: Party | None) -> bool:
    """Whether a side's signature is on the present text."""
    if party is Party.ENTERPRISE:
        return agreement.enterprise_signature_id is not None
    return party is Party.EXPERT and agreement.expert_signature_id is not None


def turn_with(agreement: Agreement, mine: Party | None) -> Turn:
    """Whose turn it is with an agreement, read by who speaks for a side or for none."""
    facts = Facts(
        state=agreement.state,
        office=agreement.organisation_id,
        enterprise_signed=has_signed(agreement, Party.ENTERPRISE),
        expert_signed=has_signed(agreement, Party.EXPERT),
        mine=mine,
        due=agreement.sign_due,
    )
    return turn_of(facts)


async def turns(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Turn]:
    """Step: whose turn it is with each of these agreements that the actor may see."""
    found = await turning.facts(session, actor, ids)
    return {agreement.id: turn_with(agreement, sides.party(actor)) for agreement, sides in found}

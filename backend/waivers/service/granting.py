"""Exceptions that a decision of a later slice amounts to: on file like those asked for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce, not_found
from backend.waivers import queries
from backend.waivers.models import Waiver
from backend.waivers.service.reading import WHAT, standing, verdicts
from backend.waivers.states import WAIVER


@dataclass(frozen=True)
class Exemption:
    """From which rule, for what, on whose behalf, why and until when."""

    rule_id: str
    subject_type: str
    subject_id: UUID
    account_id: UUID
    reason: str
    valid_until: date


async def _asked(session: AsyncSession, actor: Actor, wanted: Exemption) -> Waiver:
    """The request that waits for a decision, or one on behalf of who gains by it."""
    found = await queries.subject(session, wanted.subject_type, wanted.subject_id)
    if found is None:
        raise not_found(WHAT)
    waiver = await queries.requested(session, wanted.rule_id, wanted.subject_id)
    if waiver is not None:
        return waiver
    waiver = Waiver(
        id=new_id(),
        rule_id=wanted.rule_id,
        subject_type=wanted.subject_type,
        subject_id=wanted.subject_id,
        subject_title=found.title,
        organisation_id=found.organisation_id,
        reason_code="continuity",
        reason=wanted.reason,
        requested_by=wanted.account_id,
        beneficiary_account_id=wanted.account_id,
    )
    await audit.create(session, waiver, WAIVER, actor, rule=wanted.rule_id)
    return waiver


async def grant_by_decision(
    session: AsyncSession, actor: Actor, wanted: Exemption, note: str
) -> UUID:
    """Step: put an exception on file that the competent organisation's decision grants.

    Raises 409 WAIVER-01 or WAIVER-02 for the wrong decider.
    """
    waiver = await _asked(session, actor, wanted)
    enforce(*verdicts(await standing(session, actor, waiver), waiver, "grant"))
    waiver.decided_by, waiver.decided_at = actor.account_id, clock.now()
    waiver.decision_note, waiver.valid_until = note, wanted.valid_until
    await audit.transition(session, waiver, WAIVER, "grant", actor, note=note)
    return waiver.id

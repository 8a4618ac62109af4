"""An accepted filing starts the service (clauses 5.4.2 and 5.5.1)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import service as agreements
from backend.agreements.schemas import AgreementRead, FilingIn, TermsRead
from backend.demands import service as demands
from backend.engagements import queries
from backend.engagements.models import Engagement
from backend.engagements.states import ENGAGEMENT
from backend.identity.actor import Actor
from backend.matches import service as matches
from backend.organisations.service import Place, liaison_organisation
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.identifiers import new_id


async def _start(session: AsyncSession, actor: Actor, match_id: UUID, **basis: UUID) -> Engagement:
    facts = await queries.starting_facts(session, match_id)
    place = Place(facts.city_code, facts.county_code, facts.zone_code, facts.uscc)
    agreement = await queries.agreement(session, basis["agreement_id"])
    terms = TermsRead.model_validate(agreement.terms)
    engagement = Engagement(
        id=new_id(),
        match_id=match_id,
        demand_id=facts.demand_id,
        enterprise_id=facts.enterprise_id,
        expert_id=facts.expert_id or facts.leader_expert_id,
        team_id=facts.team_id,
        liaison_organisation_id=await liaison_organisation(session, place),
        started_on=clock.today(),
        planned_end_on=max(terms.ends_on, clock.today()),
        **basis,
    )
    await audit.create(session, engagement, ENGAGEMENT, actor)
    return engagement


@use_case
async def file_agreement(
    session: AsyncSession, actor: Actor, agreement_id: UUID, body: FilingIn
) -> AgreementRead:
    """Receive or return a signed agreement; received, the service starts at once.

    The place is taken, the match engaged, the demand in service, the team serving. Raises 403
    FIL-01, 409 FIL-02 and FIL-03.
    """
    agreement, filing = await agreements.file(session, actor, agreement_id, body)
    if filing.outcome == "accepted":
        await matches.engage(session, agreement.match_id, actor)
        engagement = await _start(
            session,
            actor,
            agreement.match_id,
            agreement_id=agreement.id,
            filing_id=filing.id,
            organisation_id=agreement.organisation_id,
        )
        demand = await demands.engaged_demand(session, engagement.demand_id)
        await demands.move(session, demand, "start", actor)
    return await agreements.agreement_detail(session, actor, agreement.id)

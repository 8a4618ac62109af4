"""Reading matches, narrowed to those who take part or are competent."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.capacity.models import ExpertPlace, PlaceUse
from backend.demands.models import Demand, DemandVersion
from backend.demands.states import TAKES_CANDIDATES
from backend.enterprises.models import Enterprise
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.matches.models import Match, MatchConsent, Participation
from backend.matches.schemas import MatchQuery
from backend.matches.states import ACTIVE, WAITING, MatchState
from backend.platform.rows import AnyRow, AnySelect
from backend.teams.models import Team, TeamMember
from backend.teams.states import LIVE

OPEN = (*WAITING, MatchState.RESERVE)


def _on_team(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        TeamMember.team_id == Match.team_id,
        TeamMember.expert_id == actor.expert_id,
        TeamMember.standing.in_(LIVE),
    )


def _organisation_of_an_expert(actor: Actor) -> ColumnElement[bool]:
    # An alias, or it would be the outer statement's expert, which a team's match has none of.
    taking_part = aliased(Expert)
    return exists().where(
        Participation.match_id == Match.id,
        taking_part.id == Participation.expert_id,
        taking_part.organisation_id == actor.organisation_id,
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Both sides with all team members, the demand's and the experts' organisations."""
    if actor.role is Role.DEPARTMENT:
        return true()
    if actor.role is Role.ENTERPRISE:
        return Match.enterprise_id == actor.enterprise_id
    if actor.role is Role.EXPERT:
        return or_(Match.expert_id == actor.expert_id, _on_team(actor))
    if actor.organisation_id is not None:
        return or_(
            Demand.organisation_id == actor.organisation_id, _organisation_of_an_expert(actor)
        )
    return false()


def _place_waivers() -> ColumnElement[Any]:
    """The waivers of the cap that this match's places stand on."""
    return (
        select(func.array_agg(ExpertPlace.waiver_id))
        .join(PlaceUse, PlaceUse.place_id == ExpertPlace.id)
        .where(PlaceUse.match_id == Match.id, ExpertPlace.waiver_id.is_not(None))
        .correlate(Match)
        .scalar_subquery()
    )


async def waiver_ids(session: AsyncSession, match_id: UUID) -> list[UUID]:
    """The waivers a match stands on."""
    query = (
        select(Match.waiver_id, Team.waiver_id.label("team"), _place_waivers().label("places"))
        .outerjoin(Team, Team.id == Match.team_id)
        .where(Match.id == match_id)
    )
    row = (await session.execute(query)).one()
    return [id for id in (row.waiver_id, row.team, *(row.places or [])) if id is not None]


def _rows(actor: Actor) -> AnySelect:
    return (
        select(Match, Demand, Enterprise.name.label("enterprise_name"))
        .add_columns(Expert.name.label("expert_name"), Expert.is_designable)
        .add_columns(Team.name.label("team_name"), Team.leader_expert_id)
        .add_columns(
            Team.waiver_id.label("team_waiver_id"), _place_waivers().label("place_waivers")
        )
        .add_columns(DemandVersion.content["disclosure"].astext.label("disclosure"))
        .join(Demand, Demand.id == Match.demand_id)
        .join(Enterprise, Enterprise.id == Match.enterprise_id)
        .outerjoin(
            DemandVersion,
            and_(DemandVersion.demand_id == Demand.id, DemandVersion.number == Match.demand_number),
        )
        .outerjoin(Team, Team.id == Match.team_id)
        .join(Expert, Expert.id == func.coalesce(Match.expert_id, Team.leader_expert_id))
        .where(visible_to(actor))
    )


async def detail(session: AsyncSession, actor: Actor, match_id: UUID) -> AnyRow | None:
    """One match with its names, if the actor may see it."""
    query = _rows(actor).where(Match.id == match_id)
    return (await session.execute(query.execution_options(populate_existing=True))).one_or_none()


async def some(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Those of these matches the actor may see."""
    return (await session.execute(_rows(actor).where(Match.id.in_(ids)))).all()


def _waits_for_me(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.ENTERPRISE:
        return and_(Match.state.in_(OPEN), Match.enterprise_consent_id.is_(None))
    leads = or_(Match.team_id.is_(None), Team.leader_expert_id == actor.expert_id)
    return and_(Match.state.in_(OPEN), Match.expert_consent_id.is_(None), leads)


def listing(actor: Actor, asked: MatchQuery) -> AnySelect:
    """The matches the actor may see, newest first."""
    query = _rows(actor)
    if asked.demand_id is not None:
        query = query.where(Match.demand_id == asked.demand_id)
    if asked.state is not None:
        query = query.where(Match.state == asked.state)
    if asked.waiting is not None:
        waits = _waits_for_me(actor)
        query = query.where(waits if asked.waiting else ~waits)
    return query.order_by(Match.id.desc())


async def consents(session: AsyncSession, match_id: UUID) -> list[MatchConsent]:
    """Every consent given in a match, oldest first."""
    query = select(MatchConsent).where(MatchConsent.match_id == match_id).order_by(MatchConsent.id)
    return list((await session.execute(query)).scalars())


async def consent_to(
    session: AsyncSession, match_id: UUID, party: str, text_hash: str
) -> MatchConsent | None:
    """A side's consent to one text, if it gave it."""
    query = select(MatchConsent).where(
        MatchConsent.match_id == match_id,
        MatchConsent.party == party,
        MatchConsent.text_hash == text_hash,
    )
    return (await session.execute(query)).scalar_one_or_none()


async def demand_of(session: AsyncSession, match_id: UUID) -> UUID | None:
    """Which demand a match is about; read before anything is locked."""
    return await session.scalar(select(Match.demand_id).where(Match.id == match_id))


async def count_active(session: AsyncSession, demand_id: UUID) -> int:
    """How many matches both sides have consented to and that have not ended."""
    query = select(func.count()).where(Match.demand_id == demand_id, Match.state.in_(ACTIVE))
    return (await session.execute(query)).scalar_one()


async def others_waiting(session: AsyncSession, match: Match) -> list[Match]:
    """The other candidates of the demand that wait for an answer, locked."""
    query = (
        select(Match)
        .where(Match.demand_id == match.demand_id, Match.id != match.id, Match.state.in_(WAITING))
        .order_by(Match.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list((await session.execute(query)).scalars())


async def taking_part(
    session: AsyncSession, demand_id: UUID, expert_ids: Collection[UUID]
) -> list[UUID]:
    """Those of these experts who take part in a demand already."""
    query = select(Participation.expert_id).where(
        Participation.demand_id == demand_id,
        Participation.closed_at.is_(None),
        Participation.expert_id.in_(expert_ids),
    )
    return list((await session.execute(query)).scalars())


async def participations(session: AsyncSession, match_id: UUID) -> list[Participation]:
    """Who takes part in a match and has not stepped back."""
    query = select(Participation).where(
        Participation.match_id == match_id, Participation.closed_at.is_(None)
    )
    return list((await session.execute(query)).scalars())


async def experts_in(session: AsyncSession, match_id: UUID) -> list[UUID]:
    """Every expert who took part in a match, those who stepped back too."""
    query = (
        select(Participation.expert_id)
        .where(Participation.match_id == match_id)
        .order_by(Participation.id)
    )
    return list((await session.execute(query)).scalars())


async def own_match(session: AsyncSession, actor: Actor, demand_id: UUID) -> Match | None:
    """The match by which the actor's expert takes part in a demand, the latest if none is open."""
    query = (
        select(Match)
        .join(Participation, Participation.match_id == Match.id)
        .where(Participation.demand_id == demand_id, Participation.expert_id == actor.expert_id)
        .order_by(Participation.closed_at.desc().nulls_first(), Match.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def expert_accounts(session: AsyncSession, match_id: UUID) -> Sequence[UUID]:
    """The accounts of everybody on the expert's side."""
    query = (
        select(Expert.account_id)
        .join(Participation, Participation.expert_id == Expert.id)
        .where(Participation.match_id == match_id)
    )
    return (await session.execute(query)).scalars().all()


async def led_team(session: AsyncSession, actor: Actor, demand_id: UUID) -> Team | None:
    """The team the actor leads for a demand."""
    query = select(Team).where(
        Team.demand_id == demand_id,
        Team.leader_expert_id == actor.expert_id,
        Team.state != "dissolved",
    )
    return (await session.execute(query)).scalar_one_or_none()


async def overdue(session: AsyncSession, today: date) -> list[UUID]:
    """Candidates whose time to answer is over, or whose demand takes no candidates any more."""
    late = and_(Match.state.in_(WAITING), Match.answer_due < today)
    gone = and_(Match.state.in_(OPEN), Demand.state.not_in([*TAKES_CANDIDATES, "under_review"]))
    query = (
        select(Match.id)
        .join(Demand, Demand.id == Match.demand_id)
        .where(or_(late, gone))
        .order_by(Match.id)
    )
    return list((await session.execute(query)).scalars())


async def enterprise_accounts(session: AsyncSession, enterprise_id: UUID) -> Sequence[UUID]:
    """The accounts acting for an enterprise."""
    query = select(Membership.account_id).where(
        Membership.enterprise_id == enterprise_id, Membership.ended_at.is_(None)
    )
    return (await session.execute(query)).scalars().all()

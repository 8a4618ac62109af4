"""What is read of agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.agreements.models import (
    Agreement,
    AgreementCopy,
    AgreementSignature,
    AgreementText,
    Filing,
)
from backend.agreements.schemas import AgreementQuery
from backend.agreements.states import AgreementState
from backend.demands.models import Demand, DemandVersion
from backend.enterprises.models import Enterprise
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.models import Account, Membership
from backend.identity.permissions import Role
from backend.matches.models import Match
from backend.matches.states import MatchState, Party
from backend.organisations.models import Organisation
from backend.platform import clock
from backend.platform.rows import AnyRow, AnySelect
from backend.teams.models import Team, TeamMember
from backend.teams.states import Standing

leading_expert: ColumnElement[Any] = func.coalesce(Match.expert_id, Team.leader_expert_id)
UNSIGNED = (AgreementState.DRAFTED, AgreementState.PARTLY_SIGNED, AgreementState.RETURNED)


@dataclass(frozen=True)
class Sides:
    """Who stands on either side of a match; a team is spoken for by its leader."""

    match_id: UUID
    enterprise_id: UUID
    leader_id: UUID
    team_id: UUID | None
    is_team_member: bool
    """Whether the one who asks is a member of the team."""

    def party(self, actor: Actor) -> Party | None:
        """Whose side `actor` speaks for, or None."""
        if actor.enterprise_id == self.enterprise_id:
            return Party.ENTERPRISE
        return Party.EXPERT if actor.expert_id == self.leader_id else None


def _on_team(expert_id: UUID | None) -> ColumnElement[bool]:
    if expert_id is None:
        return false()
    return exists().where(
        TeamMember.team_id == Match.team_id,
        TeamMember.expert_id == expert_id,
        TeamMember.standing == Standing.ACCEPTED,
    )


async def sides(session: AsyncSession, actor: Actor, match_id: UUID) -> Sides | None:
    """Both sides of a match."""
    query = (
        select(
            Match.id, Match.enterprise_id, leading_expert, Match.team_id, _on_team(actor.expert_id)
        )
        .outerjoin(Team, Team.id == Match.team_id)
        .where(Match.id == match_id)
    )
    row = (await session.execute(query)).one_or_none()
    return Sides(*row) if row else None


def has_copy(actor: Actor, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the actor's organisation got a copy, as the recommender of one who serves."""
    return exists().where(
        AgreementCopy.agreement_id == Agreement.id,
        AgreementCopy.organisation_id == actor.organisation_id,
        *more,
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Both parties, all team members, the filing organisation, the recommender's copy."""
    if actor.role is Role.DEPARTMENT:
        return true()
    if actor.role is Role.ENTERPRISE:
        return Match.enterprise_id == actor.enterprise_id
    if actor.role is Role.EXPERT:
        return or_(leading_expert == actor.expert_id, _on_team(actor.expert_id))
    if actor.role is Role.REVIEWER:
        own = Agreement.organisation_id == actor.organisation_id
        copy = Expert.organisation_id == actor.organisation_id
        return or_(own, copy, has_copy(actor))
    if actor.role is Role.LIAISON:
        return Agreement.organisation_id == actor.organisation_id
    return false()


def cards(actor: Actor) -> AnySelect:
    """The agreements the actor may see, with the names a card shows."""
    return (
        select(
            Agreement,
            Demand.id.label("demand_id"),
            Demand.number.label("demand_number"),
            Demand.title.label("demand_title"),
            Enterprise.id.label("enterprise_id"),
            Enterprise.name.label("enterprise_name"),
            Expert.id.label("expert_id"),
            Expert.name.label("expert_name"),
            Team.id.label("team_id"),
            Team.name.label("team_name"),
            Organisation.name.label("organisation_name"),
            Filing.number.label("filing_number"),
        )
        .join(Match, Match.id == Agreement.match_id)
        .join(Demand, Demand.id == Match.demand_id)
        .join(Enterprise, Enterprise.id == Match.enterprise_id)
        .outerjoin(Team, Team.id == Match.team_id)
        .join(Expert, Expert.id == leading_expert)
        .join(Organisation, Organisation.id == Agreement.organisation_id)
        .outerjoin(Filing, Filing.id == Agreement.filing_id)
        .where(visible_to(actor))
    )


def waiting_for(actor: Actor) -> ColumnElement[bool]:
    """The agreements whose next step is the actor's."""
    if actor.role is Role.ENTERPRISE:
        return and_(Agreement.state.in_(UNSIGNED), Agreement.enterprise_signature_id.is_(None))
    if actor.role is Role.EXPERT:
        unsigned = and_(Agreement.state.in_(UNSIGNED), Agreement.expert_signature_id.is_(None))
        return and_(unsigned, leading_expert == actor.expert_id)
    if actor.role is Role.REVIEWER:
        own = Agreement.organisation_id == actor.organisation_id
        to_file = and_(Agreement.state == AgreementState.SIGNED, own)
        signed = Agreement.state.in_((AgreementState.SIGNED, AgreementState.FILED))
        open_copy = has_copy(
            actor,
            AgreementCopy.text_hash == Agreement.text_hash,
            AgreementCopy.objected_at.is_(None),
            AgreementCopy.due >= clock.today(),
        )
        return or_(to_file, and_(signed, open_copy))
    return false()


def listing(actor: Actor, asked: AgreementQuery) -> AnySelect:
    """The agreements asked for, newest first."""
    query = cards(actor).order_by(Agreement.id.desc())
    if asked.state:
        query = query.where(Agreement.state == asked.state)
    if asked.match_id:
        query = query.where(Agreement.match_id == asked.match_id)
    if asked.waiting_for_me:
        query = query.where(waiting_for(actor))
    return query


async def card(session: AsyncSession, actor: Actor, agreement_id: UUID) -> AnyRow | None:
    """One agreement the actor may see."""
    query = cards(actor).where(Agreement.id == agreement_id)
    return (await session.execute(query)).one_or_none()


async def of_match(session: AsyncSession, match_id: UUID) -> Agreement | None:
    """The match's agreement in force."""
    query = select(Agreement).where(
        Agreement.match_id == match_id, Agreement.state != AgreementState.VOID
    )
    return (await session.execute(query)).scalar_one_or_none()


async def drafting_facts(session: AsyncSession, match_id: UUID) -> AnyRow:
    """What the text is made of: the demand as consented to, and the enterprise."""
    query = (
        select(
            Match.id.label("match_id"),
            Match.demand_id,
            Match.team_id,
            Match.answer_due,
            Demand.number.label("demand_number"),
            DemandVersion.content,
            Demand.title.label("demand_title"),
            Enterprise,
            leading_expert.label("leader_id"),
            Team.name.label("team_name"),
        )
        .join(Demand, Demand.id == Match.demand_id)
        .join(
            DemandVersion,
            and_(
                DemandVersion.demand_id == Match.demand_id,
                DemandVersion.number == Match.demand_number,
            ),
        )
        .join(Enterprise, Enterprise.id == Match.enterprise_id)
        .outerjoin(Team, Team.id == Match.team_id)
        .where(Match.id == match_id)
    )
    return (await session.execute(query)).one()


async def experts(session: AsyncSession, leader_id: UUID, team_id: UUID | None) -> Sequence[Expert]:
    """The serving experts, the leader first."""
    ids = select(TeamMember.expert_id).where(
        TeamMember.team_id == team_id, TeamMember.standing == Standing.ACCEPTED
    )
    query = (
        select(Expert)
        .where(or_(Expert.id == leader_id, Expert.id.in_(ids)))
        .order_by(Expert.id != leader_id, Expert.id)
    )
    return (await session.execute(query)).scalars().all()


async def signatures(session: AsyncSession, agreement_id: UUID) -> Sequence[AgreementSignature]:
    """All signatures ever given, oldest first."""
    query = (
        select(AgreementSignature)
        .where(AgreementSignature.agreement_id == agreement_id)
        .order_by(AgreementSignature.id)
    )
    return (await session.execute(query)).scalars().all()


async def revisions(session: AsyncSession, agreement_id: UUID) -> Sequence[AnyRow]:
    """The revisions of the text with who made them, oldest first."""
    query = (
        select(AgreementText, Account.display_name)
        .join(Account, Account.id == AgreementText.changed_by)
        .where(AgreementText.agreement_id == agreement_id)
        .order_by(AgreementText.revision)
    )
    return (await session.execute(query)).all()


async def filings(session: AsyncSession, agreement_id: UUID) -> Sequence[AnyRow]:
    """What the organisation did with it, oldest first."""
    query = (
        select(Filing, Organisation.name)
        .join(Organisation, Organisation.id == Filing.organisation_id)
        .where(Filing.agreement_id == agreement_id)
        .order_by(Filing.id)
    )
    return (await session.execute(query)).all()


async def accounts(session: AsyncSession, match_id: UUID) -> list[tuple[Party, UUID]]:
    """Who is told of a match's agreement: the enterprise's staff, the expert or leader."""
    match = select(Match.enterprise_id, leading_expert.label("leader_id")).outerjoin(
        Team, Team.id == Match.team_id
    )
    sides = match.where(Match.id == match_id).subquery()
    staff = (
        select(Membership.account_id)
        .join(sides, sides.c.enterprise_id == Membership.enterprise_id)
        .where(Membership.ended_at.is_(None))
    )
    leader = select(Expert.account_id).join(sides, sides.c.leader_id == Expert.id)
    told = [(Party.ENTERPRISE, each) for each in (await session.execute(staff)).scalars()]
    return told + [(Party.EXPERT, each) for each in (await session.execute(leader)).scalars()]


async def orphaned(session: AsyncSession) -> list[UUID]:
    """Matches a side left before the service began, whose agreement still stands."""
    query = (
        select(Match.id)
        .join(Agreement, Agreement.match_id == Match.id)
        .where(Agreement.state.in_((*UNSIGNED, AgreementState.SIGNED)))
        .where(Match.state.not_in((MatchState.AGREED, MatchState.ENGAGED)))
    )
    return list((await session.execute(query.order_by(Match.id))).scalars())


async def unsigned_past_due(session: AsyncSession, today: date) -> list[UUID]:
    """Agreed matches whose time to sign is over, with or without a drafted agreement."""
    in_force = and_(Agreement.match_id == Match.id, Agreement.state != AgreementState.VOID)
    query = (
        select(Match.id)
        .outerjoin(Agreement, in_force)
        .where(Match.state == MatchState.AGREED)
        .where(or_(Agreement.id.is_(None), Agreement.state.in_(UNSIGNED)))
        .where(func.coalesce(Agreement.sign_due, Match.answer_due) < today)
        .order_by(Match.id)
    )
    return list((await session.execute(query)).scalars())

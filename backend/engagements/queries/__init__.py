"""What is read of engagements."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import column, exists, false, or_, select, table, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from backend.agreements.models import Agreement, Filing
from backend.demands.models import Demand
from backend.engagements.models import (
    ChangeHearing,
    ChangeRequest,
    Engagement,
    EngagementEnding,
    ServiceLog,
)
from backend.engagements.schemas import EngagementQuery
from backend.engagements.states import ChangeState, EngagementState
from backend.enterprises.models import Enterprise
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.matches.models import Match
from backend.organisations.models import Organisation
from backend.platform.rows import AnyRow, AnySelect
from backend.teams.models import Team, TeamMember
from backend.teams.states import Standing

Liaison = aliased(Organisation)
# A later slice keeps what the department has still to decide.
holds = table("service_holds", column("engagement_id"), column("state"))


def _on_team(expert_id: UUID | None) -> ColumnElement[bool]:
    return exists().where(
        TeamMember.team_id == Engagement.team_id,
        TeamMember.expert_id == expert_id,
        TeamMember.standing == Standing.ACCEPTED,
    )


def _is_heard(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor's organisation is asked about a change, as one's recommender."""
    return exists().where(
        ChangeRequest.engagement_id == Engagement.id,
        ChangeHearing.change_id == ChangeRequest.id,
        ChangeHearing.organisation_id == actor.organisation_id,
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Both sides and all team members, the organisations concerned, the liaison's zone."""
    if actor.role is Role.DEPARTMENT:
        return true()
    if actor.role is Role.ENTERPRISE:
        return Engagement.enterprise_id == actor.enterprise_id
    if actor.role is Role.EXPERT:
        return or_(Engagement.expert_id == actor.expert_id, _on_team(actor.expert_id))
    if actor.role is Role.REVIEWER:
        own = Engagement.organisation_id == actor.organisation_id
        return or_(own, Expert.organisation_id == actor.organisation_id, _is_heard(actor))
    if actor.role is Role.LIAISON:
        return Engagement.liaison_organisation_id == actor.organisation_id
    return false()


def cards(actor: Actor) -> AnySelect:
    """The engagements the actor may see, with the names a card shows."""
    return (
        select(
            Engagement,
            Demand.number.label("demand_number"),
            Demand.title.label("demand_title"),
            Enterprise.name.label("enterprise_name"),
            Expert.name.label("expert_name"),
            Team.name.label("team_name"),
            Team.cure_due,
            Organisation.name.label("organisation_name"),
            Liaison.name.label("liaison_name"),
            Filing.number.label("filing_number"),
        )
        .join(Demand, Demand.id == Engagement.demand_id)
        .join(Enterprise, Enterprise.id == Engagement.enterprise_id)
        .join(Expert, Expert.id == Engagement.expert_id)
        .outerjoin(Team, Team.id == Engagement.team_id)
        .join(Organisation, Organisation.id == Engagement.organisation_id)
        .outerjoin(Liaison, Liaison.id == Engagement.liaison_organisation_id)
        .join(Filing, Filing.id == Engagement.filing_id)
        .where(visible_to(actor))
    )


def listing(actor: Actor, asked: EngagementQuery) -> AnySelect:
    """The engagements asked for, newest first."""
    query = cards(actor).order_by(Engagement.id.desc())
    if asked.state:
        query = query.where(Engagement.state == asked.state)
    if asked.demand_id:
        query = query.where(Engagement.demand_id == asked.demand_id)
    if asked.agreement_id:
        query = query.where(Engagement.agreement_id == asked.agreement_id)
    return query


async def card(session: AsyncSession, actor: Actor, engagement_id: UUID) -> AnyRow | None:
    """One engagement the actor may see."""
    query = cards(actor).where(Engagement.id == engagement_id)
    return (await session.execute(query)).one_or_none()


async def starting_facts(session: AsyncSession, match_id: UUID) -> AnyRow:
    """Who serves whom under a match."""
    query = (
        select(
            Match.demand_id,
            Match.enterprise_id,
            Match.expert_id,
            Match.team_id,
            Team.leader_expert_id,
            Enterprise.city_code,
            Enterprise.county_code,
            Enterprise.zone_code,
            Enterprise.uscc,
        )
        .join(Enterprise, Enterprise.id == Match.enterprise_id)
        .outerjoin(Team, Team.id == Match.team_id)
        .where(Match.id == match_id)
    )
    return (await session.execute(query)).one()


async def members(session: AsyncSession, engagement: Engagement) -> Sequence[AnyRow]:
    """Id and name of everybody who serves, the leader first."""
    on_team = select(TeamMember.expert_id).where(
        TeamMember.team_id == engagement.team_id, TeamMember.standing == Standing.ACCEPTED
    )
    leads = Expert.id == engagement.expert_id
    query = (
        select(Expert.id, Expert.name)
        .where(or_(leads, Expert.id.in_(on_team)))
        .order_by(Expert.id != engagement.expert_id, Expert.id)
    )
    return (await session.execute(query)).all()


async def of_team(session: AsyncSession, team_id: UUID) -> UUID | None:
    """The service under way of a team."""
    query = select(Engagement.id).where(
        Engagement.team_id == team_id,
        Engagement.state.in_((EngagementState.SERVING, EngagementState.END_PROPOSED)),
    )
    return await session.scalar(query)


async def uncured(session: AsyncSession, today: date) -> list[UUID]:
    """Services of teams that were not filled up in time, before nobody for a decision yet."""
    asked = exists().where(
        ChangeRequest.engagement_id == Engagement.id, ChangeRequest.state == ChangeState.REQUESTED
    )
    query = (
        select(Engagement.id)
        .join(Team, Team.id == Engagement.team_id)
        .where(Engagement.state == EngagementState.SERVING, Team.cure_due < today, ~asked)
    )
    return list((await session.execute(query.order_by(Engagement.id))).scalars())


async def office_accounts(
    session: AsyncSession, engagement: Engagement, expert_id: UUID | None
) -> list[UUID]:
    """The reviewers of the enterprise's organisation, and of the expert's recommender."""
    recommender = select(Expert.organisation_id).where(Expert.id == expert_id).scalar_subquery()
    query = select(Membership.account_id).where(
        Membership.role == Role.REVIEWER,
        Membership.ended_at.is_(None),
        or_(
            Membership.organisation_id == engagement.organisation_id,
            Membership.organisation_id == recommender,
        ),
    )
    return list((await session.execute(query.distinct().order_by(Membership.account_id))).scalars())


async def agreement(session: AsyncSession, agreement_id: UUID) -> Agreement:
    """The agreement a service stands on."""
    return await session.get_one(Agreement, agreement_id)


async def logs(session: AsyncSession, engagement_id: UUID) -> Sequence[AnyRow]:
    """The service log with its writers' names, latest day first."""
    query = (
        select(ServiceLog, Expert.name)
        .join(Expert, Expert.id == ServiceLog.expert_id)
        .where(ServiceLog.engagement_id == engagement_id)
        .order_by(ServiceLog.day.desc(), ServiceLog.id.desc())
    )
    return (await session.execute(query)).all()


async def changes(session: AsyncSession, engagement_id: UUID) -> Sequence[ChangeRequest]:
    """All change requests, newest first."""
    query = (
        select(ChangeRequest)
        .where(ChangeRequest.engagement_id == engagement_id)
        .order_by(ChangeRequest.id.desc())
    )
    return (await session.execute(query)).scalars().all()


async def hearings(session: AsyncSession, change_ids: Sequence[UUID]) -> Sequence[AnyRow]:
    """What the recommenders say to these requests, with the organisations' names."""
    query = (
        select(ChangeHearing, Organisation.name)
        .join(Organisation, Organisation.id == ChangeHearing.organisation_id)
        .where(ChangeHearing.change_id.in_(change_ids))
        .order_by(ChangeHearing.id)
    )
    return (await session.execute(query)).all()


async def own_hearing(session: AsyncSession, actor: Actor, change_id: UUID) -> ChangeHearing | None:
    """The hearing of the actor's organisation, locked."""
    query = select(ChangeHearing).filter_by(
        change_id=change_id, organisation_id=actor.organisation_id
    )
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def recommenders(
    session: AsyncSession, engagement: Engagement
) -> Sequence[tuple[UUID, str | None]]:
    """The organisations of those who serve, besides the deciding one, each with its city."""
    serving = [member.id for member in await members(session, engagement)]
    query = (
        select(Organisation.id, Organisation.city_code)
        .distinct()
        .join(Expert, Expert.organisation_id == Organisation.id)
        .where(Expert.id.in_(serving), Organisation.id != engagement.organisation_id)
        .order_by(Organisation.id)
    )
    return [(id, city) for id, city in await session.execute(query)]


async def city_of(session: AsyncSession, organisation_id: UUID) -> str | None:
    """The city an organisation stands in."""
    query = select(Organisation.city_code).where(Organisation.id == organisation_id)
    return (await session.execute(query)).scalar_one()


async def reviewers(session: AsyncSession, organisation_id: UUID) -> list[UUID]:
    """The accounts that decide for an organisation."""
    query = select(Membership.account_id).where(
        Membership.organisation_id == organisation_id,
        Membership.role == Role.REVIEWER,
        Membership.ended_at.is_(None),
    )
    return list((await session.execute(query.order_by(Membership.id))).scalars())


async def open_change(session: AsyncSession, engagement_id: UUID) -> ChangeRequest | None:
    """The request that waits for its decision."""
    query = select(ChangeRequest).where(
        ChangeRequest.engagement_id == engagement_id,
        ChangeRequest.state == ChangeState.REQUESTED,
    )
    return (await session.execute(query)).scalar_one_or_none()


async def engagement_of_change(session: AsyncSession, change_id: UUID) -> UUID | None:
    """Which engagement a change request is about."""
    query = select(ChangeRequest.engagement_id).where(ChangeRequest.id == change_id)
    return (await session.execute(query)).scalar_one_or_none()


async def ending(session: AsyncSession, engagement_id: UUID) -> EngagementEnding | None:
    """When and how it ended."""
    return await session.get(EngagementEnding, engagement_id)


async def is_flagged(session: AsyncSession, engagement_id: UUID) -> bool:
    """Whether the department has still to decide on this service after an integrity finding."""
    query = select(exists().where(holds.c.engagement_id == engagement_id, holds.c.state == "open"))
    return bool((await session.execute(query)).scalar_one())


async def unanswered(session: AsyncSession, today: date) -> list[UUID]:
    """Engagements whose proposed end nobody answered in time."""
    query = select(Engagement.id).where(
        Engagement.state == EngagementState.END_PROPOSED, Engagement.end_due < today
    )
    return list((await session.execute(query.order_by(Engagement.id))).scalars())

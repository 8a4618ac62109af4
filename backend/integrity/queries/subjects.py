"""Who a finding is about, and what of theirs is open."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands.models import Demand
from backend.demands.states import DemandState
from backend.engagements.models import Engagement
from backend.engagements.states import EngagementState
from backend.enterprises.models import Enterprise
from backend.enterprises.states import EnterpriseState
from backend.experts.models import Expert
from backend.experts.states import ExpertState
from backend.identity.models import Account, Membership
from backend.identity.permissions import Role
from backend.matches.models import Match
from backend.matches.states import ACTIVE, WAITING, MatchState
from backend.platform.rows import AnyRow
from backend.teams.models import Team, TeamMember
from backend.teams.states import Standing, TeamState

OPEN_MATCHES = (*WAITING, *(ACTIVE - {MatchState.ENGAGED}), MatchState.RESERVE)
UNDER_WAY = (EngagementState.SERVING, EngagementState.END_PROPOSED)
OPEN_DEMANDS = (
    DemandState.DRAFT,
    DemandState.UNDER_REVIEW,
    DemandState.RETURNED,
    DemandState.PUBLISHED,
)
ON_TEAM = (Standing.ACCEPTED, Standing.INVITED)
CHANGEABLE = (TeamState.FORMING, TeamState.COMPLETE)


async def expert(session: AsyncSession, expert_id: UUID) -> Expert | None:
    """The expert a finding is proposed against."""
    return await session.get(Expert, expert_id)


async def enterprise(session: AsyncSession, enterprise_id: UUID) -> Enterprise | None:
    """The enterprise a finding is proposed against."""
    return await session.get(Enterprise, enterprise_id)


async def registered_experts(session: AsyncSession, fingerprint: str) -> Sequence[Expert]:
    """Registrations of a person that can be taken away, locked.

    FOR UPDATE, so that whatever is about to point at them waits, and is refused afterwards.
    """
    kept = (ExpertState.DRAFT, ExpertState.WITHDRAWN, ExpertState.DISQUALIFIED)
    query = select(Expert).where(Expert.id_fingerprint == fingerprint, Expert.state.not_in(kept))
    query = query.order_by(Expert.id).with_for_update()
    query = query.execution_options(populate_existing=True)
    return (await session.execute(query)).scalars().all()


async def registered_enterprises(session: AsyncSession, uscc: str) -> Sequence[Enterprise]:
    """Registrations of an enterprise that can be taken away, locked as above."""
    kept = (EnterpriseState.DRAFT, EnterpriseState.WITHDRAWN, EnterpriseState.DISQUALIFIED)
    query = select(Enterprise).where(Enterprise.uscc == uscc, Enterprise.state.not_in(kept))
    query = query.order_by(Enterprise.id).with_for_update()
    query = query.execution_options(populate_existing=True)
    return (await session.execute(query)).scalars().all()


def _serves(expert_id: UUID, table: Any) -> Any:
    on_team = exists().where(
        TeamMember.team_id == table.team_id,
        TeamMember.expert_id == expert_id,
        TeamMember.standing.in_(ON_TEAM),
    )
    return or_(table.expert_id == expert_id, on_team)


async def open_matches(
    session: AsyncSession, *, expert_id: UUID | None = None, enterprise_id: UUID | None = None
) -> Sequence[Match]:
    """Matches not yet in service, alone or in a team, in a fixed order."""
    query = select(Match).where(Match.state.in_(OPEN_MATCHES)).order_by(Match.id)
    if expert_id is not None:
        query = query.where(_serves(expert_id, Match))
    if enterprise_id is not None:
        query = query.where(Match.enterprise_id == enterprise_id)
    return (await session.execute(query)).scalars().all()


async def running(
    session: AsyncSession, *, expert_id: UUID | None = None, enterprise_id: UUID | None = None
) -> list[UUID]:
    """Services under way."""
    query = select(Engagement.id).where(Engagement.state.in_(UNDER_WAY)).order_by(Engagement.id)
    if expert_id is not None:
        query = query.where(_serves(expert_id, Engagement))
    if enterprise_id is not None:
        query = query.where(Engagement.enterprise_id == enterprise_id)
    return list((await session.execute(query)).scalars())


async def teams_of(session: AsyncSession, expert_id: UUID) -> list[AnyRow]:
    """Teams an expert is on that do not serve yet, and whether he leads them."""
    query = (
        select(Team.id, Team.name, (Team.leader_expert_id == expert_id).label("leads"))
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(
            Team.state.in_(CHANGEABLE),
            TeamMember.expert_id == expert_id,
            TeamMember.standing.in_(ON_TEAM),
        )
        .order_by(Team.id)
    )
    return list((await session.execute(query)).all())


async def team_accounts(session: AsyncSession, team_id: UUID, but: UUID) -> list[UUID]:
    """The accounts of a team's members but one."""
    query = (
        select(Expert.account_id)
        .join(TeamMember, TeamMember.expert_id == Expert.id)
        .where(
            TeamMember.team_id == team_id,
            TeamMember.standing.in_(ON_TEAM),
            Expert.id != but,
        )
    )
    return list((await session.execute(query)).scalars())


async def open_demands(session: AsyncSession, enterprise_id: UUID) -> Sequence[Demand]:
    """An enterprise's demands that are not matched."""
    query = select(Demand).where(
        Demand.enterprise_id == enterprise_id, Demand.state.in_(OPEN_DEMANDS)
    )
    return (await session.execute(query.order_by(Demand.id))).scalars().all()


async def office_accounts(session: AsyncSession, organisation_id: UUID | None) -> list[UUID]:
    """The reviewers of an organisation; the department's officers for None."""
    query = select(Membership.account_id).where(Membership.ended_at.is_(None))
    if organisation_id is None:
        query = query.where(Membership.role == Role.DEPARTMENT)
    else:
        query = query.where(
            Membership.role == Role.REVIEWER, Membership.organisation_id == organisation_id
        )
    return list((await session.execute(query.distinct())).scalars())


async def subject_accounts(
    session: AsyncSession, subject_type: str, subject_id: UUID | None
) -> list[UUID]:
    """The accounts of whom a report is about."""
    if subject_id is None:
        return []
    query: Any = select(Expert.account_id).where(Expert.id == subject_id)
    if subject_type == "enterprises":
        query = select(Membership.account_id).where(Membership.enterprise_id == subject_id)
    return list((await session.execute(query)).scalars())


async def is_under_way(session: AsyncSession, engagement_id: UUID) -> bool:
    """Whether a service still runs."""
    query = select(Engagement.state).where(Engagement.id == engagement_id)
    return (await session.execute(query)).scalar_one() in UNDER_WAY


async def match_of(session: AsyncSession, engagement_id: UUID) -> UUID:
    """The match a service rests on."""
    query = select(Engagement.match_id).where(Engagement.id == engagement_id)
    return (await session.execute(query)).scalar_one()


async def account_contact(session: AsyncSession, account_id: UUID) -> tuple[str, str | None]:
    """Name and telephone or e-mail of an account."""
    account = await session.get_one(Account, account_id)
    return account.display_name, account.phone or account.email

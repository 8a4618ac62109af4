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
from backend.matches.models import Match
from backend.matches.states import ACTIVE, WAITING, MatchState
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


async def expert(session: AsyncSession, expert_id: UUID) -> Expert | None:
    """The expert a finding is proposed against."""
    return await session.get(Expert, expert_id)


async def enterprise(session: AsyncSession, enterprise_id: UUID) -> Enterprise | None:
    """The enterprise a finding is proposed against."""
    return await session.get(Enterprise, enterprise_id)


async def registered_experts(session: AsyncSession, fingerprint: str) -> Sequence[Expert]:
    """Registrations of a person that can be taken away."""
    kept = (ExpertState.DRAFT, ExpertState.WITHDRAWN, ExpertState.DISQUALIFIED)
    query = select(Expert).where(Expert.id_fingerprint == fingerprint, Expert.state.not_in(kept))
    return (await session.execute(query.order_by(Expert.id))).scalars().all()


async def registered_enterprises(session: AsyncSession, uscc: str) -> Sequence[Enterprise]:
    """Registrations of an enterprise that can be taken away."""
    kept = (EnterpriseState.DRAFT, EnterpriseState.WITHDRAWN, EnterpriseState.DISQUALIFIED)
    query = select(Enterprise).where(Enterprise.uscc == uscc, Enterprise.state.not_in(kept))
    return (await session.execute(query.order_by(Enterprise.id))).scalars().all()


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


async def led_teams(session: AsyncSession, expert_id: UUID) -> Sequence[Team]:
    """Teams an expert leads that do not serve yet."""
    query = select(Team).where(
        Team.leader_expert_id == expert_id,
        Team.state.in_((TeamState.FORMING, TeamState.COMPLETE)),
    )
    return (await session.execute(query.order_by(Team.id))).scalars().all()


async def open_demands(session: AsyncSession, enterprise_id: UUID) -> Sequence[Demand]:
    """An enterprise's demands that are not matched."""
    query = select(Demand).where(
        Demand.enterprise_id == enterprise_id, Demand.state.in_(OPEN_DEMANDS)
    )
    return (await session.execute(query.order_by(Demand.id))).scalars().all()

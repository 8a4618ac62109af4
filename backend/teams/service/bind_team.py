"""A complete team as one side of a match."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.edits import lock
from backend.platform.problems import conflict, enforce, not_found
from backend.teams import queries, rules
from backend.teams.models import Team
from backend.teams.service.lead_team import led_team
from backend.teams.service.read_team import roster_of
from backend.teams.states import TEAM, TeamState


@dataclass(frozen=True)
class TeamParty:
    """A team as others deal with it; `expert_ids` names the leader first."""

    id: UUID
    demand_id: UUID
    name: str
    state: TeamState
    leader_id: UUID
    expert_ids: tuple[UUID, ...]


async def members_of(session: AsyncSession, team_id: UUID) -> list[UUID]:
    """Step: the experts on a team's roster, the leader first."""
    return [row.TeamMember.expert_id for row in (await roster_of(session, team_id)).live]


async def party_of(session: AsyncSession, team_id: UUID) -> TeamParty:
    """Step: any team as a party, as it is now."""
    team = await session.get_one(Team, team_id)
    members = tuple(await members_of(session, team_id))
    state = TeamState(team.state)
    return TeamParty(team.id, team.demand_id, team.name, state, team.leader_expert_id, members)


async def led(session: AsyncSession, actor: Actor, team_id: UUID) -> TeamParty:
    """Step: a team for its leader's reading. Raises 404 out of sight, 403 TEAM-LEAD."""
    row = await queries.detail(session, actor, team_id)
    if row is None:
        raise not_found("这个特派团")
    enforce(rules.led_by(row.Team.leader_expert_id == actor.expert_id), status=403)
    return await party_of(session, team_id)


async def bound_team(session: AsyncSession, team_id: UUID, actor: Actor) -> TeamParty:
    """Step: a complete team its leader binds, locked. Raises 403 TEAM-LEAD, 409 while forming."""
    team = await led_team(session, actor, team_id)
    if team.state != TeamState.COMPLETE:
        label = TEAM.label(team.state)
        raise conflict(f"特派团当前“{label}”，组建完成后才能申请。", kind="state")
    return await party_of(session, team_id)


async def serve(session: AsyncSession, team_id: UUID, actor: Actor) -> None:
    """Step: the team's agreement is filed; it serves from now on."""
    team = await lock(session, Team, team_id, "这个特派团")
    await audit.transition(session, team, TEAM, "serve", actor)


async def stand_down(session: AsyncSession, team_id: UUID, actor: Actor) -> None:
    """Step: the team's service has ended; a team is formed for one demand only."""
    team = await lock(session, Team, team_id, "这个特派团")
    if TEAM.allows(team.state, "dissolve"):
        team.cure_due = None
        await audit.transition(session, team, TEAM, "dissolve", actor)

"""What the leader does with a team as a whole."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.demands import service as demands
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.edits import expect_version, lock
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, enforce, forbidden, not_found
from backend.policies.service import current_policy
from backend.teams import queries, rules
from backend.teams.models import Team, TeamAcceptance, TeamMember
from backend.teams.schemas import TeamEdit, TeamNew, TeamRead
from backend.teams.service.read_team import (
    SIZE,
    Roster,
    completeness,
    roster_of,
    show,
    size_waiver,
)
from backend.teams.states import TEAM, Standing, TeamState

on_violation("uq_teams_leader", "您已为这项需求发起了一个特派团，请在原来的团里邀请成员。")
on_violation("D02", "特派团连组长应为4至7人。", rule="TEAM-SIZE")
on_violation("D03", "还有成员没有同意现在的名单，请刷新后查看。", rule="TEAM-ACCEPT")
on_violation("uq_team_members_team_id_expert_id", "这位特派员已在名单中。", rule="TEAM-ONCE")


async def locked_team(session: AsyncSession, actor: Actor, team_id: UUID) -> Team:
    """Step: a team the actor may see, locked. Raises 404 otherwise."""
    if await queries.detail(session, actor, team_id) is None:
        raise not_found("这个特派团")
    return await lock(session, Team, team_id, "这个特派团")


async def led_team(session: AsyncSession, actor: Actor, team_id: UUID) -> Team:
    """Step: a team the actor leads, locked. Raises 404, or 403 TEAM-LEAD for a member."""
    team = await locked_team(session, actor, team_id)
    enforce(rules.led_by(team.leader_expert_id == actor.expert_id), status=403)
    return team


async def _changeable(session: AsyncSession, team: Team) -> None:
    """Raise 409 for a team that is given up, TEAM-BOUND while it is a candidate or serves."""
    if team.state == TeamState.DISSOLVED:
        raise conflict("特派团已解散，不能再变动。", kind="state")
    enforce(rules.free_to_change(await queries.is_bound(session, team.id)))


async def free_team(session: AsyncSession, actor: Actor, team: Team) -> None:
    """Step: make sure the roster may change; a complete team is forming again then."""
    await _changeable(session, team)
    if TEAM.allows(team.state, "reopen"):
        await audit.transition(session, team, TEAM, "reopen", actor)


def accept_as(actor: Actor, team: Team, member: TeamMember) -> TeamAcceptance:
    """A member's yes to the roster as it is now."""
    member.standing, member.answered_at = Standing.ACCEPTED, clock.now()
    return TeamAcceptance(
        team_id=team.id,
        roster_version=team.roster_version,
        expert_id=member.expert_id,
        account_id=actor.account_id,
    )


@use_case
async def start(session: AsyncSession, actor: Actor, body: TeamNew) -> TeamRead:
    """Start a team for a published demand and lead it.

    Raises 409 MATCH-OPEN, COM-02, LIB-01, CON-01 or CREDIT-01.
    """
    if actor.expert_id is None:
        raise forbidden("请以科技特派员的身份发起特派团。")
    await demands.visible_demand(session, actor, body.demand_id, locked=False)
    demand = await demands.published_demand(session, body.demand_id)
    enforce(await capacity.pledged_experts(session, [actor.expert_id], actor.expert_id))
    enforce(*await capacity.fitness(session, actor, [actor.expert_id], demand.enterprise_id))
    team = Team(id=new_id(), leader_expert_id=actor.expert_id, **body.model_dump())
    await audit.create(session, team, TEAM, actor)
    leader = TeamMember(team_id=team.id, expert_id=actor.expert_id, is_leader=True)
    session.add_all([leader, accept_as(actor, team, leader)])
    await session.flush()
    return await show(session, actor, team.id)


@use_case
async def edit(
    session: AsyncSession, actor: Actor, team_id: UUID, body: TeamEdit, expected: int | None
) -> TeamRead:
    """Change name, plan or the reason for one employer or discipline. Raises 412 when stale."""
    team = await led_team(session, actor, team_id)
    expect_version(team, expected)
    await _changeable(session, team)
    for field, value in body.model_dump(exclude_unset=True).items():
        setattr(team, field, value)
    await audit.record(session, team, "edit", actor, fields=sorted(body.model_fields_set))
    return await show(session, actor, team_id)


async def _lead_as(session: AsyncSession, actor: Actor, team: Team, roster: Roster) -> None:
    """Completing a roster is the leader's yes to it, also where somebody else changed it."""
    row = roster.member(team.leader_expert_id)
    if row is not None and not await queries.has_accepted(session, team, row.TeamMember.expert_id):
        session.add(accept_as(actor, team, row.TeamMember))
        await session.flush()


@use_case
async def complete(session: AsyncSession, actor: Actor, team_id: UUID) -> TeamRead:
    """Close the roster: four to seven accepted members, or a waiver (5.2.4).

    Raises 409 TEAM-SIZE, TEAM-ACCEPT, TEAM-CROSS, COM-02, LIB-01, CON-01 or CREDIT-01.
    """
    team = await led_team(session, actor, team_id)
    roster = await roster_of(session, team_id, actor)
    verdicts = completeness(team, roster, await current_policy(session))
    waiver_id = await size_waiver(session, team_id)
    granted = frozenset({SIZE} if waiver_id else ())
    enforce(*[verdict.waived_by(granted) for verdict in verdicts])
    demand = await demands.published_demand(session, team.demand_id)
    members = [row.TeamMember.expert_id for row in roster.live]
    enforce(await capacity.pledged_experts(session, members, None))
    enforce(*await capacity.fitness(session, actor, members, demand.enterprise_id))
    team.waiver_id = None if verdicts[0].ok else waiver_id
    await _lead_as(session, actor, team, roster)
    await audit.transition(session, team, TEAM, "complete", actor, members=len(members))
    return await show(session, actor, team_id)


@use_case
async def dissolve(session: AsyncSession, actor: Actor, team_id: UUID) -> TeamRead:
    """Give the team up. Raises 409 TEAM-BOUND while it is a candidate or serves."""
    team = await led_team(session, actor, team_id)
    enforce(rules.free_to_change(await queries.is_bound(session, team.id)))
    await audit.transition(session, team, TEAM, "dissolve", actor)
    return await show(session, actor, team_id)

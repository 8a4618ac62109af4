"""A team that serves: members step out, others step in; below the fewest a period runs (A5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.edits import lock
from backend.platform.outbox import send_message
from backend.platform.problems import conflict, enforce, not_found
from backend.policies.service import current_policy
from backend.teams import queries, rules
from backend.teams.models import Team, TeamMember
from backend.teams.schemas import MemberInvite
from backend.teams.service.lead_team import accept_as, led_team
from backend.teams.service.read_team import Roster, roster_of, size_waiver
from backend.teams.states import LIVE, DeclineCode, Standing, TeamState

WHAT = "这个特派团"


@dataclass(frozen=True)
class Roll:
    """A serving team after its roster changed."""

    team_id: UUID
    name: str
    leader_account_id: UUID
    members: int
    roster_version: int
    cure_due: date | None
    """None once it is whole, or goes on by a waiver."""


async def in_sight(session: AsyncSession, actor: Actor, team_id: UUID) -> None:
    """Step: raises 404 for a team the actor may not see."""
    if await queries.detail(session, actor, team_id) is None:
        raise not_found(WHAT)


def _enforce_serving(team: Team) -> None:
    if team.state != TeamState.SERVING:
        raise conflict("特派团现在不在服务中，请在名单页面办理。", kind="state")


async def _settled(session: AsyncSession, team: Team) -> Roll:
    """The cure period begins, goes on or is over, by how many serve now."""
    await session.flush()
    roster = await roster_of(session, team.id)
    serving = [row for row in roster.live if row.TeamMember.standing == Standing.ACCEPTED]
    policy = await current_policy(session)
    waiver_id = team.waiver_id or await size_waiver(session, team.id)
    if rules.team_size(len(serving), policy).ok:
        team.cure_due = None
    elif waiver_id is not None:
        team.waiver_id, team.cure_due = waiver_id, None
    elif team.cure_due is None:
        team.cure_due = clock.today() + timedelta(days=policy.team_cure_days)
    await session.flush()
    leader = roster.member(team.leader_expert_id)
    assert leader is not None
    return Roll(
        team.id,
        team.name,
        leader.account_id,
        len(serving),
        team.roster_version,
        team.cure_due,
    )


async def step_out(
    session: AsyncSession, actor: Actor, team_id: UUID, code: DeclineCode, words: str
) -> Roll:
    """Step: a member leaves a serving team; the others, who agreed to serve, go on.

    Raises 404 for others than its members, 409 TEAM-OUT for the leader.
    """
    team = await lock(session, Team, team_id, WHAT)
    _enforce_serving(team)
    row = (await roster_of(session, team_id)).member(actor.expert_id)
    if row is None or row.TeamMember.standing != Standing.ACCEPTED:
        raise not_found(WHAT)
    member: TeamMember = row.TeamMember
    enforce(rules.may_step_out(member.is_leader))
    member.standing, member.answered_at = Standing.LEFT, clock.now()
    member.answer_code, member.answer = code, words or None
    team.roster_version += 1
    await audit.record(session, team, "leave", actor, reason=words)
    return await _settled(session, team)


async def _room(session: AsyncSession, roster: Roster) -> None:
    """Raise 409 TEAM-SIZE when one more would be too many."""
    policy = await current_policy(session)
    enforce(rules.team_size(max(len(roster.live) + 1, policy.team_min), policy))


async def ask_in(
    session: AsyncSession, actor: Actor, team_id: UUID, body: MemberInvite, enterprise_id: UUID
) -> None:
    """Step: the leader asks somebody to take a free seat of the serving team.

    Raises 403 TEAM-LEAD, 409 TEAM-ONCE, TEAM-SIZE, LIB-01, CON-01 or CREDIT-01.
    """
    team = await led_team(session, actor, team_id)
    _enforce_serving(team)
    roster = await roster_of(session, team_id)
    row = roster.member(body.expert_id)
    enforce(rules.not_yet_member(row is not None and row.TeamMember.standing in LIVE))
    await _room(session, roster)
    await experts.seen(session, actor, body.expert_id)
    enforce(*await capacity.fitness(session, actor, [body.expert_id], enterprise_id))
    member = row.TeamMember if row else TeamMember(team_id=team.id, expert_id=body.expert_id)
    member.standing, member.message = Standing.INVITED, body.message
    member.answer = member.answer_code = None
    session.add(member)
    team.roster_version += 1
    await audit.record(session, team, "invite_member", actor, expert=str(body.expert_id))
    asked = (await roster_of(session, team_id)).member(body.expert_id)
    assert asked is not None
    await send_message(
        session,
        f"team:{team.id}:roster:{team.roster_version}",
        asked.account_id,
        f"特派团“{team.name}”等您答复",
        "一个正在服务的特派团请您补位，同意后即参加服务，请查看后答复。",
        f"/teams/{team.id}",
    )


async def step_in(
    session: AsyncSession, actor: Actor, team_id: UUID, seen: int, enterprise_id: UUID
) -> Roll:
    """Step: the invited expert's own yes to the serving team as he has seen it.

    Raises 404 for who was not asked, 409 TEAM-ROSTER, COM-02, LIB-01, CON-01 or CREDIT-01.
    """
    team = await lock(session, Team, team_id, WHAT)
    _enforce_serving(team)
    row = (await roster_of(session, team_id)).member(actor.expert_id)
    if row is None or row.TeamMember.standing != Standing.INVITED:
        raise not_found("给您的邀请")
    member: TeamMember = row.TeamMember
    enforce(rules.answers_present_roster(seen, team.roster_version))
    enforce(await capacity.pledged_experts(session, [member.expert_id], member.expert_id))
    enforce(*await capacity.fitness(session, actor, [member.expert_id], enterprise_id))
    session.add(accept_as(actor, team, member))
    await audit.record(session, team, "accept", actor, roster=team.roster_version)
    return await _settled(session, team)


async def go_on_below(session: AsyncSession, team_id: UUID, waiver_id: UUID) -> None:
    """Step: the recommender lets the team serve on with fewer, by a waiver."""
    team = await lock(session, Team, team_id, WHAT)
    team.waiver_id, team.cure_due = waiver_id, None
    await session.flush()


async def recheck(session: AsyncSession, team_id: UUID) -> Roll:
    """Step: whether a team is still short of members on this day; a waiver may have come."""
    return await _settled(session, await lock(session, Team, team_id, WHAT))

"""Inviting, answering, removing. Each change of the roster asks every member anew (5.2.3)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.demands import service as demands
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.outbox import send_message
from backend.platform.problems import conflict, enforce, not_found
from backend.policies.service import current_policy
from backend.teams import rules
from backend.teams.models import Team, TeamMember
from backend.teams.schemas import MemberInvite, TeamAnswer, TeamRead
from backend.teams.service.lead_team import accept_as, free_team, led_team, locked_team
from backend.teams.service.read_team import Roster, roster_of, show, size_waiver
from backend.teams.states import (
    DECLINE_NAMES,
    LIVE,
    TEAM,
    DeclineCode,
    Standing,
    TeamState,
)


async def _tell(session: AsyncSession, team: Team, roster: Roster, words: str) -> None:
    """Ask everybody who has to answer the roster as it is now."""
    key = f"team:{team.id}:roster:{team.roster_version}"
    for row in roster.live:
        if row.TeamMember.standing == Standing.INVITED:
            title = f"特派团“{team.name}”等您答复"
            await send_message(session, key, row.account_id, title, words, f"/teams/{team.id}")


async def _renew(session: AsyncSession, actor: Actor, team: Team, words: str) -> None:
    """The roster changed: the leader's act is his yes, the others are asked anew."""
    team.roster_version += 1
    await session.flush()
    roster = await roster_of(session, team.id)
    for row in roster.live:
        member: TeamMember = row.TeamMember
        if member.is_leader:
            session.add(accept_as(actor, team, member))
        else:
            member.standing = Standing.INVITED
    await session.flush()
    await _tell(session, team, await roster_of(session, team.id), words)


async def _room(session: AsyncSession, team: Team, roster: Roster) -> None:
    """Raise 409 TEAM-SIZE when one more would be too many and no waiver is granted."""
    policy = await current_policy(session)
    verdict = rules.team_size(max(len(roster.live) + 1, policy.team_min), policy)
    if not verdict.ok and await size_waiver(session, team.id) is None:
        enforce(verdict)


@use_case
async def invite(
    session: AsyncSession, actor: Actor, team_id: UUID, body: MemberInvite
) -> TeamRead:
    """Ask a library expert to join.

    Raises 404 for an expert the leader cannot see, 409 TEAM-BOUND, TEAM-ONCE, TEAM-SIZE, LIB-01,
    CON-01 or CREDIT-01.
    """
    team = await led_team(session, actor, team_id)
    await free_team(session, actor, team)
    roster = await roster_of(session, team_id)
    row = roster.member(body.expert_id)
    enforce(rules.not_yet_member(row is not None and row.TeamMember.standing in LIVE))
    await _room(session, team, roster)
    demand = await demands.published_demand(session, team.demand_id)
    await experts.seen(session, actor, body.expert_id)
    verdicts = await capacity.fitness(session, actor, [body.expert_id], demand.enterprise_id)
    enforce(*verdicts)
    member = row.TeamMember if row else TeamMember(team_id=team.id, expert_id=body.expert_id)
    member.standing, member.message = Standing.INVITED, body.message
    member.answer = member.answer_code = None
    session.add(member)
    await audit.record(session, team, "invite_member", actor, expert=str(body.expert_id))
    await _renew(session, actor, team, f"为需求“{demand.title}”组团，名单有变化，请查看后答复。")
    return await show(session, actor, team_id)


@use_case
async def remove(session: AsyncSession, actor: Actor, team_id: UUID, expert_id: UUID) -> TeamRead:
    """Take a member off the roster. Raises 404 when not on it, 409 for the leader."""
    team = await led_team(session, actor, team_id)
    await free_team(session, actor, team)
    row = (await roster_of(session, team_id)).member(expert_id)
    if row is None or row.TeamMember.standing not in LIVE:
        raise not_found("这名成员")
    if row.TeamMember.is_leader:
        raise conflict("组长不能移出自己；如不再组团，请解散特派团。")
    row.TeamMember.standing = Standing.REMOVED
    await audit.record(session, team, "remove_member", actor, expert=str(expert_id))
    await _renew(session, actor, team, "有成员离开，名单有变化，请查看后答复。")
    return await show(session, actor, team_id)


async def drop_member(
    session: AsyncSession, actor: Actor, team_id: UUID, expert_id: UUID, words: str
) -> None:
    """Step: a member cannot go on: off the roster, which everybody left is asked about anew.

    The leader says yes to the new roster by what he does with it next.
    """
    team = await lock(session, Team, team_id, "这个特派团")
    row = (await roster_of(session, team_id)).member(expert_id)
    if row is None or row.TeamMember.standing not in LIVE:
        return
    if TEAM.allows(team.state, "reopen"):
        await audit.transition(session, team, TEAM, "reopen", actor)
    row.TeamMember.standing = Standing.REMOVED
    await audit.record(session, team, "remove_member", actor, expert=str(expert_id))
    team.roster_version += 1
    await session.flush()
    left = (await roster_of(session, team_id)).live
    for one in left:
        if not one.TeamMember.is_leader:
            one.TeamMember.standing = Standing.INVITED
    await session.flush()
    key, title = f"team:{team.id}:roster:{team.roster_version}", f"特派团“{team.name}”名单有变化"
    for one in left:
        await send_message(session, key, one.account_id, title, words, f"/teams/{team.id}")


@use_case
async def answer(session: AsyncSession, actor: Actor, team_id: UUID, body: TeamAnswer) -> TeamRead:
    """My own yes or no to the roster I have seen (自愿参与, 5.2.3).

    Raises 409 TEAM-ROSTER when the roster changed meanwhile, TEAM-BOUND when it is too late.
    """
    team = await locked_team(session, actor, team_id)
    row = (await roster_of(session, team_id)).member(actor.expert_id)
    if row is None or row.TeamMember.standing not in LIVE:
        raise not_found("给您的邀请")
    member: TeamMember = row.TeamMember
    if member.is_leader:
        raise conflict("您是组长，无需答复；如不再组团，请解散特派团。")
    enforce(rules.answers_present_roster(body.roster_version, team.roster_version))
    member.answer, member.answer_code = body.answer or None, None if body.accept else body.code
    if body.accept:
        await _accept(session, actor, team, member)
    else:
        await _decline(session, actor, team, member)
    action = "accept" if body.accept else "decline"
    await audit.record(session, team, action, actor, roster=team.roster_version)
    return await show(session, actor, team_id)


async def _accept(session: AsyncSession, actor: Actor, team: Team, member: TeamMember) -> None:
    if team.state != TeamState.FORMING or member.standing == Standing.ACCEPTED:
        raise conflict("您已经同意过这份名单，无需再次答复。", kind="state")
    demand = await demands.published_demand(session, team.demand_id)
    enforce(await capacity.pledged_experts(session, [member.expert_id], member.expert_id))
    enforce(*await capacity.fitness(session, actor, [member.expert_id], demand.enterprise_id))
    session.add(accept_as(actor, team, member))


def _politely(member: TeamMember) -> str:
    """A member's no as the leader reads it; who it was stands on the roster."""
    name = DECLINE_NAMES[DeclineCode(member.answer_code)]
    words = f"一名成员感谢您的邀请，因“{name}”不能参加，请查看名单，可以另请他人。"
    return words + f"对方说明：{member.answer}" if member.answer else words


async def _decline(session: AsyncSession, actor: Actor, team: Team, member: TeamMember) -> None:
    if not (team.state == TeamState.SERVING and member.standing == Standing.INVITED):
        await free_team(session, actor, team)
    was_in = member.standing == Standing.ACCEPTED
    member.standing = Standing.LEFT if was_in else Standing.DECLINED
    member.answered_at = clock.now()
    await session.flush()
    row = (await roster_of(session, team.id)).member(team.leader_expert_id)
    if row is not None:
        key, words = (
            f"team:{team.id}:no:{member.id}:{member.version}",
            _politely(member),
        )
        title = f"特派团“{team.name}”成员有答复"
        await send_message(session, key, row.account_id, title, words, f"/teams/{team.id}")

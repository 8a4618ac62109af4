"""Showing teams, and judging what completing one still takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.schemas import TimelineEntry
from backend.audit.service import standing, timeline
from backend.capacity import service as capacity
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.actions import AllowedAction, allowed, verdict_read
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict
from backend.policies.policy import Policy
from backend.policies.service import current_policy
from backend.teams import queries, rules
from backend.teams.models import Team, TeamMember
from backend.teams.schemas import MemberRead, TeamCard, TeamDemand, TeamQuery, TeamRead
from backend.teams.service.tell_turn import turn_with
from backend.teams.states import (
    DECLINE_NAMES,
    LIVE,
    STANDING_NAMES,
    TEAM,
    DeclineCode,
    Standing,
    TeamState,
)
from backend.waivers import service as waivers

SIZE = "TEAM-SIZE"
UNNAMED = "一位特派员"


@dataclass(frozen=True)
class Roster:
    """The members of a team as the rules count them."""

    rows: Sequence[AnyRow]
    names: Mapping[UUID, str] = field(default_factory=dict)
    """Their names as the one who asks may read them."""

    @property
    def live(self) -> list[AnyRow]:
        """Those asked or agreed, the leader first."""
        return [row for row in self.rows if row.TeamMember.standing in LIVE]

    @property
    def pending(self) -> list[str]:
        """Names of those who have not said yes to this roster."""
        waiting = [row for row in self.live if row.TeamMember.standing != Standing.ACCEPTED]
        return [self.names.get(row.TeamMember.expert_id, row.name) for row in waiting]

    @property
    def employers(self) -> int:
        """Distinct employers."""
        return len({row.employer_uscc for row in self.live})

    @property
    def disciplines(self) -> int:
        """Distinct first-level disciplines."""
        return len({code for row in self.live for code in row.disciplines})

    def member(self, expert_id: UUID | None) -> AnyRow | None:
        """The row of one expert, whatever the standing."""
        return next((row for row in self.rows if row.TeamMember.expert_id == expert_id), None)


async def roster_of(session: AsyncSession, team_id: UUID, actor: Actor | None = None) -> Roster:
    """Step: the roster as it is now, with the names `actor` may read."""
    rows = await queries.roster(session, team_id)
    if actor is None:
        return Roster(rows)
    ids = [row.TeamMember.expert_id for row in rows]
    return Roster(rows, await experts.shown_names(session, actor, ids))


async def size_waiver(session: AsyncSession, team_id: UUID) -> UUID | None:
    """Step: the granted waiver of the team's size, if there is one."""
    return (await waivers.granted(session, team_id, clock.today())).get(SIZE)


def completeness(team: Team, roster: Roster, policy: Policy) -> list[Verdict]:
    """What stands between a roster and a complete team, waivers not yet counted."""
    return [
        rules.team_size(len(roster.live), policy),
        rules.everybody_accepted(roster.pending),
        rules.crosses_units_and_disciplines(
            roster.employers, roster.disciplines, team.cross_reason, policy
        ),
    ]


def card(row: AnyRow) -> TeamCard:
    """A row of the listing as screens show it."""
    team: Team = row.Team
    return TeamCard(
        id=team.id,
        version=team.version,
        state=team.state,
        state_name=TEAM.label(team.state),
        name=team.name,
        demand=TeamDemand(id=team.demand_id, number=row.number, title=row.title),
        leader_name=row.leader_name if row.leader_is_named else UNNAMED,
        accepted=row.accepted,
        pending=row.invited,
        my_standing=row.my_standing,
        by_waiver=team.waiver_id is not None,
    )


def _reason(member: TeamMember) -> str | None:
    return DECLINE_NAMES[DeclineCode(member.answer_code)] if member.answer_code else None


async def _members(session: AsyncSession, actor: Actor, roster: Roster) -> list[MemberRead]:
    ids = [row.TeamMember.expert_id for row in roster.rows]
    cards = await experts.cards(session, actor, ids)
    return [
        MemberRead(
            expert=cards[member.expert_id],
            is_me=member.expert_id == actor.expert_id,
            is_leader=member.is_leader,
            standing=member.standing,
            standing_name=STANDING_NAMES[Standing(member.standing)],
            message=member.message,
            answer_name=_reason(member),
            answer=member.answer,
            answered_at=member.answered_at,
        )
        for member in (row.TeamMember for row in roster.rows)
    ]


async def _story(
    session: AsyncSession, actor: Actor, team_id: UUID, members: Sequence[MemberRead]
) -> list[TimelineEntry]:
    """What happened; to the sides without the names that their cards of the members hide."""
    found = await timeline(session, [(TEAM.subject, team_id)])
    hides = not all(member.expert.is_named for member in members)
    if hides and actor.role in {Role.ENTERPRISE, Role.EXPERT}:
        named = {member.expert.name for member in members}
        for entry in found:
            hidden = entry.role == Role.EXPERT and entry.who not in named
            entry.who = UNNAMED if hidden else entry.who
    return found


def _leader_actions(team: Team, bound: bool, verdicts: list[Verdict]) -> list[AllowedAction]:
    free = rules.free_to_change(bound)
    offered = [allowed("edit", "修改团队信息", free)]
    if team.state in {TeamState.FORMING, TeamState.COMPLETE}:
        offered += [allowed("invite", "邀请成员", free), allowed("remove", "移出成员", free)]
    if team.state == TeamState.FORMING:
        offered.append(allowed("complete", "组建完成", *verdicts))
    if TEAM.allows(team.state, "dissolve"):
        offered.append(allowed("dissolve", "解散", free))
    return offered


def _serving_actions(row: AnyRow) -> list[AllowedAction]:
    """Stepping in and out of a service under way."""
    if row.TeamMember.is_leader:
        return [allowed("ask_in", "邀请替补成员")]
    if row.TeamMember.standing == Standing.INVITED:
        return [allowed("join", "同意参加"), allowed("decline", "谢绝")]
    if row.TeamMember.standing == Standing.ACCEPTED:
        return [allowed("leave", "退出服务")]
    return []


def _actions(
    actor: Actor, team: Team, row: AnyRow | None, bound: bool, verdicts: list[Verdict]
) -> list[AllowedAction]:
    if team.state == TeamState.DISSOLVED or row is None:
        return []
    if team.state == TeamState.SERVING:
        return _serving_actions(row)
    if team.leader_expert_id == actor.expert_id:
        return _leader_actions(team, bound, verdicts)
    standing = row.TeamMember.standing
    offered = []
    if standing == Standing.INVITED and team.state == TeamState.FORMING:
        offered.append(allowed("accept", "同意参加"))
    if standing in LIVE:
        offered.append(allowed("decline", "谢绝或退出", rules.free_to_change(bound)))
    return offered


async def show(session: AsyncSession, actor: Actor, team_id: UUID) -> TeamRead:
    """Step: a team as this viewer may see it. Raises 404 when he may not."""
    row = await queries.detail(session, actor, team_id)
    if row is None:
        raise not_found("这个特派团")
    team: Team = row.Team
    policy = await current_policy(session)
    roster = await roster_of(session, team_id, actor)
    bound = await queries.is_bound(session, team_id)
    granted = frozenset({SIZE} if await size_waiver(session, team_id) else ())
    verdicts = completeness(team, roster, policy)
    judged = [verdict.waived_by(granted) for verdict in verdicts]
    mine = roster.member(actor.expert_id)
    members = await _members(session, actor, roster)
    pairing = capacity.Pairing(
        [one.TeamMember.expert_id for one in roster.live], row.enterprise_id, row.organisation_id
    )
    # Of an enterprise that is not named, a tie would tell an expert which one it is.
    is_office = actor.role in {Role.REVIEWER, Role.DEPARTMENT}
    conflicts = await capacity.conflict_paths(session, actor, pairing) if is_office else []
    return TeamRead(
        **card(row).model_dump(),
        standing=await standing(
            session, actor, (TEAM.subject, team.id), turn_with(actor, row, bound)
        ),
        plan=team.plan,
        cross_reason=team.cross_reason,
        roster_version=team.roster_version,
        minimum=policy.team_min,
        maximum=policy.team_max,
        employers=roster.employers,
        disciplines=roster.disciplines,
        is_bound=bound,
        cure_due=team.cure_due,
        members=members,
        conflicts=conflicts,
        verdicts=[verdict_read(verdict, granted) for verdict in verdicts],
        allowed_actions=_actions(actor, team, mine, bound, judged),
        timeline=await _story(session, actor, team_id, members),
    )


@read_case
async def read(session: AsyncSession, actor: Actor, team_id: UUID) -> TeamRead:
    """One team. Raises 404 for what the actor may not see."""
    return await show(session, actor, team_id)


@read_case
async def mine(session: AsyncSession, actor: Actor, asked: TeamQuery) -> Page[TeamCard]:
    """The teams I lead or was asked to join; for others, those they may see."""
    rows, frame = await page_rows(session, queries.mine(actor, asked), asked)
    return Page(items=[card(row) for row in rows], **frame)

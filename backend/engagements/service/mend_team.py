"""Members of a serving team leave and are replaced; what happens when nobody comes (A5).

Nothing ends by itself: when the cure period is over the enterprise's organisation decides.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.service import tell_sides
from backend.capacity import service as capacity
from backend.engagements import queries
from backend.engagements.models import ChangeRequest, Engagement
from backend.engagements.service.end_service import settle_open_change
from backend.engagements.states import CHANGE_REQUEST, ChangeKind, Side
from backend.identity.actor import SYSTEM, Actor
from backend.matches import service as matches
from backend.platform import audit, clock
from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import conflict
from backend.policies.policy import TeamCounts
from backend.policies.service import current_policy
from backend.teams import service as teams
from backend.teams.schemas import JoinIn, LeaveIn, MemberInvite, TeamRead
from backend.waivers import service as waivers

SIZE = "TEAM-SIZE"
REASON = "特派团成员退出后人数不足，补足期限已过。请决定终止服务，或豁免后继续服务。"


async def _serving(session: AsyncSession, actor: Actor, team_id: UUID) -> Engagement:
    """The service of a team in the actor's sight, locked. Raises 404, 409 when there is none."""
    await teams.in_sight(session, actor, team_id)
    engagement_id = await queries.of_team(session, team_id)
    if engagement_id is None:
        raise conflict("特派团现在不在服务中，请在名单页面办理。", kind="state")
    return await lock(session, Engagement, engagement_id, "这项服务")


async def _tell(
    session: AsyncSession, one: Engagement, expert_id: UUID, event: str, words: tuple[str, str]
) -> None:
    """Both sides, the enterprise's organisation and the member's recommender."""
    key, link = f"team:{one.team_id}:{event}:{expert_id}", f"/engagements/{one.id}"
    await tell_sides(session, one.match_id, key, words, link)
    for account_id in await queries.office_accounts(session, one, expert_id):
        await send_message(session, key, account_id, *words, link)


@use_case
async def leave_team(session: AsyncSession, actor: Actor, team_id: UUID, body: LeaveIn) -> TeamRead:
    """Step out of a serving team; below the fewest members a cure period begins (A5).

    Raises 404 for others than its members, 409 TEAM-OUT for the leader.
    """
    engagement = await _serving(session, actor, team_id)
    assert actor.expert_id is not None
    await matches.member_leaves(session, engagement.match_id, actor.expert_id)
    roll = await teams.step_out(session, actor, team_id, body.code, body.reason)
    await capacity.release(session, engagement.match_id, actor.expert_id)
    words = f"特派团“{roll.name}”有成员退出，现有{roll.members}人，服务照常进行。"
    if roll.cure_due is not None:
        words = (
            f"特派团“{roll.name}”有成员退出，现有{roll.members}人，"
            f"请组长在{roll.cure_due:%Y年%-m月%-d日}前补足，补足前服务照常进行。"
        )
    event = f"left:{roll.roster_version}"
    await _tell(session, engagement, actor.expert_id, event, ("特派团成员退出", words))
    return await teams.show(session, actor, team_id)


@use_case
async def ask_replacement(
    session: AsyncSession, actor: Actor, team_id: UUID, body: MemberInvite
) -> TeamRead:
    """The leader asks somebody to fill a free seat of a serving team.

    Raises 403 TEAM-LEAD, 404 for an expert out of sight, 409 with the rule in the way.
    """
    await teams.led(session, actor, team_id)
    engagement = await _serving(session, actor, team_id)
    await teams.ask_in(session, actor, team_id, body, engagement.enterprise_id)
    return await teams.show(session, actor, team_id)


async def _take_place(session: AsyncSession, engagement: Engagement, expert_id: UUID) -> None:
    """The new member's place, in service at once; only where members' places count (A8)."""
    policy = await current_policy(session)
    if policy.team_counts_for is not TeamCounts.EACH_MEMBER:
        return
    booking = capacity.Booking(engagement.match_id, engagement.enterprise_id, (expert_id,))
    await capacity.reserve(session, booking, policy)
    await capacity.take(session, engagement.match_id)


@use_case
async def join_team(session: AsyncSession, actor: Actor, team_id: UUID, body: JoinIn) -> TeamRead:
    """The invited expert's own yes: he serves from now on and one of his places is taken.

    Raises 404 for who was not asked, 409 TEAM-ROSTER, PART-01, COM-02, LIB-01, CON-01, CREDIT-01
    or CAP-01.
    """
    engagement = await _serving(session, actor, team_id)
    assert actor.expert_id is not None
    roll = await teams.step_in(
        session, actor, team_id, body.roster_version, engagement.enterprise_id
    )
    await matches.member_joins(session, engagement.match_id, actor.expert_id)
    await _take_place(session, engagement, actor.expert_id)
    if roll.cure_due is None:
        await _settle(session, engagement)
    words = f"特派团“{roll.name}”有新成员加入，现有{roll.members}人。"
    event = f"joined:{roll.roster_version}"
    await _tell(session, engagement, actor.expert_id, event, ("特派团补充成员", words))
    return await teams.show(session, actor, team_id)


async def _settle(session: AsyncSession, engagement: Engagement) -> None:
    """Nobody has to decide any more on a team that is whole again."""
    change = await queries.open_change(session, engagement.id)
    if change is not None and change.kind == ChangeKind.SHORTFALL:
        await settle_open_change(session, engagement, "特派团已补足人数，无需决定。")


async def go_on_below(
    session: AsyncSession, actor: Actor, engagement: Engagement, change: ChangeRequest
) -> None:
    """Step: the organisation lets a team serve on with fewer: an exception, on file as such."""
    assert engagement.team_id is not None
    last = max(engagement.planned_end_on, clock.today() + timedelta(days=1))
    exemption = waivers.Exemption(
        SIZE, "teams", engagement.team_id, change.requested_by, change.reason, last
    )
    note = change.decision_note or ""
    waiver_id = await waivers.grant_by_decision(session, actor, exemption, note)
    await teams.go_on_below(session, engagement.team_id, waiver_id)


@read_case
async def _uncured(session: AsyncSession) -> list[UUID]:
    return await queries.uncured(session, clock.today())


@use_case
async def _bring_before_office(session: AsyncSession, engagement_id: UUID) -> bool:
    """Put a team that was not filled up in time on its organisation's desk, once."""
    engagement = await lock(session, Engagement, engagement_id, "这项服务")
    if engagement_id not in await queries.uncured(session, clock.today()):
        return False  # filled up, ended or asked about meanwhile
    assert engagement.team_id is not None
    roll = await teams.recheck(session, engagement.team_id)
    if roll.cure_due is None:
        return False  # an exception was granted meanwhile
    change = ChangeRequest(
        id=new_id(),
        engagement_id=engagement.id,
        kind=ChangeKind.SHORTFALL,
        party=Side.EXPERT,
        reason=REASON,
        requested_by=roll.leader_account_id,
        organisation_id=engagement.organisation_id,
    )
    await audit.create(session, change, CHANGE_REQUEST, SYSTEM, reason=REASON)
    words = ("特派团人数不足，请决定", f"特派团“{roll.name}”现有{roll.members}人。" + REASON)
    key, link = f"change:{change.id}:asked", f"/engagements/{engagement.id}"
    for account_id in await queries.office_accounts(session, engagement, None):
        await send_message(session, key, account_id, *words, link)
    return True


async def end_cures(db: Database) -> int:
    """Bring teams that were not filled up in time before their organisations; how many."""
    return sum([await _bring_before_office(db, one) for one in await _uncured(db)])

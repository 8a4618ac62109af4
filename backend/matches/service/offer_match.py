"""How a match begins: by recommendation or designation, or by application (5.3.1 to 5.3.3)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.codelists import service as codelists
from backend.demands import service as demands
from backend.enterprises.service import approved_enterprise
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.matches import queries, rules
from backend.matches.models import Match
from backend.matches.schemas import ApplicationIn, CandidacyRead, InvitationIn, MatchRead
from backend.matches.service.hold_match import Side, take_part, tell, write_consent
from backend.matches.service.judge_match import one_match
from backend.matches.service.read_match import show
from backend.matches.states import MATCH, MatchState, Party, Way
from backend.platform import audit, clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.constraints import on_violation
from backend.platform.database import read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce, forbidden
from backend.policies.service import current_policy
from backend.teams import service as teams

on_violation(
    "uq_participations_open",
    "这位特派员已参加这项需求的匹配（个人或团队），不能重复参加。",
    rule="PART-01",
)


async def _taking_part(
    session: AsyncSession, actor: Actor, demand_id: UUID, expert_ids: Collection[UUID]
) -> list[str]:
    found = await queries.taking_part(session, demand_id, expert_ids)
    return list((await experts.shown_names(session, actor, found)).values())


async def _candidates_fit(
    session: AsyncSession, actor: Actor, demand: Any, expert_ids: tuple[UUID, ...]
) -> None:
    """Raise the first of PART-01, MATCH-ONE, LIB-01, CON-01, CREDIT-01 that stands in the way."""
    verdict, _ = await one_match(session, demand.id)
    fit = await capacity.fitness(session, actor, expert_ids, demand.enterprise_id)
    taking_part = await _taking_part(session, actor, demand.id, expert_ids)
    enforce(*fit, rules.takes_part_once(taking_part), verdict)


async def _begin(
    session: AsyncSession, actor: Actor, match: Match, side: Side, due: date
) -> MatchRead:
    """Write the match with the beginner's consent, which is his act, and tell the other side."""
    match.answer_due = due
    await audit.create(session, match, MATCH, actor, way=match.way)
    await take_part(session, match, side)
    party = Party.EXPERT if match.state == MatchState.APPLIED else Party.ENTERPRISE
    await write_consent(session, actor, match, party, match.demand_hash)
    await session.flush()
    until = f"请在{due:%Y年%-m月%-d日}前答复。"
    if party is Party.EXPERT:
        await tell(session, match, Party.ENTERPRISE, "有特派员（团）申请服务", until)
    else:
        await tell(session, match, Party.EXPERT, "有企业邀请您提供服务", until)
    return await show(session, actor, match.id)


def _match(demand: Any, way: Way, message: str) -> Match:
    state = MatchState.APPLIED if way is Way.APPLIED else MatchState.INVITED
    return Match(
        id=new_id(),
        state=state,
        demand_id=demand.id,
        demand_number=demand.published_number,
        demand_hash=demand.content_hash,
        enterprise_id=demand.enterprise_id,
        way=way,
        message=message,
    )


@use_case
async def invite(session: AsyncSession, actor: Actor, body: InvitationIn) -> MatchRead:
    """Designate a library expert, or invite a recommended one; the invitation is consent.

    Raises 404 for foreign demands, 409 with the rule that stands in the way.
    """
    await demands.visible_demand(session, actor, body.demand_id, locked=False)
    demand = await demands.published_demand(session, body.demand_id, locked=True)
    enforce(rules.speaks_for_itself(demand.enterprise_id == actor.enterprise_id), status=403)
    await approved_enterprise(session, demand.enterprise_id)
    await experts.seen(session, actor, body.expert_id)
    expert = await experts.library_expert(session, body.expert_id)
    way = Way(body.way)
    enforce(rules.may_be_designated(expert.is_designable, way))
    enforce(await capacity.pledged_enterprise(session, demand.enterprise_id))
    await _candidates_fit(session, actor, demand, (expert.id,))
    policy = await current_policy(session)
    days = await codelists.calendar(session)
    due = days.add_working_days(clock.today(), policy.designation_answer_working_days)
    match = _match(demand, way, body.message)
    match.expert_id = expert.id
    side = Side(expert.id, (expert.id,), is_team=False)
    return await _begin(session, actor, match, side, due)


async def _applying_side(session: AsyncSession, actor: Actor, body: ApplicationIn) -> Side:
    """The expert himself, or the complete team he leads (5.2.2)."""
    if actor.expert_id is None:
        raise forbidden("请以科技特派员的身份提出申请。")
    enforce(rules.speaks_for_itself(body.expert_id in (None, actor.expert_id)), status=403)
    if body.team_id is None:
        return Side(actor.expert_id, (actor.expert_id,), is_team=False)
    team = await teams.bound_team(session, body.team_id, actor)
    enforce(rules.speaks_for_itself(team.demand_id == body.demand_id))
    return Side(team.leader_id, team.expert_ids, is_team=True)


@use_case
async def apply(session: AsyncSession, actor: Actor, body: ApplicationIn) -> MatchRead:
    """Apply for a demand, alone or with a complete team; the application is consent.

    Raises 404 for a demand not visible, 409 with the rule that stands in the way.
    """
    await demands.visible_demand(session, actor, body.demand_id, locked=False)
    demand = await demands.published_demand(session, body.demand_id, locked=True)
    side = await _applying_side(session, actor, body)
    present = demand.content_hash or ""
    enforce(rules.same_text(body.text_hash or present, present, present))
    enforce(await capacity.pledged_experts(session, side.expert_ids, actor.expert_id))
    await _candidates_fit(session, actor, demand, side.expert_ids)
    policy = await current_policy(session)
    match = _match(demand, Way.APPLIED, body.message)
    match.team_id = body.team_id
    match.expert_id = None if side.is_team else side.leader_id
    due = clock.today() + timedelta(days=policy.application_answer_days)
    return await _begin(session, actor, match, side, due)


async def _apply_actions(session: AsyncSession, actor: Actor, demand: Any) -> list[AllowedAction]:
    """The buttons of an expert who reads a demand, judged by the rules that would refuse."""
    assert actor.expert_id is not None
    me = [actor.expert_id]
    fit = [
        demands.is_open(demand),
        await capacity.pledged_experts(session, me, actor.expert_id),
        *await capacity.fitness(session, actor, me, demand.enterprise_id),
    ]
    booking = capacity.Booking(demand.id, demand.enterprise_id, me)
    cap = await capacity.cap_verdicts(session, booking, await current_policy(session))
    one, _ = await one_match(session, demand.id)
    part = rules.takes_part_once(await _taking_part(session, actor, demand.id, me))
    offered = [allowed("apply", "以个人申请", *fit, part, one, *cap)]
    team = await queries.led_team(session, actor, demand.id)
    if team is None:
        offered.append(allowed("start_team", "发起特派团", *fit, part, one))
    return offered


@read_case
async def candidacy(session: AsyncSession, actor: Actor, demand_id: UUID) -> CandidacyRead:
    """Where an expert stands with a demand, and what he may do about it. Raises 404 unseen."""
    if actor.expert_id is None:
        raise forbidden("请以科技特派员的身份查看。")
    demand = await demands.visible_demand(session, actor, demand_id, locked=False)
    match = await queries.own_match(session, actor, demand_id)
    return CandidacyRead(
        demand_id=demand_id,
        match_id=match.id if match else None,
        match_state=match.state if match else None,
        text_hash=demand.content_hash,
        allowed_actions=await _apply_actions(session, actor, demand),
    )

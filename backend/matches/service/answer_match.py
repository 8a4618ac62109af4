"""The other side's answer: consent, which reserves the places at once, or a reasoned no."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.demands import service as demands
from backend.enterprises.service import approved_enterprise
from backend.identity.actor import Actor
from backend.matches import queries, rules
from backend.matches.models import Match
from backend.matches.schemas import ConsentIn, DeclineIn, MatchRead
from backend.matches.service.hold_match import (
    Side,
    booking_of,
    expert_side,
    hold_visible,
    other,
    party_of,
    pledged,
    say_no,
    step_back,
    tell,
    told_why,
    waits_for,
    write_consent,
)
from backend.matches.service.judge_match import one_match
from backend.matches.service.read_match import show
from backend.matches.states import MATCH, Party
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.problems import enforce
from backend.policies.service import current_policy

on_violation(
    "uq_matches_one_per_demand",
    "这项需求刚与另一名特派员（团）达成匹配，原则上不能再匹配。",
    rule="MATCH-ONE",
)
for constraint in ("fk_matches_enterprise_consent", "fk_matches_expert_consent"):
    on_violation(constraint, "双方同意的不是同一文本，请刷新后重新确认。", rule="MATCH-TEXT")


async def _set_others_aside(session: AsyncSession, actor: Actor, match: Match) -> None:
    """The other candidates become the reserve, and are told politely (decision A9)."""
    for candidate in await queries.others_waiting(session, match):
        candidate.answer_due = None
        await audit.transition(session, candidate, MATCH, "set_aside", actor)
        words = "这项需求已与其他特派员（团）达成匹配，您的申请列为候补；如重新征集，将优先考虑。"
        await tell(session, candidate, Party.EXPERT, "您已列为候补，感谢参与", words)


async def _agree(session: AsyncSession, actor: Actor, match: Match, side: Side) -> None:
    """Both have consented: places reserved, the demand matched, the others in reserve."""
    policy = await current_policy(session)
    await capacity.reserve(session, booking_of(actor, match, side), policy)
    match.agreed_at = clock.now()
    match.answer_due = clock.today() + timedelta(days=policy.agreement_signing_days)
    await audit.transition(session, match, MATCH, "consent", actor)
    demand = await demands.engaged_demand(session, match.demand_id)
    await demands.move(session, demand, "match", actor)
    await _set_others_aside(session, actor, match)


async def _judge(
    session: AsyncSession, actor: Actor, match: Match, side: Side, demand: Any, seen: str
) -> None:
    """Raise the first rule that stands between the sides now; note the waiver if one is used."""
    present = demand.content_hash or ""
    one, waiver_id = await one_match(session, demand.id)
    await approved_enterprise(session, match.enterprise_id)
    enforce(
        demands.is_open(demand),
        rules.same_text(seen, present, match.demand_hash),
        one,
        *await capacity.fitness(session, actor, side.expert_ids, match.enterprise_id),
    )
    match.waiver_id = waiver_id


async def _confirm_again(
    session: AsyncSession, actor: Actor, match: Match, party: Party, seen: str
) -> None:
    """Who consented first says yes to the text as it is now (decision A11)."""
    demand = await demands.published_demand(session, match.demand_id)
    enforce(rules.confirms_new_text(seen, demand.content_hash or "", match.demand_hash))
    await write_consent(session, actor, match, party, seen)
    match.demand_number = demand.published_number or match.demand_number
    await audit.record(session, match, "reconfirm", actor)
    await tell(session, match, other(party), "对方已确认更新后的需求", "请查看后答复。")


async def consent_to_match(
    session: AsyncSession, actor: Actor, match_id: UUID, body: ConsentIn
) -> Match:
    """Step: a side's yes to the text it has read. The second yes reserves the places.

    Raises 409 COM-02, MATCH-TURN, MATCH-OPEN, MATCH-TEXT, MATCH-ONE, LIB-01, CON-01, CREDIT-01
    or CAP-01 (which names the enterprises served, but not to an enterprise).
    """
    match = await hold_visible(session, actor, match_id)
    side = await expert_side(session, match)
    party, awaited = party_of(actor, match, side), waits_for(match)
    if party is not None and awaited is other(party):
        await _confirm_again(session, actor, match, party, body.text_hash)
        return match
    enforce(rules.is_your_turn(awaited, party))
    assert party is not None
    enforce(await pledged(session, party, match, side))
    demand = await demands.engaged_demand(session, match.demand_id)
    await _judge(session, actor, match, side, demand, body.text_hash)
    await write_consent(session, actor, match, party, match.demand_hash)
    await _agree(session, actor, match, side)
    words = f"双方已同意，请在{match.answer_due:%Y年%-m月%-d日}前签署协议。"
    await tell(session, match, other(party), "对方已同意，达成匹配", words)
    return match


@use_case
async def consent(
    session: AsyncSession, actor: Actor, match_id: UUID, body: ConsentIn
) -> MatchRead:
    """Consent to the text read; see `consent_to_match`."""
    match = await consent_to_match(session, actor, match_id, body)
    return await show(session, actor, match.id)


@use_case
async def decline(
    session: AsyncSession, actor: Actor, match_id: UUID, body: DeclineIn
) -> MatchRead:
    """Say no, with a reason the other side sees. Raises 409 MATCH-TURN for the side that asked."""
    match = await hold_visible(session, actor, match_id)
    side = await expert_side(session, match)
    party = party_of(actor, match, side)
    enforce(rules.is_your_turn(waits_for(match), party))
    assert party is not None
    say_no(match, party, body.code, body.reason)
    await audit.transition(session, match, MATCH, "decline", actor, reason=body.reason)
    await tell(session, match, other(party), "对方谢绝了这次匹配", told_why(match))
    await step_back(session, match)
    return await show(session, actor, match.id)

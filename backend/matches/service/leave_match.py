"""Leaving a match: by the side that began it, by either before signing, or by time."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import SYSTEM, Actor
from backend.matches import queries, rules
from backend.matches.schemas import MatchRead, WithdrawIn
from backend.matches.service.carry_match import cancel
from backend.matches.service.hold_match import (
    expert_side,
    hold,
    hold_visible,
    other,
    party_of,
    say_no,
    step_back,
    tell,
    told_why,
    waits_for,
)
from backend.matches.service.read_match import show
from backend.matches.states import MATCH, WAITING, MatchState, Party
from backend.platform import audit, clock
from backend.platform.database import Database, read_case, use_case
from backend.platform.problems import enforce


@use_case
async def withdraw(
    session: AsyncSession, actor: Actor, match_id: UUID, body: WithdrawIn
) -> MatchRead:
    """Step back: freely before both consented, by either side until the service starts (A10).

    Raises 409 MATCH-TURN for the side that is asked: it consents or declines.
    """
    match = await hold_visible(session, actor, match_id)
    side = await expert_side(session, match)
    party, awaited = party_of(actor, match, side), waits_for(match)
    enforce(rules.is_your_turn(other(awaited) if awaited else party, party))
    assert party is not None
    say_no(match, party, body.code, body.reason)
    if match.state == MatchState.AGREED:
        await cancel(session, match, "withdraw", actor)
    else:
        await audit.transition(session, match, MATCH, "withdraw", actor, reason=body.reason)
        await step_back(session, match)
    await tell(session, match, other(party), "对方退出了这次匹配", told_why(match))
    return await show(session, actor, match.id)


@read_case
async def _overdue(session: AsyncSession) -> list[UUID]:
    return await queries.overdue(session, clock.today())


@use_case
async def _expire(session: AsyncSession, match_id: UUID) -> bool:
    match = await hold(session, match_id)
    if match_id not in await queries.overdue(session, clock.today()):
        return False  # answered while we waited
    late = match.state in WAITING
    await audit.transition(session, match, MATCH, "expire", SYSTEM)
    words = "没有在期限内答复。" if late else "这项需求不再征集。"
    for party in Party:
        await tell(session, match, party, "匹配已失效", words)
    await step_back(session, match)
    return True


async def expire_due(db: Database) -> int:
    """End every candidacy whose time is over or whose demand is gone; how many there were."""
    done = [await _expire(db, match_id) for match_id in await _overdue(db)]
    return sum(done)

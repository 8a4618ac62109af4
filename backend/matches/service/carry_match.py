"""What later slices do with an agreed match: engage, end, or give it up."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.demands import service as demands
from backend.identity.actor import Actor
from backend.matches import queries
from backend.matches.models import Match, Participation
from backend.matches.service.hold_match import hold, step_back, tell
from backend.matches.states import MATCH, MatchState, Party
from backend.platform import audit, clock
from backend.platform.problems import conflict, not_found
from backend.teams import service as teams


async def agreed_match(session: AsyncSession, match_id: UUID, *, lock: bool = False) -> Match:
    """Step: a match both sides have consented to (5.4.1). Raises 404, or 409 without consents."""
    match = await hold(session, match_id) if lock else await session.get(Match, match_id)
    if match is None:
        raise not_found("这次匹配")
    if match.state != MatchState.AGREED:
        label = MATCH.label(match.state)
        raise conflict(f"双方同意后才能签订协议，这次匹配当前是“{label}”。", kind="state")
    return match


async def engage(session: AsyncSession, match_id: UUID, actor: Actor) -> None:
    """Step: the agreement is filed: places taken, the team serves. The caller moves the demand."""
    match = await hold(session, match_id)
    await audit.transition(session, match, MATCH, "engage", actor)
    await capacity.take(session, match_id)
    if match.team_id is not None:
        await teams.serve(session, match.team_id, actor)


async def member_leaves(session: AsyncSession, match_id: UUID, expert_id: UUID) -> None:
    """Step: one member of a serving team takes part no more; the match goes on without him."""
    await hold(session, match_id)
    for one in await queries.participations(session, match_id):
        if one.expert_id == expert_id:
            one.closed_at = clock.now()
    await session.flush()


async def member_joins(session: AsyncSession, match_id: UUID, expert_id: UUID) -> None:
    """Step: somebody takes part in a running match from now on. Raises 409 PART-01 twice."""
    match = await hold(session, match_id)
    session.add(Participation(match_id=match.id, demand_id=match.demand_id, expert_id=expert_id))
    await session.flush()


async def end(session: AsyncSession, match_id: UUID, actor: Actor) -> None:
    """Step: the service has ended: places freed at once (5.6.1). The caller moves the demand."""
    match = await hold(session, match_id)
    await audit.transition(session, match, MATCH, "end", actor)
    await capacity.release(session, match_id)
    await step_back(session, match)
    if match.team_id is not None:
        await teams.stand_down(session, match.team_id, actor)


async def call_off(
    session: AsyncSession, match: Match, actor: Actor, words: Mapping[Party, tuple[str, str]]
) -> None:
    """Step: a match comes to nothing through no fault of who reads about it: title and words."""
    await cancel(session, match, "withdraw", actor)
    for party, (title, text) in words.items():
        await tell(session, match, party, title, text)


async def cancel(session: AsyncSession, match: Match, action: str, actor: Actor) -> None:
    """Step: a match comes to nothing: places freed, an agreed one's demand opened again.

    `action` is withdraw or expire. The reserve stays; a second match by waiver keeps the demand.
    """
    was_agreed = match.state == MatchState.AGREED
    await capacity.release(session, match.id)
    await audit.transition(session, match, MATCH, action, actor)
    await step_back(session, match)
    if was_agreed and await queries.count_active(session, match.demand_id) == 0:
        demand = await demands.engaged_demand(session, match.demand_id)
        await demands.move(session, demand, "reopen", actor)
        words = "已达成的匹配没有继续，需求重新征集，可先考虑候补的特派员（团）。"
        event = f"reopened:{match.id}"
        await demands.tell_enterprise(session, demand, event, "需求重新征集", words)

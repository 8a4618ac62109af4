"""The end: proposed by one side, confirmed by the other or by its silence (5.6.1, A15).

What follows an end, the ratings, belongs to a later slice: it calls these steps.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.service import other_side, tell_sides
from backend.capacity import service as capacity
from backend.codelists.service import calendar
from backend.demands import service as demands
from backend.engagements import queries
from backend.engagements.models import Engagement, EngagementEnding
from backend.engagements.rules import answered_by_other_side, speaks_for_a_side
from backend.engagements.schemas import DisputeIn, EndIn, EngagementRead
from backend.engagements.service.read_engagement import engagement_detail, locked
from backend.engagements.service.tell_turn import side_of
from backend.engagements.states import CHANGE_REQUEST, ENGAGEMENT, EngagementState
from backend.identity.actor import SYSTEM, Actor
from backend.matches import service as matches
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.problems import enforce
from backend.policies.policy import PlaceFreed
from backend.policies.service import current_policy


@use_case
async def propose_end(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: EndIn
) -> EngagementRead:
    """Propose the end. Raises 403 SRV-01 for others than the two sides."""
    engagement = await locked(session, actor, engagement_id)
    side = side_of(actor, engagement)
    enforce(speaks_for_a_side(side), status=403)
    assert side is not None
    policy = await current_policy(session, clock.today())
    days = await calendar(session)
    engagement.end_proposed_by = side
    engagement.end_due = days.add_working_days(clock.today(), policy.end_confirmation_working_days)
    engagement.outcome, engagement.end_note = body.outcome, body.note or None
    await audit.transition(
        session, engagement, ENGAGEMENT, "propose_end", actor, side=side, note=body.note
    )
    if policy.place_freed is PlaceFreed.AT_PROPOSAL:
        await capacity.release(session, engagement.match_id)
    await tell_sides(
        session,
        engagement.match_id,
        f"engagement:{engagement.id}:end:{engagement.version}",
        (
            "对方提出结束服务",
            f"请在{engagement.end_due:%-m月%-d日}前确认或提出异议，逾期视为确认。",
        ),
        f"/engagements/{engagement.id}",
        only=other_side(side),
    )
    return await engagement_detail(session, actor, engagement.id)


@use_case
async def dispute_end(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: DisputeIn
) -> EngagementRead:
    """Say that it is not over yet: the service goes on. Raises 409 END-01 for the proposer."""
    engagement = await locked(session, actor, engagement_id)
    enforce(answered_by_other_side(side_of(actor, engagement), engagement.end_proposed_by))
    engagement.end_proposed_by = engagement.end_due = None
    engagement.outcome = engagement.end_note = None
    await audit.transition(session, engagement, ENGAGEMENT, "dispute_end", actor, note=body.note)
    return await engagement_detail(session, actor, engagement.id)


async def _end_match(session: AsyncSession, actor: Actor, engagement: Engagement) -> None:
    """Free the places, dissolve the team, close the demand or open it again."""
    await matches.end(session, engagement.match_id, actor)
    demand = await demands.engaged_demand(session, engagement.demand_id)
    if engagement.state == EngagementState.REPLACED:
        await demands.move(session, demand, "reopen", actor)
    else:
        demand.outcome = engagement.outcome
        await demands.move(session, demand, "close", actor)


async def settle_open_change(
    session: AsyncSession, engagement: Engagement, words: str = "服务已结束，申请不再需要决定。"
) -> None:
    """Step: a request that nobody has to decide any more."""
    change = await queries.open_change(session, engagement.id)
    if change is not None:
        change.decision, change.decided_at = "refused", clock.now()
        change.decision_note = words
        await audit.transition(session, change, CHANGE_REQUEST, "refuse", SYSTEM)


async def end(session: AsyncSession, actor: Actor, engagement: Engagement, action: str) -> None:
    """Step: end a locked engagement by `action`, once; its places are free from here on."""
    if engagement.outcome is None:
        engagement.outcome = "unsolved"
    await audit.transition(session, engagement, ENGAGEMENT, action, actor)
    session.add(
        EngagementEnding(engagement_id=engagement.id, kind=engagement.state, ended_at=clock.now())
    )
    await session.flush()
    await settle_open_change(session, engagement)
    await _end_match(session, actor, engagement)


async def confirm_end(session: AsyncSession, actor: Actor, engagement_id: UUID) -> Engagement:
    """Step: confirm the other side's proposal. Raises 409 END-01 for the proposer."""
    engagement = await locked(session, actor, engagement_id)
    enforce(answered_by_other_side(side_of(actor, engagement), engagement.end_proposed_by))
    await end(session, actor, engagement, "confirm_end")
    return engagement


async def lapse_end(session: AsyncSession, engagement_id: UUID) -> Engagement | None:
    """Step: silence confirms; None when somebody answered meanwhile."""
    engagement = await lock(session, Engagement, engagement_id)
    overdue = engagement.end_due is not None and engagement.end_due < clock.today()
    if engagement.state != EngagementState.END_PROPOSED or not overdue:
        return None
    await end(session, SYSTEM, engagement, "lapse")
    return engagement

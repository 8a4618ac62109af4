"""Whatever ends an engagement opens the window in which its parties rate each other."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.engagements import service as engagements
from backend.engagements.schemas import ChangeDecisionIn, EngagementRead
from backend.engagements.service import Ruling
from backend.evaluations import queries
from backend.evaluations.models import RatingWindow
from backend.evaluations.rules import expected_directions
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.calendar import end_of_day
from backend.platform.database import Database, use_case
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.policies.service import current_policy


async def _open_window(session: AsyncSession, engagement_id: UUID) -> None:
    engagement = await engagements.engagement_of(session, engagement_id)
    policy = await current_policy(session, clock.today())
    last_day = clock.today() + timedelta(days=policy.rating_window_days)
    has_liaison = engagement.liaison_organisation_id is not None
    session.add(
        RatingWindow(
            id=new_id(),
            engagement_id=engagement_id,
            closes_at=end_of_day(last_day),
            expected=len(expected_directions(has_liaison)),
        )
    )
    await session.flush()
    title, link = "服务已结束，请评价", f"/engagements/{engagement_id}/rate"
    body = f"请在{last_day:%-m月%-d日}前客观真实地评价其他各方；到期前任何一方都看不到结果。"
    for account_id in await queries.raters(session, engagement):
        await send_message(session, f"rate:{engagement_id}", account_id, title, body, link)


@use_case
async def confirm_end(session: AsyncSession, actor: Actor, engagement_id: UUID) -> EngagementRead:
    """Confirm that the service is over: its place is free at once, the ratings are due.

    Raises 409 END-01 for the side that proposed it, 409 when nothing is proposed (5.6.1).
    """
    await engagements.confirm_end(session, actor, engagement_id)
    await _open_window(session, engagement_id)
    return await engagements.engagement_detail(session, actor, engagement_id)


@use_case
async def decide_change(
    session: AsyncSession, actor: Actor, change_id: UUID, body: ChangeDecisionIn
) -> EngagementRead:
    """Decide on a replacement or early end; consented to, it ends the service (5.6.2).

    Raises 403 CHG-01 for another organisation, 409 CHG-02 for the one who asked.
    """
    engagement, has_ended = await engagements.decide_change(session, actor, change_id, body)
    if has_ended:
        await _open_window(session, engagement.id)
    return await engagements.engagement_detail(session, actor, engagement.id)


async def terminate(session: AsyncSession, actor: Actor, ruled: Ruling) -> None:
    """Step: the department ends a service; what it came to is still rated."""
    await engagements.terminate(session, actor, ruled)
    await _open_window(session, ruled.engagement_id)


@use_case
async def _lapse(session: AsyncSession, engagement_id: UUID) -> bool:
    engagement = await engagements.lapse_end(session, engagement_id)
    if engagement is not None:
        await _open_window(session, engagement_id)
    return engagement is not None


async def lapse_ends(db: Database) -> int:
    """End the services whose proposed end nobody answered in time; how many there were."""
    overdue = await engagements.unanswered_ends(db)
    return sum([await _lapse(db, engagement_id) for engagement_id in overdue])

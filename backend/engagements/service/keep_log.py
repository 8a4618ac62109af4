"""The service log: written by who serves, confirmed line by line by the enterprise."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.engagements import queries
from backend.engagements.models import Engagement, ServiceLog
from backend.engagements.rules import confirmed_by_enterprise, logs_own_service
from backend.engagements.schemas import EngagementRead, LogIn
from backend.engagements.service.read_engagement import engagement_detail, locked, side_of
from backend.engagements.states import ENGAGEMENT
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, enforce, not_found


def _under_way(engagement: Engagement) -> None:
    if not ENGAGEMENT.allows(engagement.state, "terminate"):
        raise conflict("服务已经结束，服务记录不能再改动。", kind="state")


@use_case
async def add_log(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: LogIn
) -> EngagementRead:
    """Write one entry. Raises 409 LOG-01 for others than who serves and for other days."""
    engagement = await locked(session, actor, engagement_id)
    serving = {member.id for member in await queries.members(session, engagement)}
    enforce(
        logs_own_service(actor.expert_id in serving, body.day, engagement.started_on, clock.today())
    )
    _under_way(engagement)
    entry = ServiceLog(
        id=new_id(), engagement_id=engagement.id, expert_id=actor.expert_id, **body.model_dump()
    )
    session.add(entry)
    await audit.record(session, engagement, "add_log", actor, log_id=str(entry.id))
    return await engagement_detail(session, actor, engagement.id)


@use_case
async def confirm_log(
    session: AsyncSession, actor: Actor, engagement_id: UUID, log_id: UUID
) -> EngagementRead:
    """Confirm one entry as the enterprise. Raises 409 LOG-02 for others and for a second time."""
    engagement = await locked(session, actor, engagement_id)
    entry = await lock(session, ServiceLog, log_id, "这条服务记录")
    if entry.engagement_id != engagement.id:
        raise not_found("这条服务记录")
    is_confirmed = entry.confirmed_at is not None
    enforce(confirmed_by_enterprise(side_of(actor, engagement), is_confirmed))
    _under_way(engagement)
    entry.confirmed_at, entry.confirmed_by = clock.now(), actor.account_id
    await audit.record(session, engagement, "confirm_log", actor, log_id=str(entry.id))
    return await engagement_detail(session, actor, engagement.id)

"""The service log: written by who serves, confirmed or disputed line by line by the enterprise."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.service import tell_sides
from backend.attachments.schemas import Parent
from backend.attachments.service import attach, attachments_of, register_reader
from backend.engagements import queries
from backend.engagements.models import Engagement, ServiceLog
from backend.engagements.rules import (
    confirmed_by_enterprise,
    corrects_own_line,
    logs_own_service,
    measures_agreed_targets,
)
from backend.engagements.schemas import MOST_FILES, DisputeIn, EngagementRead, LogIn
from backend.engagements.service.read_engagement import engagement_detail, locked
from backend.engagements.service.tell_turn import side_of
from backend.engagements.states import ENGAGEMENT
from backend.identity.actor import Actor
from backend.matches.states import Party
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, enforce, invalid, not_found

WHAT = "这条服务记录"
PARENT = "service_logs"


def _under_way(engagement: Engagement) -> None:
    if not ENGAGEMENT.allows(engagement.state, "terminate"):
        raise conflict("服务已经结束，服务记录不能再改动。", kind="state")


async def _check(session: AsyncSession, actor: Actor, engagement: Engagement, body: LogIn) -> None:
    """Who serves writes, of days of the service, results of agreed targets."""
    serving = {member.id for member in await queries.members(session, engagement)}
    agreement = await queries.agreement(session, engagement.agreement_id)
    targets = [target["name"] for target in agreement.terms["targets"]]
    enforce(
        logs_own_service(
            actor.expert_id in serving, body.day, engagement.started_on, clock.today()
        ),
        measures_agreed_targets(body.measured, targets),
    )
    _under_way(engagement)


def _values(body: LogIn) -> dict[str, Any]:
    return body.model_dump(exclude={"files"})


@use_case
async def add_log(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: LogIn
) -> EngagementRead:
    """Write one entry. Raises 409 LOG-01 for others than who serves and for other days."""
    engagement = await locked(session, actor, engagement_id)
    await _check(session, actor, engagement, body)
    entry = ServiceLog(
        id=new_id(), engagement_id=engagement.id, expert_id=actor.expert_id, **_values(body)
    )
    session.add(entry)
    await session.flush()
    await attach(session, actor, body.files, Parent(PARENT, entry.id), "/files")
    await audit.record(session, engagement, "add_log", actor, log_id=str(entry.id))
    return await engagement_detail(session, actor, engagement.id)


async def _line(session: AsyncSession, engagement: Engagement, log_id: UUID) -> ServiceLog:
    entry = await lock(session, ServiceLog, log_id, WHAT)
    if entry.engagement_id != engagement.id:
        raise not_found(WHAT)
    return entry


def _answer(actor: Actor, engagement: Engagement, entry: ServiceLog) -> None:
    is_confirmed = entry.confirmed_at is not None
    enforce(confirmed_by_enterprise(side_of(actor, engagement), is_confirmed))
    _under_way(engagement)


@use_case
async def confirm_log(
    session: AsyncSession, actor: Actor, engagement_id: UUID, log_id: UUID
) -> EngagementRead:
    """Confirm one entry as the enterprise. Raises 409 LOG-02 for others and for a second time."""
    engagement = await locked(session, actor, engagement_id)
    entry = await _line(session, engagement, log_id)
    _answer(actor, engagement, entry)
    entry.confirmed_at, entry.confirmed_by = clock.now(), actor.account_id
    entry.disputed_at = entry.disputed_by = entry.dispute = None
    await audit.record(session, engagement, "confirm_log", actor, log_id=str(entry.id))
    return await engagement_detail(session, actor, engagement.id)


@use_case
async def dispute_log(
    session: AsyncSession, actor: Actor, engagement_id: UUID, log_id: UUID, body: DisputeIn
) -> EngagementRead:
    """Say what is wrong with one entry; its writer corrects it. Raises 409 LOG-02 as above."""
    engagement = await locked(session, actor, engagement_id)
    entry = await _line(session, engagement, log_id)
    _answer(actor, engagement, entry)
    entry.disputed_at, entry.disputed_by = clock.now(), actor.account_id
    entry.dispute = body.note
    await audit.record(
        session, engagement, "dispute_log", actor, log_id=str(entry.id), note=body.note
    )
    told = f"{entry.day:%-m月%-d日}的服务记录，请登录查看理由并更正。"
    words = ("企业对一条服务记录有异议", told)
    event, link = f"log:{entry.id}:disputed:{entry.version}", f"/engagements/{engagement.id}"
    await tell_sides(session, engagement.match_id, event, words, link, only=Party.EXPERT)
    return await engagement_detail(session, actor, engagement.id)


@use_case
async def correct_log(
    session: AsyncSession, actor: Actor, engagement_id: UUID, log_id: UUID, body: LogIn
) -> EngagementRead:
    """Correct a disputed entry of one's own; what it said stays in the trail.

    Files named are added to those it has. Raises 409 LOG-03 for others, and without a dispute.
    """
    engagement = await locked(session, actor, engagement_id)
    entry = await _line(session, engagement, log_id)
    mine = entry.expert_id == actor.expert_id
    enforce(corrects_own_line(mine, entry.disputed_at is not None))
    await _check(session, actor, engagement, body)
    before = {name: getattr(entry, name) for name in ("hours", "days", "work", "indicators")}
    for name, value in _values(body).items():
        setattr(entry, name, value)
    entry.disputed_at = entry.disputed_by = entry.dispute = None
    kept = await attachments_of(session, Parent(PARENT, entry.id))
    if len(kept) + len(body.files) > MOST_FILES:
        raise invalid(("/files", f"一条记录最多 {MOST_FILES} 个文件，已有 {len(kept)} 个。"))
    await attach(session, actor, body.files, Parent(PARENT, entry.id), "/files")
    await audit.record(
        session, engagement, "correct_log", actor, log_id=str(entry.id), before=before
    )
    words = ("特派员更正了服务记录", f"{entry.day:%-m月%-d日}的服务记录已更正，请确认。")
    await session.flush()
    event, link = f"log:{entry.id}:corrected:{entry.version}", f"/engagements/{engagement.id}"
    await tell_sides(session, engagement.match_id, event, words, link, only=Party.ENTERPRISE)
    return await engagement_detail(session, actor, engagement.id)


async def _may_read(session: AsyncSession, actor: Actor, log_id: UUID) -> bool:
    entry = await session.get(ServiceLog, log_id)
    if entry is None:
        return False
    return await queries.card(session, actor, entry.engagement_id) is not None


register_reader(PARENT, _may_read)

"""A draft written on an enterprise's behalf: handed over, sent back, confirmed (clause 6.3)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import rules
from backend.demands.models import Demand
from backend.demands.schemas import DemandRead
from backend.demands.service.move_demand import own_demand, tell_enterprise, visible_demand
from backend.demands.service.read_demand import show
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.content import content_hash
from backend.platform.database import use_case
from backend.platform.edits import require_version
from backend.platform.outbox import send_message
from backend.platform.problems import conflict, enforce, invalid
from backend.platform.quoting import quoted


def _expect_open(demand: Demand) -> None:
    if demand.confirmed_by_enterprise:
        raise conflict("这项需求已经确认，无需再次确认。", kind="state")


@use_case
async def offer(session: AsyncSession, actor: Actor, demand_id: UUID) -> DemandRead:
    """Staff hand their draft to the enterprise, which is asked to check and confirm it.

    Raises 403 DEM-03 outside of the own area, 422 with everything that is still missing.
    """
    demand = await visible_demand(session, actor, demand_id)
    is_competent = demand.organisation_id == actor.organisation_id is not None
    enforce(rules.drafted_within_area(is_own=False, is_competent=is_competent), status=403)
    _expect_open(demand)
    # The enterprise itself declares that nothing is secret, when it confirms.
    missing = [one for one in rules.faults(demand.draft) if one[0] != "/not_secret"]
    if missing:
        raise invalid(*missing)
    demand.offered_at = clock.now()
    await audit.record(session, demand, "offer", actor)
    words = f"推荐部门代贵企业填写了一项需求（{demand.number}），请核对并确认。"
    event = f"offered:{demand.version}"
    await tell_enterprise(session, demand, event, "请确认代填的需求", words)
    return await show(session, actor, demand.id)


@use_case
async def send_back(
    session: AsyncSession, actor: Actor, demand_id: UUID, reason: str
) -> DemandRead:
    """The enterprise asks the staff to change their draft, and says what."""
    demand = await own_demand(session, actor, demand_id)
    _expect_open(demand)
    if not reason.strip():
        raise invalid(("/reason", "请写明需要修改什么。"))
    demand.offered_at = None
    await audit.record(session, demand, "send_back", actor, reason=reason)
    event = f"demand:{demand.id}:sent_back:{demand.version}"
    words = f"企业请您修改代填的需求（{demand.number}）：{quoted(reason)}"
    link = f"/demands/{demand.id}"
    await send_message(session, event, demand.drafted_by, "代填的需求需要修改", words, link)
    return await show(session, actor, demand.id)


@use_case
async def confirm(
    session: AsyncSession, actor: Actor, demand_id: UUID, expected: int | None
) -> DemandRead:
    """The enterprise makes a draft written on its behalf its own, as it has read it.

    Raises 409 when it has already, 412 when the staff changed it meanwhile, 428 without a version.
    """
    demand = await own_demand(session, actor, demand_id)
    _expect_open(demand)
    require_version(demand, expected)
    demand.confirmed_by_enterprise = True
    digest = content_hash({k: v for k, v in demand.draft.items() if k != "confidential"})
    await audit.record(session, demand, "confirm", actor, content_hash=digest)
    return await show(session, actor, demand.id)

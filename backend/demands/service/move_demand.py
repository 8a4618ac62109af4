"""Finding a demand for change, and moving it through its life."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands import queries, rules
from backend.demands.models import Demand
from backend.demands.schemas import DemandRead
from backend.demands.service.read_demand import show
from backend.demands.states import DEMAND
from backend.identity.actor import SYSTEM, Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.outbox import send_message
from backend.platform.problems import conflict, enforce, not_found
from backend.platform.rules import Verdict
from backend.reviews import service as reviews
from backend.reviews.states import Subject


async def visible_demand(
    session: AsyncSession, actor: Actor, demand_id: UUID, *, locked: bool = True
) -> Demand:
    """Step: a demand this actor may see, locked. Raises 404 otherwise."""
    row = await queries.detail(session, actor, demand_id)
    if row is None:
        raise not_found("这项需求")
    return await lock(session, Demand, demand_id, "这项需求") if locked else row.Demand


async def own_demand(session: AsyncSession, actor: Actor, demand_id: UUID) -> Demand:
    """Step: a demand of the actor's own enterprise, locked. Raises 404 for any other."""
    demand = await lock(session, Demand, demand_id, "这项需求")
    if actor.enterprise_id is None or demand.enterprise_id != actor.enterprise_id:
        raise not_found("这项需求")
    return demand


def require(demand: Demand, action: str) -> None:
    """Raise 409 early when the state knows no such move."""
    if not DEMAND.allows(demand.state, action):
        label = DEMAND.label(demand.state)
        raise conflict(f"当前状态是“{label}”，不能进行这项操作。", kind="state")


def is_open(demand: Demand) -> Verdict:
    """MATCH-OPEN: whether candidates may come forward or consent."""
    return rules.open_to_candidates(DEMAND.parse(demand.state))


async def engaged_demand(session: AsyncSession, demand_id: UUID) -> Demand:
    """Step: a demand in whatever state, locked, for a later slice to move."""
    return await lock(session, Demand, demand_id, "这项需求")


async def published_demand(
    session: AsyncSession, demand_id: UUID, *, locked: bool = False
) -> Demand:
    """Step: a demand that takes candidates. Raises 404, or 409 MATCH-OPEN."""
    demand = await session.get(Demand, demand_id, with_for_update=locked, populate_existing=locked)
    if demand is None:
        raise not_found("这项需求")
    enforce(is_open(demand))
    return demand


async def move(session: AsyncSession, demand: Demand, action: str, actor: Actor) -> None:
    """Step: a later slice's move: match, start, reopen, close. Raises 409 from a wrong state.

    With a second match by waiver the demand may be where the move leads already: nothing to do.
    """
    if demand.state in {moves.get(action) for moves in DEMAND.moves.values()}:
        return
    await audit.transition(session, demand, DEMAND, action, actor)


async def tell_enterprise(
    session: AsyncSession, demand: Demand, event: str, title: str, words: str
) -> None:
    """Step: a message to everybody of the demand's enterprise about one event."""
    key, link = f"demand:{demand.id}:{event}", f"/demands/{demand.id}"
    for account_id in await queries.enterprise_accounts(session, demand.enterprise_id):
        await send_message(session, key, account_id, title, words, link)


@use_case
async def withdraw(
    session: AsyncSession, actor: Actor, demand_id: UUID, reason: str = ""
) -> DemandRead:
    """Take a demand back before it is matched. Raises 409 afterwards."""
    demand = await own_demand(session, actor, demand_id)
    await reviews.withdraw_task(session, Subject.DEMAND, demand.id)
    await audit.transition(session, demand, DEMAND, "withdraw", actor, reason=reason)
    return await show(session, actor, demand.id)


@use_case
async def renew(
    session: AsyncSession, actor: Actor, demand_id: UUID, until: date | None = None
) -> DemandRead:
    """Open an expired demand again, or a published one longer, unchanged as it was approved.

    For half a year unless a day is given. Raises 409 DEM-05 for a day past or too far ahead.
    """
    demand = await own_demand(session, actor, demand_id)
    last = until or clock.today() + timedelta(days=rules.OPEN_DAYS)
    require(demand, "renew")
    enforce(rules.open_term(clock.today(), last))
    demand.closes_on = last
    await audit.transition(session, demand, DEMAND, "renew", actor, until=last.isoformat())
    return await show(session, actor, demand.id)


@use_case
async def keep(session: AsyncSession, actor: Actor, demand_id: UUID) -> DemandRead:
    """Give up the changes under review: the approved version takes candidates again.

    Consents given to it count again. Raises 409 when it was never published.
    """
    demand = await own_demand(session, actor, demand_id)
    require(demand, "keep")
    if demand.published_number is None:
        raise conflict("这项需求还没有发布过，不能恢复征集。", kind="state")
    await reviews.withdraw_task(session, Subject.DEMAND, demand.id)
    approved = await queries.version(session, demand.id, demand.published_number)
    assert approved is not None
    demand.content_hash = approved.content_hash
    demand.draft = approved.content | {"confidential": approved.confidential}
    await audit.transition(session, demand, DEMAND, "keep", actor)
    return await show(session, actor, demand.id)


async def _warn(session: AsyncSession) -> None:
    day = clock.today() + timedelta(days=rules.CLOSING_DAYS)
    for demand in await queries.closing_on(session, day):
        words = f"“{demand.number}”将于{day:%Y年%-m月%-d日}停止征集，如仍需要，可在需求页延期。"
        await tell_enterprise(session, demand, f"closing:{day}", "需求即将到期", words)


@use_case
async def expire_lapsed(session: AsyncSession) -> int:
    """Close published demands whose last day is over; how many. Warn of those about to."""
    await _warn(session)
    found = await queries.lapsed(session, clock.today())
    for demand in found:
        await audit.transition(session, demand, DEMAND, "expire", SYSTEM)
        words = f"“{demand.number}”征集期已过，如仍需要，可在需求页延期。"
        await tell_enterprise(session, demand, f"expired:{demand.closes_on}", "需求已过期", words)
    return len(found)

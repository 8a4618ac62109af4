"""Running services of a disqualified side: the department lets each go on or ends it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.service import tell_sides
from backend.credit_records import service as credit_records
from backend.engagements.service import Ruling
from backend.engagements.states import Side
from backend.evaluations import service as evaluations
from backend.identity.actor import SYSTEM, Actor
from backend.integrity.models import ServiceHold
from backend.integrity.queries import papers, subjects
from backend.integrity.queries.papers import CreditRecord
from backend.integrity.schemas import HoldDecisionIn, HoldRead
from backend.integrity.service.reading import hold_read
from backend.integrity.states import HOLD
from backend.platform import audit, clock
from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import lock
from backend.platform.problems import conflict

WHAT = "这项待决定的服务"


def _ruling(actor: Actor, hold: ServiceHold, record: CreditRecord, note: str) -> Ruling:
    # Who decides is another than who first asked: the two officers of the finding differ.
    first, second = record.proposed_by, record.confirmed_by
    asked = second if actor.account_id == first and second is not None else first
    side = Side.EXPERT if record.subject_kind == "person" else Side.ENTERPRISE
    return Ruling(engagement_id=hold.engagement_id, party=side, requested_by=asked, note=note)


@use_case
async def decide(
    session: AsyncSession, actor: Actor, hold_id: UUID, body: HoldDecisionIn
) -> HoldRead:
    """Let a service go on, or end it, which frees its places and opens the ratings.

    Raises 409 when it was decided or the service has ended meanwhile.
    """
    hold = await lock(session, ServiceHold, hold_id, WHAT)
    if not await subjects.is_under_way(session, hold.engagement_id):
        raise conflict("这项服务已经结束，不再需要决定。", kind="state")
    record = await credit_records.held(session, hold.record_id)
    hold.decided_by, hold.decided_at = actor.account_id, clock.now()
    hold.note = body.note
    await audit.transition(session, hold, HOLD, body.action, actor, note=body.note)
    if body.action == "end":
        await evaluations.terminate(session, actor, _ruling(actor, hold, record, body.note))
    else:
        await _tell_going_on(session, hold)
    row = await papers.hold(session, hold_id)
    assert row is not None
    return hold_read(actor, row)


async def _tell_going_on(session: AsyncSession, hold: ServiceHold) -> None:
    match_id = await subjects.match_of(session, hold.engagement_id)
    words = ("服务继续进行", "省科技厅已决定这项服务继续进行，请按协议履行。")
    link = f"/engagements/{hold.engagement_id}"
    await tell_sides(session, match_id, f"hold:{hold.id}", words, link)


@read_case
async def _settled(session: AsyncSession) -> list[UUID]:
    return await papers.settled_elsewhere(session)


@use_case
async def _clear(session: AsyncSession, hold_id: UUID) -> None:
    hold = await lock(session, ServiceHold, hold_id, WHAT)
    hold.note = "服务已结束。"
    await audit.transition(session, hold, HOLD, "clear", SYSTEM, note=hold.note)


async def clear_settled(db: Database) -> int:
    """Take those off the desk whose service has ended by itself; how many there were."""
    over = await _settled(db)
    for hold_id in over:
        await _clear(db, hold_id)
    return len(over)

"""The department's part: paper received, single entries returned, the rest filed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch, BatchEntry
from backend.batches.rules import entry_can_be_returned
from backend.batches.schemas import BatchDetail, EntryReturnIn
from backend.batches.service.reading import detail
from backend.batches.states import BATCH, BEFORE_DEPARTMENT, EntryOutcome
from backend.experts import service as experts
from backend.experts.states import ExpertState
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.problems import enforce, not_found

NO_LONGER = "已不在“已推荐”状态，未予备案"


@use_case
async def receive(session: AsyncSession, actor: Actor, batch_id: UUID) -> BatchDetail:
    """Record that letter and list, sealed, have arrived (clause 6.4.2)."""
    batch = await lock(session, Batch, batch_id, "这个批次")
    batch.paper_received_at = clock.now()
    await audit.transition(session, batch, BATCH, "receive", actor)
    return await detail(session, actor, batch_id)


@use_case
async def acknowledge(session: AsyncSession, actor: Actor, batch_id: UUID) -> BatchDetail:
    """File every pending expert of a batch: from now on they are in the library (3.1.3)."""
    batch = await lock(session, Batch, batch_id, "这个批次")
    batch.acknowledged_at = clock.now()
    await audit.transition(session, batch, BATCH, "acknowledge", actor)
    rows = await queries.entries(session, batch_id)
    pending = [row for row in rows if row.BatchEntry.outcome == EntryOutcome.PENDING]
    # Ascending, like everybody who locks several experts.
    for row in sorted(pending, key=lambda one: one.Expert.id):
        if row.Expert.state == ExpertState.RECOMMENDED:
            await experts.file_expert(session, actor, row.Expert.id, batch.number)
            _settle(row.BatchEntry, EntryOutcome.FILED)
        else:
            _settle(row.BatchEntry, EntryOutcome.RETURNED, NO_LONGER)
    await session.flush()
    return await detail(session, actor, batch_id)


def _settle(entry: BatchEntry, outcome: EntryOutcome, reason: str | None = None) -> None:
    entry.outcome, entry.reason, entry.decided_at = outcome, reason, clock.now()


@use_case
async def return_entry(
    session: AsyncSession, actor: Actor, batch_id: UUID, entry_id: UUID, body: EntryReturnIn
) -> BatchDetail:
    """Send one expert of a frozen batch back with a reason; the others go on.

    Raises 409 BATCH-02 for an open or acknowledged batch, or an entry settled already.
    """
    batch = await lock(session, Batch, batch_id, "这个批次")
    entry = await queries.entry(session, batch_id, entry_id)
    if entry is None:
        raise not_found("名单中的这位特派员")
    is_frozen = BATCH.parse(batch.state) in BEFORE_DEPARTMENT
    enforce(entry_can_be_returned(is_frozen, entry.outcome == EntryOutcome.PENDING))
    _settle(entry, EntryOutcome.RETURNED, body.reason)
    await experts.send_back(session, actor, entry.expert_id, body.reason)
    await audit.record(session, batch, "return_entry", actor, reason=body.reason)
    return await detail(session, actor, batch_id)

"""The department's part: paper received, single entries returned, the rest filed."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch, BatchEntry, BatchReceipt
from backend.batches.rules import (
    civil_servants_decided,
    entry_can_be_returned,
    list_is_intact,
    may_be_allowed,
    paper_agrees,
    receipt_is_open,
)
from backend.batches.schemas import BatchDetail, EntryReturnIn, ReceiptIn
from backend.batches.service.certifying import certify
from backend.batches.service.checking import alterations
from backend.batches.service.freezing import list_rows
from backend.batches.service.reading import detail, undecided
from backend.batches.states import BATCH, BEFORE_DEPARTMENT, EntryOutcome
from backend.experts import service as experts
from backend.experts.states import ExpertState
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.problems import enforce, invalid, not_found
from backend.platform.rules import Verdict

NO_LONGER = "已不在“已推荐”状态，未予备案"
SAY_WHAT = "请写明情况：差在哪里，已请推荐单位怎样更正。登记后仍可再次登记更正件。"
SAY_HOW = "上次登记不一致，请写明这次怎样解决的，例如“已收到更正件”或“上次录入有误”。"


@use_case
async def receive(
    session: AsyncSession, actor: Actor, batch_id: UUID, body: ReceiptIn
) -> BatchDetail:
    """Register that letter and list, sealed, have arrived, and whether they agree (6.4.2).

    Paper that differs is registered with a note; it may be registered again until it agrees.
    Raises 422 without the note, 409 BATCH-05 when agreeing paper was registered already.
    """
    batch = await lock(session, Batch, batch_id, "这个批次")
    earlier = await queries.receipts(session, batch_id)
    enforce(receipt_is_open(not earlier[-1].differences if earlier else None))
    verdict = await _paper(session, batch, body.printed_count, body.printed_hash)
    differences: Any = verdict.facts.get("differences", [])
    if not body.note and (differences or earlier):
        what = f"{'；'.join(differences)}。{SAY_WHAT}" if differences else SAY_HOW
        raise invalid(("/note", what))
    session.add(
        BatchReceipt(
            batch_id=batch.id,
            recorded_by=actor.account_id,
            recorder_name=actor.name,
            printed_count=body.printed_count,
            printed_hash=body.printed_hash,
            differences=differences,
            note=body.note,
        )
    )
    batch.paper_received_at = batch.paper_received_at or clock.now()
    told = {"printed_count": body.printed_count, "differences": differences, "note": body.note}
    await audit.transition(session, batch, BATCH, "receive", actor, **told)
    return await detail(session, actor, batch_id)


async def _paper(
    session: AsyncSession, batch: Batch, count: int, printed_hash: str | None
) -> Verdict:
    listed = len(batch.row_hashes or await queries.entries(session, batch.id))
    return paper_agrees(count, listed, printed_hash, batch.list_hash or "")


@use_case
async def acknowledge(session: AsyncSession, actor: Actor, batch_id: UUID) -> BatchDetail:
    """File every pending expert of a batch: they are in the library and have a certificate (3.1.3).

    Raises 409 BATCH-03 while paper and platform differ, BATCH-04 when the list was altered.
    """
    batch = await lock(session, Batch, batch_id, "这个批次")
    batch.acknowledged_at = clock.now()
    await audit.transition(session, batch, BATCH, "acknowledge", actor)
    rows = await list_rows(session, batch)
    altered = await alterations(session, batch, rows)
    enforce(list_is_intact([one.words for one in altered]))
    for receipt in (await queries.receipts(session, batch_id))[-1:]:
        enforce(await _paper(session, batch, receipt.printed_count, receipt.printed_hash))
    organisation = await queries.organisation_name(session, batch.organisation_id)
    pending = [row for row in rows if row.entry.outcome == EntryOutcome.PENDING]
    enforce(civil_servants_decided(undecided(rows)))
    # Ascending, like everybody who locks several experts.
    for row in sorted(pending, key=lambda one: one.entry.expert_id):
        if row.row.Expert.state == ExpertState.RECOMMENDED:
            await experts.file_expert(session, actor, row.entry.expert_id, batch.number)
            _settle(row.entry, EntryOutcome.FILED)
            await certify(session, batch.number, organisation, row)
        else:
            _settle(row.entry, EntryOutcome.RETURNED, NO_LONGER)
    await session.flush()
    return await detail(session, actor, batch_id)


def _settle(entry: BatchEntry, outcome: EntryOutcome, reason: str | None = None) -> None:
    entry.outcome, entry.reason, entry.decided_at = outcome, reason, clock.now()


@use_case
async def allow_entry(
    session: AsyncSession, actor: Actor, batch_id: UUID, entry_id: UUID, body: EntryReturnIn
) -> BatchDetail:
    """The department's decision that a civil servant of a frozen list may take part (A30).

    Refusing is returning the entry. Raises 409 BATCH-02 for an open or acknowledged batch or a
    settled entry, BATCH-07 where there is nothing to decide.
    """
    batch = await lock(session, Batch, batch_id, "这个批次")
    entry = await queries.entry(session, batch_id, entry_id)
    if entry is None:
        raise not_found("名单中的这位特派员")
    is_frozen = BATCH.parse(batch.state) in BEFORE_DEPARTMENT
    given = entry.allowed_at is not None
    enforce(
        entry_can_be_returned(is_frozen, entry.outcome == EntryOutcome.PENDING),
        may_be_allowed(needs_decision=entry.needs_decision, is_allowed=given),
    )
    entry.allowed_by, entry.allowed_at = actor.account_id, clock.now()
    entry.allowed_note = body.reason
    await audit.record(session, batch, "allow_entry", actor, reason=body.reason)
    return await detail(session, actor, batch_id)


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

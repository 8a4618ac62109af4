"""Showing batches with their deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import timeline
from backend.batches import queries
from backend.batches.models import Batch, BatchEntry, BatchReceipt
from backend.batches.rules import (
    civil_servants_decided,
    entry_can_be_returned,
    freezing_time,
    list_is_intact,
    paper_agrees,
    receipt_is_open,
)
from backend.batches.schemas import (
    Alteration,
    BatchCard,
    BatchDetail,
    BatchEntryRead,
    BatchQuery,
    ReceiptRead,
)
from backend.batches.service.checking import alterations
from backend.batches.service.freezing import ListRow, list_rows
from backend.batches.states import (
    BATCH,
    BEFORE_DEPARTMENT,
    OUTCOME_NAMES,
    BatchState,
    EntryOutcome,
)
from backend.codelists import service as codelists
from backend.deadlines.service import timetable
from backend.deadlines.timetable import Kind, Timetable
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.identity.schemas import PlaceRead
from backend.platform import clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.calendar import Calendar, end_of_day
from backend.platform.database import read_case
from backend.platform.identifiers import shown_code
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict, passed

LABELS = {
    "freeze": ("冻结名单", Permission.BATCH_MANAGE),
    "receive": ("登记收到纸质件", Permission.BATCH_ACKNOWLEDGE),
    "acknowledge": ("确认备案", Permission.BATCH_ACKNOWLEDGE),
}


def card(row: AnyRow, table: Timetable) -> BatchCard:
    """A row of the listing as screens show it."""
    batch: Batch = row.Batch
    letter = end_of_day(table.letter(batch.month))
    return BatchCard(
        id=batch.id,
        number=batch.number,
        month=batch.month,
        organisation=PlaceRead(
            id=batch.organisation_id, name=row.organisation_name, type=row.organisation_type
        ),
        state=batch.state,
        state_name=BATCH.label(batch.state),
        entry_count=row.entry_count,
        waived_count=row.waived_count,
        frozen_at=batch.frozen_at,
        paper_received_at=batch.paper_received_at,
        acknowledged_at=batch.acknowledged_at,
        letter_deadline=letter,
        is_late=queries.is_late(batch, letter, clock.now()),
    )


async def detail(session: AsyncSession, actor: Actor, batch_id: UUID) -> BatchDetail:
    """Step: one batch as the actor may see it. Raises 404 when the actor may not."""
    row = await queries.visible(session, actor, batch_id)
    if row is None:
        raise not_found("这个批次")
    batch: Batch = row.Batch
    table = await timetable(session)
    days = await codelists.calendar(session)
    rows = await list_rows(session, batch)
    standing = Standing(
        altered=await alterations(session, batch, rows),
        receipts=await queries.receipts(session, batch_id),
        entry_count=len(rows),
        undecided=undecided(rows),
    )
    ahead = Kind.REVIEW if batch.state == BatchState.OPEN else Kind.LETTER
    left, last = _working_days(days, table.on(ahead, batch.month))
    return BatchDetail(
        **card(row, table).model_dump(),
        version=batch.version,
        allowed_actions=_actions(actor, batch, table, standing),
        review_deadline=end_of_day(table.review(batch.month)),
        working_days_left=left,
        last_working_day=last,
        list_hash=batch.list_hash,
        code=shown_code(batch.code) if batch.code else None,
        list_is_intact=not standing.altered,
        alterations=standing.altered,
        receipts=[_receipt(one) for one in standing.receipts],
        entries=[_entry(actor, batch, one) for one in rows],
        timeline=await timeline(session, [("batches", batch.id)]),
    )


def _working_days(days: Calendar, deadline: date) -> tuple[int, date]:
    left = days.working_days_between(clock.today(), deadline)
    return left, days.last_working_day_before(deadline, inclusive=True)


def _receipt(receipt: BatchReceipt) -> ReceiptRead:
    shown = {name: getattr(receipt, name) for name in ReceiptRead.model_fields if name != "at"}
    return ReceiptRead(at=receipt.created_at, **shown)


@dataclass(frozen=True)
class Standing:
    """What the rules of posting and filing ask about one batch."""

    altered: list[Alteration]
    receipts: list[BatchReceipt]
    entry_count: int
    undecided: list[str]

    def intact(self) -> Verdict:
        """Rule BATCH-04 on the list as it stands."""
        return list_is_intact([one.words for one in self.altered])

    def agreed(self) -> bool | None:
        """Whether the paper registered last agrees; None when none was."""
        return not self.receipts[-1].differences if self.receipts else None

    def paper(self, batch: Batch) -> Verdict:
        """Rule BATCH-03 on the paper registered last."""
        if not self.receipts:  # registered before counts were
            return passed()
        last = self.receipts[-1]
        return paper_agrees(
            last.printed_count, self.entry_count, last.printed_hash, batch.list_hash or ""
        )


def _actions(
    actor: Actor, batch: Batch, table: Timetable, standing: Standing
) -> list[AllowedAction]:
    verdicts = {
        "freeze": [freezing_time(table.review(batch.month), clock.today())],
        "receive": [receipt_is_open(standing.agreed())],
        "acknowledge": [
            standing.intact(),
            standing.paper(batch),
            civil_servants_decided(standing.undecided),
        ],
    }
    found = [
        allowed(action, label, *verdicts[action])
        for action, (label, permission) in LABELS.items()
        if actor.may(permission) and BATCH.allows(batch.state, action)
    ]
    if batch.frozen_at is not None:
        found.append(allowed("download", "下载推荐函和清单", standing.intact()))
    # Paper that agrees has nothing to be registered again: the button would only be in the way.
    return [one for one in found if one.rule != "BATCH-05"]


def undecided(rows: Sequence[ListRow]) -> list[str]:
    """The civil servants of a list on whom the department has not decided, by name."""
    return [
        row.printed["name"]
        for row in rows
        if row.entry.needs_decision
        and row.entry.allowed_at is None
        and row.entry.outcome == EntryOutcome.PENDING
    ]


def _entry_actions(actor: Actor, batch: Batch, entry: BatchEntry) -> list[AllowedAction]:
    if not actor.may(Permission.BATCH_ACKNOWLEDGE):
        return []
    is_frozen = BATCH.parse(batch.state) in BEFORE_DEPARTMENT
    is_pending = entry.outcome == EntryOutcome.PENDING
    verdict = entry_can_be_returned(is_frozen, is_pending)
    found = [allowed("return", "退回", verdict)]
    if entry.needs_decision and entry.allowed_at is None:
        found.append(allowed("allow", "同意参加", verdict))
    return found


def _entry(actor: Actor, batch: Batch, one: ListRow) -> BatchEntryRead:
    entry, printed = one.entry, one.printed
    return BatchEntryRead(
        id=entry.id,
        expert_id=entry.expert_id,
        name=printed["name"] or one.row.Expert.name,
        employer_name=printed["employer"] or None,
        degree_name=printed["degree"] or None,
        title_name=printed["title"] or None,
        discipline_name=printed["discipline"] or None,
        waived_rules=entry.waived_rules,
        reviewer_name=one.row.reviewer_name,
        approved_at=one.row.approved_at,
        outcome=entry.outcome,
        outcome_name=OUTCOME_NAMES[EntryOutcome(entry.outcome)],
        reason=entry.reason,
        needs_decision=entry.needs_decision,
        allowed_at=entry.allowed_at,
        allowed_note=entry.allowed_note,
        decided_at=entry.decided_at,
        allowed_actions=_entry_actions(actor, batch, entry),
    )


@read_case
async def read(session: AsyncSession, actor: Actor, batch_id: UUID) -> BatchDetail:
    """One batch. Raises 404 when there is none or the actor may not see it."""
    return await detail(session, actor, batch_id)


@read_case
async def listing(session: AsyncSession, actor: Actor, asked: BatchQuery) -> Page[BatchCard]:
    """The batches the actor may see, the latest month first."""
    table = await timetable(session)
    rows, frame = await page_rows(session, queries.listing(actor, asked), asked)
    return Page(items=[card(row, table) for row in rows], **frame)

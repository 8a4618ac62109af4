"""Showing batches with their deadlines."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import timeline
from backend.batches import queries
from backend.batches.models import Batch, BatchEntry
from backend.batches.rules import entry_can_be_returned, freezing_time
from backend.batches.schemas import BatchCard, BatchDetail, BatchEntryRead, BatchQuery
from backend.batches.states import (
    BATCH,
    BEFORE_DEPARTMENT,
    OUTCOME_NAMES,
    BatchState,
    EntryOutcome,
)
from backend.codelists import service as codelists
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.identity.schemas import PlaceRead
from backend.platform import clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.calendar import Calendar, month_deadline
from backend.platform.content import content_hash
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import not_found
from backend.platform.rows import AnyRow
from backend.policies.policy import Policy
from backend.policies.service import current_policy

LABELS = {
    "freeze": ("冻结名单", Permission.BATCH_MANAGE),
    "receive": ("登记收到纸质件", Permission.BATCH_ACKNOWLEDGE),
    "acknowledge": ("确认备案", Permission.BATCH_ACKNOWLEDGE),
}


def _deadline(month: date, day: int) -> datetime:
    return month_deadline(month.year, month.month, day)


def card(row: AnyRow, policy: Policy) -> BatchCard:
    """A row of the listing as screens show it."""
    batch: Batch = row.Batch
    letter = _deadline(batch.month, policy.letter_deadline_day)
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


def list_hash(batch: Batch, rows: list[AnyRow]) -> str:
    """What the list says, hashed: who, by which submission, approved by which review."""
    entries = [
        {
            "expert": str(row.BatchEntry.expert_id),
            "submission": row.content_hash,
            "review": str(row.BatchEntry.review_id),
            "waived": row.BatchEntry.waived_rules,
        }
        for row in rows
    ]
    return content_hash({"number": batch.number, "entries": entries})


async def detail(session: AsyncSession, actor: Actor, batch_id: UUID) -> BatchDetail:
    """Step: one batch as the actor may see it. Raises 404 when the actor may not."""
    row = await queries.visible(session, actor, batch_id)
    if row is None:
        raise not_found("这个批次")
    batch: Batch = row.Batch
    policy = await current_policy(session)
    days = await codelists.calendar(session)
    entries = await queries.entries(session, batch_id)
    review = _deadline(batch.month, policy.review_deadline_day)
    ahead_day = policy.letter_deadline_day
    if batch.state == BatchState.OPEN:
        ahead_day = policy.review_deadline_day
    left, last = _working_days(days, batch.month.replace(day=ahead_day))
    return BatchDetail(
        **card(row, policy).model_dump(),
        version=batch.version,
        allowed_actions=_actions(actor, batch, policy),
        review_deadline=review,
        working_days_left=left,
        last_working_day=last,
        list_hash=batch.list_hash,
        list_is_intact=batch.list_hash in {None, list_hash(batch, entries)},
        entries=await _entries(session, actor, batch, entries),
        timeline=await timeline(session, [("batches", batch.id)]),
    )


def _working_days(days: Calendar, deadline: date) -> tuple[int, date]:
    left = days.working_days_between(clock.today(), deadline)
    return left, days.last_working_day_before(deadline, inclusive=True)


def _actions(actor: Actor, batch: Batch, policy: Policy) -> list[AllowedAction]:
    timely = freezing_time(batch.month, clock.today(), policy.review_deadline_day)
    return [
        allowed(action, label, *([timely] if action == "freeze" else []))
        for action, (label, permission) in LABELS.items()
        if actor.may(permission) and BATCH.allows(batch.state, action)
    ]


def _entry_actions(actor: Actor, batch: Batch, entry: BatchEntry) -> list[AllowedAction]:
    if not actor.may(Permission.BATCH_ACKNOWLEDGE):
        return []
    is_frozen = BATCH.parse(batch.state) in BEFORE_DEPARTMENT
    is_pending = entry.outcome == EntryOutcome.PENDING
    return [allowed("return", "退回", entry_can_be_returned(is_frozen, is_pending))]


async def _entries(
    session: AsyncSession, actor: Actor, batch: Batch, rows: list[AnyRow]
) -> list[BatchEntryRead]:
    experts = [row.Expert for row in rows]
    degrees = await codelists.names_of(
        session, "degrees", {e.degree_code for e in experts if e.degree_code}
    )
    disciplines = await codelists.names_of(
        session, "disciplines", {e.main_discipline for e in experts if e.main_discipline}
    )
    return [
        BatchEntryRead(
            id=row.BatchEntry.id,
            expert_id=row.Expert.id,
            name=row.Expert.name,
            employer_name=row.Expert.employer_name,
            degree_name=degrees.get(row.Expert.degree_code or ""),
            title_name=row.Expert.title_name,
            discipline_name=disciplines.get(row.Expert.main_discipline or ""),
            waived_rules=row.BatchEntry.waived_rules,
            reviewer_name=row.reviewer_name,
            approved_at=row.approved_at,
            outcome=row.BatchEntry.outcome,
            outcome_name=OUTCOME_NAMES[EntryOutcome(row.BatchEntry.outcome)],
            reason=row.BatchEntry.reason,
            decided_at=row.BatchEntry.decided_at,
            allowed_actions=_entry_actions(actor, batch, row.BatchEntry),
        )
        for row in rows
    ]


@read_case
async def read(session: AsyncSession, actor: Actor, batch_id: UUID) -> BatchDetail:
    """One batch. Raises 404 when there is none or the actor may not see it."""
    return await detail(session, actor, batch_id)


@read_case
async def listing(session: AsyncSession, actor: Actor, asked: BatchQuery) -> Page[BatchCard]:
    """The batches the actor may see, the latest month first."""
    policy = await current_policy(session)
    rows, frame = await page_rows(session, queries.listing(actor, asked), asked)
    return Page(items=[card(row, policy) for row in rows], **frame)

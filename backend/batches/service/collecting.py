"""An approved expert goes into the batch of the month; the month's deadline freezes it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch, BatchEntry
from backend.batches.rules import freezing_time
from backend.batches.schemas import BatchDetail
from backend.batches.service.freezing import freeze_list
from backend.batches.service.reading import detail
from backend.batches.states import BATCH, BatchState
from backend.deadlines.service import timetable
from backend.deadlines.timetable import month_after
from backend.experts import service as experts
from backend.experts.schemas import ExpertDetail
from backend.identity.actor import SYSTEM, Actor
from backend.identity.permissions import Role
from backend.platform import audit, clock
from backend.platform.calendar import end_of_day
from backend.platform.constraints import on_violation
from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce, not_found
from backend.reviews import service as reviews
from backend.reviews.schemas import DecisionIn
from backend.reviews.states import Decision, Subject

on_violation("uq_batches_organisation_id_month", "本月批次刚刚建立，请重试。")
on_violation("D19", "名单已经冻结，不能再改动；之后审核通过的列入下个月。")
on_violation("uq_batch_entries_pending", "这位特派员已在待备案的批次中。")
on_violation("uq_batch_entries_batch_id_expert_id", "这位特派员已在本批次中。")


@use_case
async def decide_expert(
    session: AsyncSession, actor: Actor, expert_id: UUID, body: DecisionIn
) -> ExpertDetail:
    """Decide on an expert's registration; an approval enters the month's batch (3.1.2, 6.4.1).

    Raises 404 for other organisations, 409 with the rule that stands in the way.
    """
    await _decide(session, actor, expert_id, body)
    return await experts.detail(session, actor, expert_id)


async def _decide(session: AsyncSession, actor: Actor, expert_id: UUID, body: DecisionIn) -> None:
    expert, review_id = await experts.decide(session, actor, expert_id, body)
    if body.decision is Decision.APPROVE:
        batch = await _batch_for_now(session, actor, expert.organisation_id)
        session.add(
            BatchEntry(
                batch_id=batch.id,
                expert_id=expert.id,
                submission_id=expert.submission_id,
                review_id=review_id,
                waived_rules=await experts.waived_rules(session, expert),
                needs_decision=bool(expert.profile.get("is_civil_servant")),
            )
        )
        await session.flush()


async def _take_back(session: AsyncSession, actor: Actor, expert_id: UUID, review_id: UUID) -> None:
    """The entry leaves its batch with the approval; a frozen list keeps it (REV-06)."""
    found = await queries.entry_of_review(session, review_id)
    if found is not None:
        is_open = found.Batch.state == BatchState.OPEN
        reviews.require_nothing_rests("" if is_open else f"批次{found.Batch.number}已经冻结")
        await session.delete(found.BatchEntry)
    await experts.take_back(session, actor, expert_id, review_id)


reviews.register_subject(
    Subject.EXPERT,
    reviews.Handler(
        decide=_decide,
        take_back=_take_back,
        content=experts.submitted_content,
        hand_over=experts.hand_over,
    ),
)


async def _batch_for_now(
    session: AsyncSession, actor: Actor, organisation_id: UUID | None
) -> Batch:
    """The batch that takes a decision of this moment; never one that is frozen already."""
    month = (await timetable(session)).round_of(clock.now())
    await queries.hold_organisation(session, organisation_id)
    latest = await queries.latest(session, organisation_id, month)
    if latest is not None and latest.state == BatchState.OPEN:
        return latest
    if latest is not None:
        month = month_after(latest.month)
    assert organisation_id is not None
    batch = Batch(
        id=new_id(),
        organisation_id=organisation_id,
        month=month,
        number=f"JX-{month:%Y%m}-{organisation_id.hex[-6:].upper()}",
    )
    await audit.create(session, batch, BATCH, actor, number=batch.number)
    return batch


@use_case
async def freeze(session: AsyncSession, actor: Actor, batch_id: UUID) -> BatchDetail:
    """Close a batch: nothing enters it any more, and its list gets its hash.

    Raises 404 for other organisations' batches, 409 BATCH-01 before the month's deadline day.
    """
    batch = await lock(session, Batch, batch_id, "这个批次")
    if actor.role is Role.REVIEWER and batch.organisation_id != actor.organisation_id:
        raise not_found("这个批次")
    table = await timetable(session)
    enforce(freezing_time(table.review(batch.month), clock.today()))
    await freeze_list(session, batch)
    await audit.transition(session, batch, BATCH, "freeze", actor, list_hash=batch.list_hash)
    return await detail(session, actor, batch_id)


@read_case
async def _due(session: AsyncSession) -> list[UUID]:
    table, now = await timetable(session), clock.now()
    found = await queries.open_batches(session, now.date())
    return [id for id, month in found if now >= end_of_day(table.review(month))]


async def freeze_due(db: Database) -> int:
    """Freeze every batch whose deadline has passed; how many there were."""
    due = await _due(db)
    for batch_id in due:
        await freeze(db, SYSTEM, batch_id)
    return len(due)

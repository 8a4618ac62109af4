"""One decision on many cases: each row its own transaction, previewed by the same code."""

import asyncio
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform.database import Database, in_its_own, rehearse, use_case
from backend.platform.problems import Problem, enforce
from backend.reviews import queries
from backend.reviews.rules import authenticity_attested, reasons_given
from backend.reviews.schemas import (
    BatchDecisionIn,
    BatchItem,
    BatchOutcome,
    DecisionIn,
    RowOutcome,
)
from backend.reviews.service.hold_task import task_for
from backend.reviews.service.subjects import handler_of
from backend.reviews.states import Decision

ONE_BY_ONE = "这类事项不能成批办理，请打开后逐件办理。"
WOULD = {"approve": "将通过", "return": "将退回修改"}
DONE = {"approve": "已通过", "return": "已退回修改"}
# A batch keeps two connections busy; this many at once leave the pool to the others.
_turns = asyncio.Semaphore(4)


async def _decide(
    session: AsyncSession, actor: Actor, item: BatchItem, body: BatchDecisionIn
) -> None:
    """One row: exactly what deciding on it alone does."""
    handler = handler_of(item.subject)
    if handler is None:
        raise Problem(409, ONE_BY_ONE)
    if await queries.decided_alike(session, actor, item, body.decision):
        return  # the same order, sent again after its answer was lost
    await task_for(session, actor, item.subject, item.subject_id)
    approved = body.decision == "approve"
    decision = DecisionIn(
        number=item.number,
        decision=Decision(body.decision),
        reasons=[] if approved else body.reasons,
        note=body.note,
        attested=body.attested,
        checklist=dict.fromkeys(handler.points, body.conforms),
    )
    await handler.decide(session, actor, item.subject_id, decision)


@dataclass(frozen=True)
class _Order:
    """One decision on many, to be carried out or only rehearsed."""

    db: Database
    actor: Actor
    body: BatchDecisionIn
    is_preview: bool

    @property
    def words(self) -> str:
        """What is said of a row that passes."""
        return (WOULD if self.is_preview else DONE)[self.body.decision]


async def _row(order: _Order, item: BatchItem) -> RowOutcome:
    attempt = rehearse if order.is_preview else in_its_own
    problem: Problem | None = None
    try:
        await attempt(order.db, lambda session: _decide(session, order.actor, item, order.body))
    except Problem as refusal:
        problem = refusal
    rule = problem.verdict.rule if problem and problem.verdict else None
    return RowOutcome(
        subject=item.subject,
        subject_id=item.subject_id,
        title="",
        ok=problem is None,
        detail=problem.detail if problem else order.words,
        rule=rule.id if rule else None,
    )


async def _all(order: _Order) -> BatchOutcome:
    items = {(one.subject, one.subject_id): one for one in order.body.items}.values()
    async with _turns:
        rows = [await _row(order, item) for item in items]
    async with order.db.reading() as session:
        titles = await queries.titles(session, order.actor, [row.subject_id for row in rows])
    for row in rows:
        row.title = titles.get(row.subject_id, "")
    done = sum(row.ok for row in rows)
    return BatchOutcome(is_preview=order.is_preview, done=done, refused=len(rows) - done, rows=rows)


def _whole(body: BatchDecisionIn) -> None:
    """What is wrong with the order itself is said once, not on every row."""
    decision = Decision(body.decision)
    enforce(
        authenticity_attested(decision, body.attested),
        reasons_given(decision, len(body.reasons), body.note),
    )


async def preview(db: Database, actor: Actor, body: BatchDecisionIn) -> BatchOutcome:
    """What the order would do to each row: it is carried out and taken back, row by row.

    Attestation and checklist are asked for with the order itself; the preview supposes them.
    Raises 409 REV-03 for a return without a reason.
    """
    supposed = body.model_copy(update={"attested": True, "conforms": True})
    _whole(supposed)
    return await _all(_Order(db, actor, supposed, is_preview=True))


@use_case
async def _carry_out(_session: AsyncSession, order: _Order) -> BatchOutcome:
    """The outer transaction holds the request's key, so that a twin waits for the answer."""
    return await _all(order)


async def decide_many(db: Database, actor: Actor, body: BatchDecisionIn) -> BatchOutcome:
    """Carry the order out; a row that is refused leaves the others as they are.

    Raises 409 REV-02 without the attestation, 409 REV-03 without a reason.
    """
    _whole(body)
    return await _carry_out(db, _Order(db, actor, body, is_preview=False))

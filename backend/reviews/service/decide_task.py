"""Deciding on a task, with the basis it rests on, and what was decided before."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.constraints import on_violation
from backend.platform.identifiers import new_id
from backend.platform.problems import enforce
from backend.reviews import queries
from backend.reviews.models import Review
from backend.reviews.rules import (
    authenticity_attested,
    newest_submission,
    not_ones_own,
    reasons_given,
)
from backend.reviews.schemas import DecisionIn, ReviewRead
from backend.reviews.service.hold_task import task_for
from backend.reviews.states import DECISION_NAMES, Decision, Subject

on_violation("ck_reviews_not_own", "这是您本人的事项，请由同事审核。", rule="REV-01")
on_violation("D10", "您与这件事项有利害关系，请由同事审核。", rule="REV-01")
on_violation("D09", "这件事项现在不由本单位审核，请刷新列表。")


async def decide(
    session: AsyncSession, actor: Actor, subject: Subject, subject_id: UUID, body: DecisionIn
) -> Review:
    """Step: record a decision with its jurisdiction basis; the caller moves the subject's state."""
    task = await task_for(session, actor, subject, subject_id)
    own = str(task.subject_account_id) if task.subject_account_id else None
    enforce(
        newest_submission(body.number, task.subject_version),
        not_ones_own(str(actor.account_id), own),
        authenticity_attested(body.decision, body.attested),
        reasons_given(body.decision, len(body.reasons), body.note),
    )
    approved = body.decision is Decision.APPROVE
    review = Review(
        id=new_id(),
        task_id=task.id,
        subject_type=subject,
        subject_id=subject_id,
        subject_version=task.subject_version,
        subject_account_id=task.subject_account_id,
        organisation_id=task.organisation_id,
        jurisdiction_id=task.jurisdiction_id,
        relation=task.relation,
        reviewer_account_id=actor.account_id,
        reviewer_name=actor.name,
        decision=body.decision,
        reasons=[one.model_dump() for one in body.reasons],
        note=body.note or None,
        checklist=body.checklist,
        attested_at=clock.now() if approved else None,
    )
    session.add(review)
    task.closed_at = clock.now()
    await session.flush()
    return review


async def history(session: AsyncSession, subject_id: UUID) -> list[ReviewRead]:
    """Step: every decision on a subject, newest first, for those who may see the subject."""
    return [
        ReviewRead(
            id=one.Review.id,
            number=one.Review.subject_version,
            decision=one.Review.decision,
            decision_name=DECISION_NAMES[Decision(one.Review.decision)],
            reasons=one.Review.reasons,
            note=one.Review.note,
            checklist=one.Review.checklist,
            organisation_name=one.organisation_name,
            reviewer_name=one.Review.reviewer_name,
            relation=one.Review.relation,
            clause=one.clause,
            attested_at=one.Review.attested_at,
            decided_at=one.Review.decided_at,
            undone_at=one.undone_at,
        )
        for one in await queries.history(session, subject_id)
    ]

"""The review desk: tasks are opened by submissions and closed by decisions."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.identity.actor import Actor
from backend.organisations.service import Competence
from backend.platform import calendar, clock
from backend.platform.constraints import on_violation
from backend.platform.database import read_case
from backend.platform.identifiers import new_id
from backend.platform.pagination import Page, page_rows
from backend.platform.problems import conflict, enforce, not_found
from backend.policies.service import current_policy
from backend.reviews import queries
from backend.reviews.models import Review, ReviewTask
from backend.reviews.rules import (
    authenticity_attested,
    days_left,
    newest_submission,
    not_ones_own,
    reasons_given,
)
from backend.reviews.schemas import DecisionIn, DeskSummary, QueueQuery, ReviewRead, TaskRead
from backend.reviews.states import DECISION_NAMES, SUBJECT_NAMES, Decision, Subject
from backend.waivers import service as waivers

on_violation("uq_review_tasks_open", "这项内容正在审核中，不能重复提交。")
on_violation("ck_reviews_not_own", "这是您本人的事项，请由同事审核。", rule="REV-01")


@dataclass(frozen=True)
class Submitted:
    """What comes to the desk: submission `number` of a subject, by an account."""

    subject: Subject
    subject_id: UUID
    number: int
    account_id: UUID | None
    title: str
    summary: str = ""
    waived: tuple[str, ...] = ()
    """In-principle rules it passed by a waiver."""


async def open_task(
    session: AsyncSession, submitted: Submitted, competence: Competence, due_on: date
) -> ReviewTask:
    """Step: put a submission on the competent organisation's desk, in place of an earlier one."""
    await withdraw_task(session, submitted.subject, submitted.subject_id)
    task = ReviewTask(
        id=new_id(),
        subject_type=submitted.subject,
        subject_id=submitted.subject_id,
        subject_version=submitted.number,
        subject_account_id=submitted.account_id,
        title=submitted.title,
        summary=submitted.summary,
        waived_rules=list(submitted.waived),
        organisation_id=competence.organisation_id,
        jurisdiction_id=competence.jurisdiction_id,
        relation=competence.relation,
        due_on=due_on,
    )
    session.add(task)
    await session.flush()
    return task


async def withdraw_task(session: AsyncSession, subject: Subject, subject_id: UUID) -> None:
    """Step: take a subject off the desk without a decision."""
    task = await queries.open_task(session, subject, subject_id)
    if task is not None:
        task.closed_at = clock.now()
        await session.flush()


async def task_for(
    session: AsyncSession, actor: Actor, subject: Subject, subject_id: UUID
) -> ReviewTask:
    """Step: the open task, for its own organisation alone. Raises 404 for any other, 409 closed."""
    task = await queries.open_task(session, subject, subject_id)
    if task is None:
        raise conflict("这项内容已经审核完毕，或申请人已撤回。请刷新列表。", kind="state")
    if task.organisation_id != actor.organisation_id:
        raise not_found(SUBJECT_NAMES[subject])
    return task


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
        )
        for one in await queries.history(session, subject_id)
    ]


def _task_read(task: ReviewTask, today: date) -> TaskRead:
    return TaskRead(
        id=task.id,
        subject=task.subject_type,
        subject_name=SUBJECT_NAMES[Subject(task.subject_type)],
        subject_id=task.subject_id,
        number=task.subject_version,
        title=task.title,
        summary=task.summary,
        relation=task.relation,
        opened_at=task.opened_at,
        due_on=task.due_on,
        days_left=days_left(task.due_on, today),
        waived=waivers.marks(task.waived_rules),
    )


@read_case
async def queue(session: AsyncSession, actor: Actor, asked: QueueQuery) -> Page[TaskRead]:
    """What waits on the desk of the actor's organisation, nearest deadline first."""
    today = clock.today()
    rows, frame = await page_rows(session, queries.queue(actor, asked, today), asked)
    return Page(items=[_task_read(row[0], today) for row in rows], **frame)


@read_case
async def summary(session: AsyncSession, actor: Actor) -> DeskSummary:
    """How many wait, how many are late, and how long to this round's deadline."""
    policy = await current_policy(session)
    now = clock.now()
    opened, overdue = await queries.counts(session, actor, now.date())
    month = calendar.round_month(now, policy.review_deadline_day)
    deadline = calendar.month_deadline(month.year, month.month, policy.review_deadline_day)
    days = await codelists.calendar(session)
    return DeskSummary(
        open=opened,
        overdue=overdue,
        deadline=deadline,
        working_days_left=days.working_days_between(now.date(), deadline.date()),
    )

"""Tasks of the desk: opened by submissions, closed by decisions, hidden from those concerned."""

from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.deadlines.service import timetable
from backend.identity.actor import Actor
from backend.organisations.service import Competence, Place
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.constraints import on_violation
from backend.platform.identifiers import new_id
from backend.platform.problems import conflict, not_found
from backend.reviews import queries
from backend.reviews.models import ReviewTask
from backend.reviews.states import DECISION_NAMES, SUBJECT_NAMES, Decision, Flag, Subject

on_violation("uq_review_tasks_open", "这项内容正在审核中，不能重复提交。")


@dataclass(frozen=True)
class Party:
    """Whose matter it is: reviewers with an interest in them stay away (decision A23)."""

    enterprise_id: UUID | None = None
    uscc: str | None = None
    fingerprint: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """What comes to the desk: submission `number` of a subject, by an account."""

    subject: Subject
    subject_id: UUID
    number: int
    account_id: UUID | None
    title: str
    summary: str = ""
    party: Party = field(default_factory=Party)
    place: Place = field(default_factory=Place)
    flags: tuple[Flag, ...] = ()
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
        organisation_id=competence.organisation_id,
        jurisdiction_id=competence.jurisdiction_id,
        relation=competence.relation,
        due_on=due_on,
        flags=list(submitted.flags),
        waived_rules=list(submitted.waived),
        place=asdict(submitted.place),
        party_enterprise_id=submitted.party.enterprise_id,
        party_uscc=submitted.party.uscc,
        party_fingerprint=submitted.party.fingerprint,
        party_names=list(submitted.party.names),
    )
    session.add(task)
    await session.flush()
    return task


async def put_on_desk(
    session: AsyncSession, submitted: Submitted, competence: Competence
) -> ReviewTask:
    """Step: open the task, due by the round its day of submission belongs to (decision A19)."""
    due = (await timetable(session)).review_due(clock.today())
    return await open_task(session, submitted, competence, due)


async def withdraw_task(session: AsyncSession, subject: Subject, subject_id: UUID) -> None:
    """Step: take a subject off the desk without a decision."""
    task = await queries.open_task(session, subject, subject_id)
    if task is not None:
        task.closed_at = clock.now()
        await session.flush()


async def task_for(
    session: AsyncSession, actor: Actor, subject: Subject, subject_id: UUID
) -> ReviewTask:
    """Step: the open task, for its own organisation's unconcerned reviewers.

    Raises 404 for anybody else, 409 with who decided when it is closed.
    """
    task = await queries.open_task(session, subject, subject_id)
    if task is None:
        await _explain_closed(session, actor, subject, subject_id)
        raise not_found(SUBJECT_NAMES[subject])
    foreign = task.organisation_id != actor.organisation_id
    if foreign or await queries.is_barred(session, actor, task.id):
        raise not_found(SUBJECT_NAMES[subject])
    return task


async def require_unconcerned(
    session: AsyncSession, actor: Actor, subject: Subject, subject_id: UUID
) -> None:
    """Step: nobody with an interest in an open case acts on it. Raises 404 for such a person."""
    task = await queries.open_task(session, subject, subject_id)
    if task is not None and await queries.is_barred(session, actor, task.id):
        raise not_found(SUBJECT_NAMES[subject])


async def _explain_closed(
    session: AsyncSession, actor: Actor, subject: Subject, subject_id: UUID
) -> None:
    """Tell one of the organisation that held it last why there is nothing to decide."""
    last = await queries.last_task(session, subject, subject_id)
    if last is None or last.ReviewTask.organisation_id != actor.organisation_id:
        return
    review = last.Review
    if review is None:
        raise conflict("这项内容已不在审核台上：申请人已撤回。请刷新列表。", kind="state")
    when = review.decided_at.astimezone(SHANGHAI)
    decision = DECISION_NAMES[Decision(review.decision)]
    raise conflict(
        f"{review.reviewer_name}已于{when:%-m月%-d日%H:%M}作出决定：{decision}。请看下一件。",
        kind="decided",
    )

"""Deciding in another body's stead: overdue below a city, or where nobody may decide (6.3)."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.database import read_case, use_case
from backend.platform.outbox import send_message
from backend.platform.pagination import Page, PageQuery, page_rows
from backend.platform.problems import conflict, enforce, not_found
from backend.platform.rows import AnyRow, AnySelect
from backend.policies.service import current_policy
from backend.reviews import queries
from backend.reviews.models import ReviewTask
from backend.reviews.rules import days_left, ripe_for_take_over
from backend.reviews.schemas import TakeOverIn, TakeOverQuery, TakeOverRead
from backend.reviews.service.read_desk import task_read
from backend.reviews.service.subjects import handler_of
from backend.reviews.states import SUBJECT_NAMES, Subject

WHAT = "这件待审事项"


def case_read(row: AnyRow) -> TakeOverRead:
    """A case as the lists of other bodies' cases show it."""
    return TakeOverRead(
        **task_read(row.ReviewTask, clock.today()).model_dump(),
        organisation_name=row.organisation_name,
        nobody_left=row.nobody_left,
    )


async def ripe_cases(session: AsyncSession, actor: Actor, asked: TakeOverQuery) -> AnySelect:
    """Step: what the actor's city may take over today, for the screen and its export alike."""
    policy = await current_policy(session)
    ripe = clock.today() - timedelta(days=policy.takeover_overdue_days)
    return queries.to_take_over(actor, asked, ripe)


@read_case
async def takeovers(
    session: AsyncSession, actor: Actor, asked: TakeOverQuery
) -> Page[TakeOverRead]:
    """What the actor's city may take over from the counties and zones below it."""
    rows, frame = await page_rows(session, await ripe_cases(session, actor, asked), asked)
    return Page(items=[case_read(row) for row in rows], **frame)


@read_case
async def orphans(session: AsyncSession, asked: PageQuery) -> Page[TakeOverRead]:
    """Every case that nobody of its organisation may decide, for the department."""
    rows, frame = await page_rows(session, queries.orphans(), asked)
    return Page(items=[case_read(row) for row in rows], **frame)


@use_case
async def take_over(session: AsyncSession, actor: Actor, body: TakeOverIn) -> list[TakeOverRead]:
    """Put these cases on the actor's own desk, all or none.

    Raises 404 for a case that is not below the actor's city, 409 REV-07 before its time.
    """
    policy = await current_policy(session)
    taken = []
    for task_id in sorted(set(body.tasks)):
        row = await queries.task_to_take_over(session, actor, task_id)
        if row is None:
            raise not_found(WHAT)
        late = -days_left(row.ReviewTask.due_on, clock.today())
        enforce(ripe_for_take_over(late, policy.takeover_overdue_days, row.nobody_left))
        assert actor.organisation_id is not None
        await _hand_over(session, actor, row, actor.organisation_id)
        taken.append(case_read(row))
    return taken


@use_case
async def assign(
    session: AsyncSession, actor: Actor, task_id: UUID, organisation_id: UUID
) -> TakeOverRead:
    """The department names who decides a case that nobody of its own body may decide.

    Raises 404 when somebody there may, 409 for an organisation the matrix gives no such case.
    """
    row = await queries.orphan(session, task_id)
    if row is None:
        raise not_found(WHAT)
    await _hand_over(session, actor, row, organisation_id)
    return case_read(row)


async def _hand_over(
    session: AsyncSession, actor: Actor, row: AnyRow, organisation_id: UUID
) -> None:
    task: ReviewTask = row.ReviewTask
    basis = await queries.basis_to_take_over(session, organisation_id, task.subject_type)
    handler = handler_of(task.subject_type)
    if basis is None or handler is None:
        raise conflict("这个单位不能接办这类事项，请选择设区市科技局。", kind="jurisdiction")
    task.taken_from_id = task.organisation_id
    task.organisation_id = organisation_id
    task.jurisdiction_id, task.relation = basis.id, basis.relation
    subject = await handler.hand_over(session, task.subject_id, organisation_id)
    taker = await queries.organisation_name(session, organisation_id)
    await audit.record(
        session, subject, "take_over", actor, before=row.organisation_name, after=taker
    )
    await _tell(session, task, taker)


async def _tell(session: AsyncSession, task: ReviewTask, taker: str) -> None:
    """The body that lost the case hears of it; the one that got it finds it on its desk."""
    assert task.taken_from_id is not None
    what = SUBJECT_NAMES[Subject(task.subject_type)]
    event = f"taken-over:{task.id}:{task.version}"
    for account_id in await queries.desk_accounts(session, task.taken_from_id):
        await send_message(
            session,
            event,
            account_id,
            f"1件{what}已由{taker}接办",
            f"该事项（期限{task.due_on:%-m月%-d日}）逾期未审或本单位无人可审，已由{taker}接办，请勿重复办理。",
            "/reviews",
        )

"""Problems: raised by a side to the liaison, answered, done with."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.service import tell_sides
from backend.engagements.service import side_of
from backend.identity.actor import Actor
from backend.liaison import queries
from backend.liaison.models import ServiceProblem
from backend.liaison.rules import closes_problem, raises_problem
from backend.liaison.schemas import AnswerIn, FollowRead, ProblemIn
from backend.liaison.service.follow_service import follow_detail, visible
from backend.liaison.states import PROBLEM
from backend.matches.states import Party
from backend.platform import audit, clock
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import Problem, enforce, not_found
from backend.platform.rows import AnyRow

WHAT = "这个问题"
# What the sides write stays on the platform: messages leave it.
RAISED = ("服务中有问题需要联络员协调", "请登录查看服务中反映的问题，并答复协调情况。")


async def _tell_liaisons(session: AsyncSession, row: AnyRow, event: str) -> None:
    one = row[0]
    if one.liaison_organisation_id is None:
        return
    link = f"/liaison/services/{one.id}"
    for account_id in await queries.liaisons(session, one.liaison_organisation_id):
        await send_message(session, event, account_id, *RAISED, link)


@use_case
async def raise_problem(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: ProblemIn
) -> FollowRead:
    """Raise a problem to the liaison.

    Raises 404 for outsiders, 409 PRB-01 for others than the two sides, and without a liaison.
    """
    row = await visible(session, actor, engagement_id)
    one = row[0]
    side = side_of(actor, one)
    enforce(raises_problem(side, one.liaison_organisation_id is not None))
    problem = ServiceProblem(
        id=new_id(),
        engagement_id=one.id,
        party=side,
        text=body.text,
        raised_by=actor.account_id,
    )
    await audit.create(session, problem, PROBLEM, actor)
    await _tell_liaisons(session, row, f"problem:{problem.id}")
    return await follow_detail(session, actor, one.id)


async def _locked(
    session: AsyncSession, actor: Actor, problem_id: UUID
) -> tuple[ServiceProblem, AnyRow]:
    found = await session.get(ServiceProblem, problem_id)
    if found is None:
        raise not_found(WHAT)
    try:
        row = await visible(session, actor, found.engagement_id)
    except Problem as unseen:
        raise not_found(WHAT) from unseen
    return await lock(session, ServiceProblem, problem_id, WHAT), row


@use_case
async def answer(
    session: AsyncSession, actor: Actor, problem_id: UUID, body: AnswerIn
) -> FollowRead:
    """Answer as the liaison; the side that raised it is told. Raises 404 for others' problems."""
    problem, row = await _locked(session, actor, problem_id)
    one = row[0]
    problem.answer, problem.answered_at = body.answer, clock.now()
    await audit.transition(session, problem, PROBLEM, "answer", actor, note=body.answer)
    event, link = f"problem:{problem.id}:{problem.version}", f"/liaison/services/{one.id}"
    words = ("联络员答复了您反映的问题", "请登录查看答复；问题已解决的，请确认办结。")
    await tell_sides(session, one.match_id, event, words, link, only=Party(problem.party))
    return await follow_detail(session, actor, one.id)


async def _settle(session: AsyncSession, actor: Actor, problem_id: UUID, action: str) -> FollowRead:
    problem, row = await _locked(session, actor, problem_id)
    one = row[0]
    enforce(closes_problem(side_of(actor, one), problem.party))
    problem.closed_at = clock.now() if action == "close" else None
    await audit.transition(session, problem, PROBLEM, action, actor)
    if action == "reopen":
        event = f"problem:{problem.id}:{problem.version}"
        await _tell_liaisons(session, row, event)
    return await follow_detail(session, actor, one.id)


@use_case
async def close(session: AsyncSession, actor: Actor, problem_id: UUID) -> FollowRead:
    """Say that a problem is done with. Raises 409 PRB-02 for the other side."""
    return await _settle(session, actor, problem_id, "close")


@use_case
async def reopen(session: AsyncSession, actor: Actor, problem_id: UUID) -> FollowRead:
    """Say that the answer did not solve it. Raises 409 PRB-02 for the other side."""
    return await _settle(session, actor, problem_id, "reopen")

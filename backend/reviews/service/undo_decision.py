"""Taking a decision back within minutes: the case is on the desk again, nothing is rewritten."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.identifiers import new_id
from backend.platform.models import Stateful
from backend.platform.problems import conflict, enforce, not_found
from backend.policies.service import current_policy
from backend.reviews import queries
from backend.reviews.models import Review, ReviewRevocation, ReviewTask
from backend.reviews.rules import decision_can_be_undone, nothing_rests_on_it
from backend.reviews.schemas import UndoneRead
from backend.reviews.service.subjects import handler_of

on_violation("uq_review_revocations_review_id", "这项决定已经撤销过了。")
on_violation("undone", "已有内容依据这项决定办理，不能撤销。", rule="REV-06")
CORRECTION = (
    "刚才的审核决定已更正",
    "审核人已撤销刚才的决定，这件事项仍在审核中，请以之后的通知为准。",
)


def require_nothing_rests(what_rests: str) -> None:
    """Raise 409 REV-06 naming what was built upon a decision; empty means nothing was."""
    enforce(nothing_rests_on_it(what_rests))


async def require_untouched(session: AsyncSession, subject: Stateful, review_id: UUID) -> None:
    """Step: the decision was the last thing that happened to its subject. Raises 409 REV-06."""
    untouched = await queries.is_last_change(session, subject, review_id)
    enforce(nothing_rests_on_it("" if untouched else "申请人或下一环节已经在此基础上办理"))


async def earlier_approval(
    session: AsyncSession, subject_id: UUID, review_id: UUID
) -> Review | None:
    """Step: the approval that counted before the decision that is taken back."""
    return await queries.standing_approval(session, subject_id, review_id)


@use_case
async def undo(session: AsyncSession, actor: Actor, review_id: UUID) -> UndoneRead:
    """Take my own decision back.

    Raises 404 for other organisations' decisions, 409 REV-05 for a colleague's or an old one,
    409 REV-06 once somebody has built upon it.
    """
    found = await queries.review_with_task(session, actor, review_id)
    handler = handler_of(found.Review.subject_type) if found else None
    if found is None or handler is None:
        raise not_found("这项审核决定")
    review, task = found.Review, found.ReviewTask
    if found.undone_at is not None:
        raise conflict("这项决定已经撤销过了。", kind="state")
    policy = await current_policy(session)
    age = (clock.now() - review.decided_at) / timedelta(minutes=1)
    mine = review.reviewer_account_id == actor.account_id
    enforce(decision_can_be_undone(mine, age, policy.decision_undo_minutes))
    await handler.take_back(session, actor, review.subject_id, review.id)
    session.add(ReviewRevocation(id=new_id(), review_id=review.id, account_id=actor.account_id))
    session.add(_again(task))
    await session.flush()
    return UndoneRead(subject=review.subject_type, subject_id=review.subject_id, title=task.title)


KEPT = (
    *("subject_type", "subject_id", "subject_version", "subject_account_id", "title", "summary"),
    *("organisation_id", "jurisdiction_id", "relation", "opened_at", "due_on", "flags", "place"),
    *("party_enterprise_id", "party_uscc", "party_fingerprint", "party_names", "taken_from_id"),
)


def _again(task: ReviewTask) -> ReviewTask:
    """The same task anew, as long waiting and as urgent as before; each task has one decision."""
    return ReviewTask(id=new_id(), **{name: getattr(task, name) for name in KEPT})

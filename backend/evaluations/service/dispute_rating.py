"""Disputes: the rated side says it is not so, the department annotates, the rating stays."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.engagements import service as engagements
from backend.evaluations import queries
from backend.evaluations.models import Rating, RatingDispute
from backend.evaluations.schemas import AnnotationIn, DisputeIn, RatingsRead
from backend.evaluations.service.read_ratings import ratings_of
from backend.evaluations.service.show_rating import aftermath, last_day_to_dispute
from backend.evaluations.states import DISPUTE, DisputeState
from backend.identity.actor import Actor
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import use_case
from backend.platform.edits import lock
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import Problem, enforce, not_found
from backend.policies.service import current_policy

WHAT = "这项评价"
on_violation(
    "uq_rating_disputes_rating_id",
    "对这项评价已提出过异议，请等待省科技厅批注。",
    rule="RATE-07",
)


async def _seen(session: AsyncSession, actor: Actor, rating: Rating) -> Any:
    try:
        row = await engagements.visible(session, actor, rating.engagement_id)
    except Problem as hidden:
        # The very answer of a rating that is not there.
        raise not_found(WHAT) from hidden
    return row[0]


@use_case
async def dispute(
    session: AsyncSession, actor: Actor, rating_id: UUID, body: DisputeIn
) -> RatingsRead:
    """Dispute a rating of one's own side; the department reads both and annotates.

    Raises 404 for a rating the actor may not see or that is sealed, 403 RATE-06 for another side,
    409 RATE-07 a second time or too late.
    """
    rating = await queries.rating(session, rating_id)
    if rating is None:
        raise not_found(WHAT)
    engagement = await _seen(session, actor, rating)
    window = await queries.window(session, rating.engagement_id, locked=True)
    policy = await current_policy(session, clock.today())
    side = engagements.side_of(actor, engagement)
    last_day = last_day_to_dispute(window, policy)
    if last_day is None:
        raise not_found(WHAT)
    after = await aftermath(session, actor, rating.engagement_id, side, last_day)
    by_whom, in_time = after.dispute_verdicts(rating)
    enforce(by_whom, status=403)
    enforce(in_time)
    raised = RatingDispute(
        id=new_id(), rating_id=rating_id, grounds=body.grounds, raised_by=actor.account_id
    )
    await audit.create(session, raised, DISPUTE, actor)
    await _tell(session, raised, rating, await queries.office_accounts(session, None), RAISED)
    return await ratings_of(session, actor, rating.engagement_id)


RAISED = ("有一项评价异议", "被评价的一方对评价提出异议，请查阅双方意见后批注。")
ANNOTATED = ("评价异议已有批注", "省科技厅已对评价异议作出批注，原评价保留，请登录查看。")


async def _tell(
    session: AsyncSession,
    one: RatingDispute,
    rating: Rating,
    accounts: list[UUID],
    words: tuple[str, str],
) -> None:
    key, link = f"dispute:{one.id}:{one.state}", f"/engagements/{rating.engagement_id}/rate"
    for account_id in accounts:
        await send_message(session, key, account_id, *words, link)


@use_case
async def annotate(
    session: AsyncSession, actor: Actor, dispute_id: UUID, body: AnnotationIn
) -> RatingsRead:
    """Say what the department finds; rating and dispute stay as they were written.

    Raises 404 for an unknown dispute, 409 when it is annotated already.
    """
    held = await lock(session, RatingDispute, dispute_id, "这项评价异议")
    rating = await queries.rating(session, held.rating_id)
    assert rating is not None
    if held.state == DisputeState.RAISED:
        held.annotation = body.annotation
        held.annotated_by, held.annotated_at = actor.account_id, clock.now()
    await audit.transition(session, held, DISPUTE, "annotate", actor)
    await _tell(session, held, rating, [held.raised_by, rating.account_id], ANNOTATED)
    return await ratings_of(session, actor, rating.engagement_id)

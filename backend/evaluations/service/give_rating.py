"""Giving a rating, and opening the results."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.engagements import service as engagements
from backend.evaluations import queries
from backend.evaluations.models import Rating, RatingWindow
from backend.evaluations.rules import (
    rated_by_party,
    rated_once,
    rates_agreed_criteria,
    says_why,
    within_window,
)
from backend.evaluations.schemas import RatingIn, RatingsRead
from backend.evaluations.service.follow_up import open_follow_ups
from backend.evaluations.service.read_ratings import ratings_of
from backend.evaluations.service.show_rating import last_day_to_dispute
from backend.evaluations.states import CRITERIA, Rater
from backend.identity.actor import SYSTEM, Actor
from backend.platform import audit, clock
from backend.platform.constraints import on_violation
from backend.platform.database import Database, read_case, use_case
from backend.platform.identifiers import new_id
from backend.platform.outbox import send_message
from backend.platform.problems import enforce
from backend.policies.service import current_policy

on_violation(
    "uq_ratings_engagement_id_from_party_to_party",
    "您这一方已评价过，评价提交后不能修改。",
    rule="RATE-02",
)
on_violation("ck_ratings_words", "请写明具体理由。", rule="RATE-03")


async def _unseal(session: AsyncSession, window: RatingWindow, actor: Actor) -> None:
    """Open the results: tell the parties, and put bad grades on the competent desk."""
    window.unsealed_at = clock.now()
    engagement_id = window.engagement_id
    await audit.record(session, window, "unseal", actor, engagement_id=str(engagement_id))
    ratings = await queries.ratings(session, engagement_id)
    await open_follow_ups(session, engagement_id, ratings, actor)
    policy = await current_policy(session, clock.today())
    last_day = last_day_to_dispute(window, policy)
    title, link = "评价结果已公开", f"/engagements/{engagement_id}/rate"
    body = f"各方评价已公开，请登录查看；对本方收到的评价有异议，可在{last_day:%-m月%-d日}前提出。"
    engagement = await engagements.engagement_of(session, engagement_id)
    for account_id in await queries.raters(session, engagement):
        await send_message(session, f"unsealed:{engagement_id}", account_id, title, body, link)


@use_case
async def rate(
    session: AsyncSession, actor: Actor, engagement_id: UUID, body: RatingIn
) -> RatingsRead:
    """Give one's party's word on another; with the last one expected, all are opened.

    Raises 403 RATE-01 for outsiders, 409 RATE-01 before the end, RATE-02 a second time, RATE-04
    too late, 409 RATE-03 without the words a grade needs and RATE-05 for other criteria.
    """
    engagement = (await engagements.visible(session, actor, engagement_id))[0]
    side = engagements.side_of(actor, engagement)
    has_liaison = engagement.liaison_organisation_id is not None
    window = await queries.window(session, engagement_id, locked=True)
    judged = rated_by_party(side, body.to_party, window is not None, has_liaison)
    enforce(judged, status=403 if side is None else 409)
    assert side is not None
    assert window is not None
    given = await queries.ratings(session, engagement_id)
    mine = {rating.to_party for rating in given if rating.from_party == side}
    enforce(
        rated_once(body.to_party, mine),
        within_window(clock.now(), window.closes_at),
        rates_agreed_criteria(CRITERIA[Rater(side), body.to_party], body.criteria),
        says_why(body.grade, body.comment),
    )
    rating = Rating(
        id=new_id(),
        engagement_id=engagement_id,
        from_party=side,
        account_id=actor.account_id,
        rater_name=actor.name,
        **body.model_dump(mode="json"),
    )
    session.add(rating)
    await audit.record(session, window, "rate", actor, from_party=side, to_party=body.to_party)
    if len(given) + 1 >= window.expected:
        await _unseal(session, window, actor)
    return await ratings_of(session, actor, engagement_id)


@read_case
async def _closed(session: AsyncSession) -> list[UUID]:
    return await queries.past_closing(session, clock.now())


@use_case
async def _unseal_one(session: AsyncSession, engagement_id: UUID) -> bool:
    window = await queries.window(session, engagement_id, locked=True)
    if window is None or window.unsealed_at is not None:
        return False
    await _unseal(session, window, SYSTEM)
    return True


async def unseal_closed(db: Database) -> int:
    """Open the results of every window that has closed; how many there were."""
    return sum([await _unseal_one(db, engagement_id) for engagement_id in await _closed(db)])

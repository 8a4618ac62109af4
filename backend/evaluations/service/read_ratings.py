"""Ratings: one's own at once, the others' when all are in or the window has closed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.engagements import service as engagements
from backend.evaluations import queries
from backend.evaluations.models import Rating, RatingWindow
from backend.evaluations.rules import (
    expected_directions,
    rated_by_party,
    rated_once,
    within_window,
)
from backend.evaluations.schemas import (
    CriterionRead,
    DirectionRead,
    ExpertMark,
    GradeRead,
    RatingRead,
    RatingsRead,
)
from backend.evaluations.scoring import average, facts_mark, formula, mark
from backend.evaluations.states import CRITERIA, GRADE_NAMES, RATER_NAMES, Grade, Rater
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.rows import AnyRow
from backend.policies.policy import Policy
from backend.policies.service import current_policy


def is_unsealed(window: RatingWindow | None) -> bool:
    """Whether results may be read: all are in, or the window has closed."""
    if window is None:
        return False
    return window.unsealed_at is not None or clock.now() >= window.closes_at


def _rating(rating: Rating) -> RatingRead:
    names = CRITERIA[Rater(rating.from_party), Rater(rating.to_party)]
    return RatingRead(
        grade=rating.grade,
        grade_name=GRADE_NAMES[Grade(rating.grade)],
        criteria=[
            CriterionRead(key=key, name=name, grade=grade, grade_name=GRADE_NAMES[Grade(grade)])
            for key, name in names.items()
            if (grade := rating.criteria.get(key)) is not None
        ],
        comment=rating.comment,
        given_at=rating.given_at,
    )


def _direction(
    pair: tuple[Rater, Rater],
    side: str | None,
    window: RatingWindow | None,
    given: dict[tuple[str, str], Rating],
    has_liaison: bool,
) -> DirectionRead:
    giver, taker = pair
    rating = given.get(pair)
    is_mine = giver == side
    verdicts = [rated_by_party(side, taker, window is not None, has_liaison)]
    if window is not None:
        verdicts.append(rated_once(taker, {taker} if rating else set()))
        verdicts.append(within_window(clock.now(), window.closes_at))
    refusal = next((verdict.reason for verdict in verdicts if not verdict.ok), "")
    shown = rating if rating and (is_mine or is_unsealed(window)) else None
    return DirectionRead(
        from_party=giver,
        from_name=RATER_NAMES[giver],
        to_party=taker,
        to_name=RATER_NAMES[taker],
        criteria=[CriterionRead(key=key, name=name) for key, name in CRITERIA[pair].items()],
        is_mine=is_mine,
        is_given=rating is not None,
        may_rate=is_mine and not refusal,
        reason=refusal if is_mine else "",
        rating=_rating(shown) if shown else None,
    )


def _mark(row: AnyRow, policy: Policy) -> float | None:
    facts = facts_mark(row.confirmed_days, row.agreed_days)
    return mark(policy.rating_weights, row.enterprise, row.liaison, facts)


async def _marks(session: AsyncSession, policy: Policy, **which: UUID) -> list[float]:
    rows: Sequence[AnyRow] = await queries.marks(session, clock.now(), **which)
    marks = (_mark(row, policy) for row in rows)
    return [value for value in marks if value is not None]


async def ratings_of(session: AsyncSession, actor: Actor, engagement_id: UUID) -> RatingsRead:
    """Step: a service's mutual rating as the actor may see it. Raises 404 for a foreign one."""
    engagement = (await engagements.visible(session, actor, engagement_id))[0]
    side = engagements.side_of(actor, engagement)
    window = await queries.window(session, engagement_id)
    ratings = await queries.ratings(session, engagement_id)
    given = {(rating.from_party, rating.to_party): rating for rating in ratings}
    has_liaison = engagement.liaison_organisation_id is not None
    expected = expected_directions(has_liaison)
    policy = await current_policy(session, clock.today())
    marks = await _marks(session, policy, engagement_id=engagement_id)
    return RatingsRead(
        engagement_id=engagement_id,
        my_party=side,
        has_ended=window is not None,
        closes_at=window.closes_at if window else None,
        expected=len(expected),
        given=len(ratings),
        is_open=is_unsealed(window),
        unsealed_at=window.unsealed_at if window else None,
        directions=[_direction(pair, side, window, given, has_liaison) for pair in expected],
        grades=[GradeRead(grade=grade, name=name) for grade, name in GRADE_NAMES.items()],
        mark=next(iter(marks), None),
        formula=formula(policy.rating_weights, policy.small_number_threshold),
    )


@read_case
async def read(session: AsyncSession, actor: Actor, engagement_id: UUID) -> RatingsRead:
    """A service's mutual rating. Raises 404 when the actor may not see the service."""
    return await ratings_of(session, actor, engagement_id)


@read_case
async def expert_mark(session: AsyncSession, actor: Actor, expert_id: UUID) -> ExpertMark:
    """An expert's average by the published formula; none below the small-number threshold.

    Raises 404 when the actor may not see the expert.
    """
    await experts.seen(session, actor, expert_id)
    policy = await current_policy(session, clock.today())
    threshold = policy.small_number_threshold
    marks = await _marks(session, policy, expert_id=expert_id)
    return ExpertMark(
        expert_id=expert_id,
        services_rated=len(marks),
        average=average(marks, threshold),
        threshold=threshold,
        formula=formula(policy.rating_weights, threshold),
    )

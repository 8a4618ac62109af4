"""A side's own standing: what it received, averaged by direction, with the sums behind it.

Nobody is compared with anybody else here, and nothing that is sealed is counted.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.evaluations import queries
from backend.evaluations.queries import received
from backend.evaluations.queries.received import Side
from backend.evaluations.rules import expected_directions
from backend.evaluations.schemas import (
    DirectionStanding,
    GradeCount,
    MarkStanding,
    RatingStanding,
    ReceivedQuery,
    ReceivedRating,
    ReceivedService,
)
from backend.evaluations.scoring import arithmetic, average, formula, mark, mean_formula, mean_line
from backend.evaluations.service.read_ratings import marks_of, parts_shown
from backend.evaluations.service.show_rating import dispute_read
from backend.evaluations.states import DIRECTIONS, GRADE_NAMES, RATER_NAMES, Grade, Rater
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.pagination import Page, page_rows
from backend.platform.rows import AnyRow
from backend.policies.policy import Policy
from backend.policies.service import current_policy


def _givers(side: Side) -> list[Rater]:
    return [giver for giver, taker in DIRECTIONS if taker == side.party]


def _direction(giver: Rater, given: Counter[int], threshold: int) -> DirectionStanding:
    values = [grade for grade, times in given.items() for _ in range(times)]
    return DirectionStanding(
        from_party=giver,
        from_name=RATER_NAMES[giver],
        received=len(values),
        average=average(values, threshold),
        arithmetic=mean_line(values, threshold),
        grades=[
            GradeCount(grade=grade, name=GRADE_NAMES[grade], count=given[grade])
            for grade in sorted(Grade, reverse=True)
        ],
    )


async def _mark(
    session: AsyncSession, policy: Policy, actor: Actor, side: Side
) -> MarkStanding | None:
    """The published mark is an expert's alone."""
    if side.party is not Rater.EXPERT or actor.expert_id is None:
        return None
    threshold = policy.small_number_threshold
    marks = await marks_of(session, policy, actor.expert_id)
    return MarkStanding(
        services_rated=len(marks),
        average=average(marks, threshold),
        arithmetic=mean_line(marks, threshold),
        formula=formula(policy.rating_weights, threshold),
    )


@read_case
async def my_standing(session: AsyncSession, actor: Actor) -> RatingStanding:
    """What my side received so far, by direction; no average below the small-number threshold."""
    side = received.side_of(actor)
    policy = await current_policy(session, clock.today())
    threshold = policy.small_number_threshold
    given: dict[str, Counter[int]] = {giver: Counter() for giver in _givers(side)}
    for row in await received.grades(session, side):
        given[row.from_party][row.grade] += row.times
    return RatingStanding(
        party=side.party,
        party_name=RATER_NAMES[side.party],
        services=await received.count_services(session, side),
        threshold=threshold,
        directions=[_direction(giver, given[giver], threshold) for giver in _givers(side)],
        mark=await _mark(session, policy, actor, side),
        formula=mean_formula(threshold),
    )


def _rating(giver: Rater, row: AnyRow | None) -> ReceivedRating:
    if row is None:
        return ReceivedRating(from_party=giver, from_name=RATER_NAMES[giver])
    rating = row.Rating
    return ReceivedRating(
        from_party=giver,
        from_name=RATER_NAMES[giver],
        grade=rating.grade,
        grade_name=GRADE_NAMES[Grade(rating.grade)],
        comment=rating.comment,
        dispute=dispute_read(row.RatingDispute),
    )


async def _shown(
    session: AsyncSession, policy: Policy, side: Side, rows: Sequence[AnyRow]
) -> list[ReceivedService]:
    ids = [row.id for row in rows]
    ratings = await received.ratings(session, side, ids)
    sums: dict[UUID, AnyRow] = {}
    if side.party is Rater.EXPERT:
        sums = {row.id: row for row in await queries.marks(session, clock.now(), ids=ids)}
    found = []
    for row in rows:
        has_liaison = row.liaison_organisation_id is not None
        givers = [one for one, taker in expected_directions(has_liaison) if taker == side.party]
        parts = parts_shown(sums[row.id], policy) if row.id in sums else ()
        found.append(
            ReceivedService(
                engagement_id=row.id,
                demand_number=row.demand_number,
                demand_title=row.demand_title,
                enterprise_name=row.enterprise_name,
                expert_name=row.expert_name,
                opened_at=row.opened_at,
                ratings=[_rating(giver, ratings.get((row.id, giver))) for giver in givers],
                mark=mark(parts),
                arithmetic=arithmetic(parts),
            )
        )
    return found


@read_case
async def my_ratings(
    session: AsyncSession, actor: Actor, asked: ReceivedQuery
) -> Page[ReceivedService]:
    """Service by service what my side received, the last opened first."""
    side = received.side_of(actor)
    policy = await current_policy(session, clock.today())
    rows, frame = await page_rows(session, received.services(side), asked)
    return Page(items=await _shown(session, policy, side, rows), **frame)

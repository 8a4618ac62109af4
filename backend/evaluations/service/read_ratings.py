"""Ratings: one's own at once, the others' when all are in or the window has closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.engagements import service as engagements
from backend.evaluations import queries
from backend.evaluations.models import Rating, RatingWindow
from backend.evaluations.queries import Engagement
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
    MarkFacts,
    MarkPart,
    MemberNoteRead,
    RatingsRead,
)
from backend.evaluations.scoring import (
    PART_NAMES,
    Part,
    arithmetic,
    average,
    facts_mark,
    formula,
    mark,
    parts_of,
)
from backend.evaluations.service.show_rating import (
    Aftermath,
    aftermath,
    last_day_to_dispute,
    opened_at,
    shown,
)
from backend.evaluations.states import CRITERIA, GRADE_NAMES, RATER_NAMES, Rater
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.database import read_case
from backend.platform.rows import AnyRow
from backend.policies.policy import Policy
from backend.policies.service import current_policy

OFFICES = (Role.REVIEWER, Role.DEPARTMENT)


def is_unsealed(window: RatingWindow | None) -> bool:
    """Whether results may be read: all are in, or the window has closed."""
    return opened_at(window) is not None


@dataclass(frozen=True)
class _Sheet:
    """A service's ratings before they are narrowed to what their reader may see."""

    side: str | None
    window: RatingWindow | None
    given: dict[tuple[str, str], Rating]
    has_liaison: bool
    after: Aftermath


def _direction(pair: tuple[Rater, Rater], sheet: _Sheet) -> DirectionRead:
    giver, taker = pair
    rating = sheet.given.get(pair)
    is_mine = giver == sheet.side
    has_ended = sheet.window is not None
    verdicts = [rated_by_party(sheet.side, taker, has_ended, sheet.has_liaison)]
    if sheet.window is not None:
        verdicts.append(rated_once(taker, {taker} if rating else set()))
        verdicts.append(within_window(clock.now(), sheet.window.closes_at))
    refusal = next((verdict.reason for verdict in verdicts if not verdict.ok), "")
    seen = rating if rating and (is_mine or is_unsealed(sheet.window)) else None
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
        rating=shown(seen, sheet.after) if seen else None,
    )


def parts_shown(row: AnyRow, policy: Policy) -> tuple[Part, ...]:
    """What a service's mark is made of."""
    facts = facts_mark(row.confirmed_days, row.agreed_days)
    return parts_of(policy.rating_weights, row.enterprise, row.liaison, facts)


async def marks_of(session: AsyncSession, policy: Policy, expert_id: UUID) -> list[float]:
    """Step: an expert's marks, one for each service somebody rated."""
    rows: Sequence[AnyRow] = await queries.marks(session, clock.now(), expert_id=expert_id)
    marks = (mark(parts_shown(row, policy)) for row in rows)
    return [value for value in marks if value is not None]


async def _worked_out(
    session: AsyncSession, policy: Policy, engagement_id: UUID
) -> dict[str, object]:
    """The mark with everything that went into it; nothing while the results are sealed."""
    row = next(iter(await queries.marks(session, clock.now(), ids=[engagement_id])), None)
    if row is None:
        return {"mark": None, "mark_parts": [], "mark_facts": None, "arithmetic": None}
    parts = parts_shown(row, policy)
    return {
        "mark": mark(parts),
        "mark_parts": [
            MarkPart(key=one.key, name=PART_NAMES[one.key], weight=one.weight, value=one.value)
            for one in parts
        ],
        "mark_facts": MarkFacts(confirmed_days=row.confirmed_days, agreed_days=row.agreed_days),
        "arithmetic": arithmetic(parts),
    }


async def _member_notes(
    session: AsyncSession, actor: Actor, engagement: Engagement, window: RatingWindow | None
) -> list[MemberNoteRead]:
    """The leader and the organisations read all, a member his own once results are open."""
    if engagement.team_id is None or window is None:
        return []
    leads = actor.role is Role.EXPERT and actor.expert_id == engagement.expert_id
    sees_all = leads or (actor.role in OFFICES and is_unsealed(window))
    return [
        MemberNoteRead(
            expert_id=row.expert_id,
            name=row.name,
            note=row.note,
            may_note=leads and row.note is None and not is_unsealed(window),
        )
        for row in await queries.members(session, engagement)
        if sees_all or (row.expert_id == actor.expert_id and is_unsealed(window))
    ]


async def ratings_of(session: AsyncSession, actor: Actor, engagement_id: UUID) -> RatingsRead:
    """Step: a service's mutual rating as the actor may see it. Raises 404 for a foreign one."""
    engagement = (await engagements.visible(session, actor, engagement_id))[0]
    side = engagements.side_of(actor, engagement)
    window = await queries.window(session, engagement_id)
    ratings = await queries.ratings(session, engagement_id)
    policy = await current_policy(session, clock.today())
    last_day = last_day_to_dispute(window, policy)
    has_liaison = engagement.liaison_organisation_id is not None
    sheet = _Sheet(
        side=side,
        window=window,
        given={(rating.from_party, rating.to_party): rating for rating in ratings},
        has_liaison=has_liaison,
        after=await aftermath(session, actor, engagement_id, side, last_day),
    )
    expected = expected_directions(has_liaison)
    return RatingsRead(
        engagement_id=engagement_id,
        my_party=side,
        has_ended=window is not None,
        closes_at=window.closes_at if window else None,
        expected=len(expected),
        given=len(ratings),
        is_open=is_unsealed(window),
        unsealed_at=window.unsealed_at if window else None,
        directions=[_direction(pair, sheet) for pair in expected],
        grades=[GradeRead(grade=grade, name=name) for grade, name in GRADE_NAMES.items()],
        member_notes=await _member_notes(session, actor, engagement, window),
        formula=formula(policy.rating_weights, policy.small_number_threshold),
        **await _worked_out(session, policy, engagement_id),  # type: ignore[arg-type]
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
    marks = await marks_of(session, policy, expert_id)
    return ExpertMark(
        expert_id=expert_id,
        services_rated=len(marks),
        average=average(marks, threshold),
        threshold=threshold,
        formula=formula(policy.rating_weights, threshold),
    )

"""One rating as its reader sees it, with its dispute and what is done about a bad grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.evaluations import queries
from backend.evaluations.models import Rating, RatingDispute, RatingWindow
from backend.evaluations.rules import disputed_by_the_rated, disputed_once_in_time
from backend.evaluations.schemas import CriterionRead, DisputeRead, RatingRead
from backend.evaluations.service.follow_up import close_action, follow_up_note
from backend.evaluations.states import CRITERIA, DISPUTE, GRADE_NAMES, DisputeState, Grade, Rater
from backend.identity.actor import Actor
from backend.identity.permissions import Permission
from backend.platform import clock
from backend.platform.actions import AllowedAction, allowed
from backend.platform.rows import AnyRow
from backend.platform.rules import Verdict
from backend.policies.policy import Policy


def opened_at(window: RatingWindow | None) -> datetime | None:
    """Since when results may be read: all were in, or the window closed."""
    if window is None:
        return None
    if window.unsealed_at is not None:
        return window.unsealed_at
    return window.closes_at if clock.now() >= window.closes_at else None


def last_day_to_dispute(window: RatingWindow | None, policy: Policy) -> date | None:
    """Until when a rated side may dispute; none before the results are open."""
    opened = opened_at(window)
    if opened is None:
        return None
    # A window closes at 24:00, which is the first moment of the next day.
    day = opened.astimezone(clock.SHANGHAI).date()
    return day + timedelta(days=policy.rating_dispute_days)


@dataclass(frozen=True)
class Aftermath:
    """What followed of a service's ratings."""

    actor: Actor
    side: str | None
    last_day: date | None
    """Until when they may be disputed, once they are open."""
    disputes: Mapping[UUID, RatingDispute]
    follow_ups: Mapping[UUID, AnyRow]

    def dispute_verdicts(self, rating: Rating) -> tuple[Verdict, ...]:
        """Whether the actor may dispute a rating whose results are open."""
        assert self.last_day is not None
        return (
            disputed_by_the_rated(self.side, rating.to_party),
            disputed_once_in_time(clock.today(), self.last_day, rating.id in self.disputes),
        )

    def actions(self, rating: Rating) -> list[AllowedAction]:
        """The buttons beside a rating."""
        if self.last_day is None:
            return []
        found = []
        is_mine = self.actor.may(Permission.RATING_GIVE) and self.side == rating.to_party
        if is_mine and rating.id not in self.disputes:
            found.append(allowed("dispute", "提出异议", *self.dispute_verdicts(rating)))
        dispute = self.disputes.get(rating.id)
        is_raised = dispute is not None and dispute.state == DisputeState.RAISED
        if is_raised and self.actor.may(Permission.RATING_ANNOTATE):
            found.append(allowed("annotate", "批注"))
        row = self.follow_ups.get(rating.id)
        return [*found, *close_action(self.actor, row)] if row is not None else found


async def aftermath(
    session: AsyncSession,
    actor: Actor,
    engagement_id: UUID,
    side: str | None,
    last_day: date | None,
) -> Aftermath:
    """Step: disputes and follow-ups; none are read before the results are open."""
    if last_day is None:
        return Aftermath(actor, side, None, {}, {})
    disputes = await queries.disputes(session, engagement_id)
    follow_ups = await queries.follow_ups_of(session, engagement_id)
    return Aftermath(actor, side, last_day, disputes, follow_ups)


def dispute_read(one: RatingDispute | None) -> DisputeRead | None:
    """A dispute with its annotation, if there is one."""
    if one is None:
        return None
    return DisputeRead(
        id=one.id,
        state=one.state,
        state_name=DISPUTE.label(one.state),
        grounds=one.grounds,
        raised_at=one.created_at,
        annotation=one.annotation,
        annotated_at=one.annotated_at,
    )


def shown(rating: Rating, after: Aftermath) -> RatingRead:
    """A rating its reader may see."""
    names = CRITERIA[Rater(rating.from_party), Rater(rating.to_party)]
    row = after.follow_ups.get(rating.id)
    return RatingRead(
        id=rating.id,
        grade=rating.grade,
        grade_name=GRADE_NAMES[Grade(rating.grade)],
        criteria=[
            CriterionRead(key=key, name=name, grade=grade, grade_name=GRADE_NAMES[Grade(grade)])
            for key, name in names.items()
            if (grade := rating.criteria.get(key)) is not None
        ],
        comment=rating.comment,
        given_at=rating.given_at,
        dispute=dispute_read(after.disputes.get(rating.id)),
        dispute_until=after.last_day,
        follow_up=follow_up_note(row) if row is not None else None,
        allowed_actions=after.actions(rating),
    )

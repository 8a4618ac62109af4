"""The rows behind each figure. A figure is a count over the very SELECT that opens it (D29)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Subquery, and_, case, cast, exists, func, literal, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import Date

from backend.agreements.models import Agreement
from backend.agreements.states import AgreementState
from backend.batches.models import Batch
from backend.batches.states import BatchState
from backend.conflicts.models import ReviewerInterest
from backend.dashboards.schemas import RowsQuery
from backend.deadlines.timetable import Kind, Timetable
from backend.demands.models import Demand
from backend.engagements.models import ChangeRequest, Engagement, EngagementEnding
from backend.engagements.states import ChangeState
from backend.enterprises.models import Enterprise
from backend.evaluations.models import RatingFollowUp, RatingWindow
from backend.evaluations.states import FollowUpState
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.matches.models import Match
from backend.organisations.models import Organisation
from backend.organisations.states import OrganisationType
from backend.platform.rows import AnySelect
from backend.reviews.models import ReviewTask


@dataclass(frozen=True)
class Deadlines:
    """What "late" is measured by."""

    today: date
    table: Timetable

    def letter_due(self) -> ColumnElement[date]:
        """The day a batch's letter is due; those the department moved, as moved."""
        planned = Batch.month + (self.table.letter_day - 1)
        moved = [
            (Batch.month == month, literal(day))
            for (month, kind), day in self.table.moved.items()
            if kind is Kind.LETTER
        ]
        return case(*moved, else_=planned) if moved else planned


SUPERVISED = (OrganisationType.COUNTY_DEPARTMENT, OrganisationType.DEVELOPMENT_ZONE)
UNSIGNED = (AgreementState.DRAFTED, AgreementState.PARTLY_SIGNED, AgreementState.RETURNED)


def _columns(model: Any, title: Any, city: Any, organisation: Any, **more: Any) -> AnySelect:
    return select(
        model.id.label("id"),
        title.label("title"),
        more.get("state", getattr(model, "state", null())).label("state"),
        city.label("city_code"),
        organisation.label("organisation_id"),
        more.get("since", model.created_at).label("since"),
        cast(more.get("due", null()), Date).label("due"),
        more.get("subject", literal(model.__tablename__)).label("subject"),
        more.get("subject_id", model.id).label("subject_id"),
    )


def _numbered(number: Any, title: Any) -> Any:
    return func.concat_ws(" ", number, title)


def _experts() -> AnySelect:
    return _columns(Expert, Expert.name, Expert.city_code, Expert.organisation_id)


def _enterprises() -> AnySelect:
    return _columns(Enterprise, Enterprise.name, Enterprise.city_code, Enterprise.organisation_id)


def _demands() -> AnySelect:
    title = _numbered(Demand.number, Demand.title)
    return _columns(Demand, title, Demand.city_code, Demand.organisation_id)


def _matches() -> AnySelect:
    title = _numbered(Demand.number, Demand.title)
    rows = _columns(Match, title, Demand.city_code, Demand.organisation_id)
    return rows.join(Demand, Demand.id == Match.demand_id)


def _agreements() -> AnySelect:
    title = _numbered(Agreement.number, Demand.title)
    organisation = Agreement.organisation_id
    rows = _columns(Agreement, title, Demand.city_code, organisation, due=Agreement.sign_due)
    return rows.join(Match, Match.id == Agreement.match_id).join(
        Demand, Demand.id == Match.demand_id
    )


def _engagements() -> AnySelect:
    title = _numbered(Demand.number, Demand.title)
    organisation = Engagement.organisation_id
    due = Engagement.end_due
    rows = _columns(Engagement, title, Demand.city_code, organisation, due=due)
    return rows.join(Demand, Demand.id == Engagement.demand_id)


def _batches() -> AnySelect:
    rows = _columns(Batch, Batch.number, Organisation.city_code, Batch.organisation_id)
    return rows.join(Organisation, Organisation.id == Batch.organisation_id)


SUBJECTS: dict[str, Callable[[], AnySelect]] = {
    "experts": _experts,
    "enterprises": _enterprises,
    "demands": _demands,
    "matches": _matches,
    "agreements": _agreements,
    "engagements": _engagements,
    "batches": _batches,
}


def _of_demand(*models: Any) -> Any:
    """Whether the demand has such a row, by way of its match or directly."""
    first = models[0]
    if hasattr(first, "demand_id"):
        return exists().where(first.demand_id == Demand.id)
    if first is Agreement:
        return exists().where(Match.demand_id == Demand.id, Agreement.match_id == Match.id)
    return exists().where(Engagement.demand_id == Demand.id, first.engagement_id == Engagement.id)


STAGES: dict[str, Callable[[], ColumnElement[bool]]] = {
    "published": lambda: Demand.published_at.is_not(None),
    "matched": lambda: _of_demand(Match).where(Match.agreed_at.is_not(None)),
    "signed": lambda: _of_demand(Agreement).where(
        Agreement.enterprise_signature_id.is_not(None),
        Agreement.expert_signature_id.is_not(None),
    ),
    "serving": lambda: _of_demand(Engagement),
    "ended": lambda: _of_demand(EngagementEnding),
    "rated": lambda: _of_demand(RatingWindow).where(RatingWindow.unsealed_at.is_not(None)),
}


def _late_reviews(days: Deadlines) -> AnySelect:
    return _columns(
        ReviewTask,
        ReviewTask.title,
        null(),
        ReviewTask.organisation_id,
        since=ReviewTask.opened_at,
        due=ReviewTask.due_on,
        subject=ReviewTask.subject_type,
        subject_id=ReviewTask.subject_id,
    ).where(ReviewTask.closed_at.is_(None), ReviewTask.due_on < days.today)


def _late_batches(days: Deadlines) -> AnySelect:
    due = days.letter_due()
    rows = _columns(Batch, Batch.number, null(), Batch.organisation_id, due=due)
    return rows.where(Batch.state == BatchState.FROZEN, due < days.today)


def _late_agreements(days: Deadlines) -> AnySelect:
    return _agreements().where(Agreement.state.in_(UNSIGNED), Agreement.sign_due < days.today)


def _late_changes(_: Deadlines) -> AnySelect:
    rows = _columns(
        ChangeRequest,
        ChangeRequest.reason,
        null(),
        ChangeRequest.organisation_id,
        subject=literal("engagements"),
        subject_id=ChangeRequest.engagement_id,
    )
    return rows.where(ChangeRequest.state == ChangeState.REQUESTED)


def _late_ratings(_: Deadlines) -> AnySelect:
    rows = _columns(
        RatingWindow,
        _numbered(Demand.number, Demand.title),
        Demand.city_code,
        Engagement.organisation_id,
        due=RatingWindow.closes_at - timedelta(seconds=1),  # 24:00 belongs to the day before
        subject=literal("engagements"),
        subject_id=RatingWindow.engagement_id,
    )
    rows = rows.join(Engagement, Engagement.id == RatingWindow.engagement_id)
    joined = rows.join(Demand, Demand.id == Engagement.demand_id)
    return joined.where(RatingWindow.unsealed_at.is_(None))


def _late_follow_ups(days: Deadlines) -> AnySelect:
    rows = _columns(
        RatingFollowUp,
        _numbered(Demand.number, Demand.title),
        Demand.city_code,
        RatingFollowUp.organisation_id,
        due=RatingFollowUp.due_on,
        subject=literal("engagements"),
        subject_id=RatingFollowUp.engagement_id,
    )
    rows = rows.join(Engagement, Engagement.id == RatingFollowUp.engagement_id)
    return rows.join(Demand, Demand.id == Engagement.demand_id).where(
        RatingFollowUp.state == FollowUpState.OPEN, RatingFollowUp.due_on < days.today
    )


LATE: dict[str, Callable[[Deadlines], AnySelect]] = {
    "reviews": _late_reviews,
    "batches": _late_batches,
    "agreements": _late_agreements,
    "changes": _late_changes,
    "ratings": _late_ratings,
    "follow_ups": _late_follow_ups,
}


def _source(asked: RowsQuery, days: Deadlines) -> Subquery:
    if asked.late:
        return LATE[asked.late](days).subquery()
    if asked.stage:
        published, reached = STAGES["published"](), STAGES[asked.stage]()
        return _demands().where(published, reached).subquery()
    return SUBJECTS[asked.subject or "demands"]().subquery()


def _concerns(actor: Actor, rows: Subquery) -> ColumnElement[bool]:
    """Whether a row is about somebody the reviewer has an interest in (decision A23)."""
    bars = ReviewerInterest.bars(actor.account_id, **ReviewTask.party())
    return exists().where(ReviewTask.subject_id == rows.c.subject_id, func.coalesce(bars, False))


def _in_area(actor: Actor, rows: Subquery) -> ColumnElement[bool] | None:
    """A reviewer's figures are of the own organisation; a city's bureau sees its city."""
    if actor.role is not Role.REVIEWER:
        return None
    own = rows.c.organisation_id == actor.organisation_id
    if actor.organisation_type != OrganisationType.CITY_BUREAU:
        return and_(own, ~_concerns(actor, rows))
    city = select(Organisation.city_code).where(Organisation.id == actor.organisation_id)
    # A city supervises counties and zones (domain 2.1), not universities that happen to be there.
    below = select(Organisation.id).where(
        Organisation.city_code == city.scalar_subquery(), Organisation.type.in_(SUPERVISED)
    )
    return and_(or_(own, rows.c.organisation_id.in_(below)), ~_concerns(actor, rows))


def rows_of(actor: Actor, asked: RowsQuery, days: Deadlines) -> AnySelect:
    """The rows a figure counts, narrowed to the actor's area, the oldest first."""
    source = _source(asked, days)
    query = select(source, Organisation.name.label("organisation_name")).outerjoin(
        Organisation, Organisation.id == source.c.organisation_id
    )
    area = _in_area(actor, source)
    wanted = {
        "state": asked.state,
        "city_code": asked.city_code,
        "organisation_id": asked.organisation_id,
    }
    filters = [source.c[name] == value for name, value in wanted.items() if value is not None]
    if area is not None:
        filters.append(area)
    return query.where(*filters).order_by(source.c.since, source.c.id)


async def count_by(session: AsyncSession, query: AnySelect, *columns: str) -> list[tuple[Any, ...]]:
    """How many rows there are for each value of these columns, the value first."""
    rows = query.order_by(None).subquery()
    keys = [rows.c[name] for name in columns]
    counted = select(*keys, func.count()).group_by(*keys)
    return [tuple(row) for row in await session.execute(counted)]

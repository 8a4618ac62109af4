"""What is read for following services."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands.models import Demand
from backend.engagements.models import Engagement, ServiceLog
from backend.engagements.states import EngagementState, Side
from backend.enterprises.models import Enterprise
from backend.evaluations.models import Rating, RatingWindow
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.liaison.models import ServiceNudge, ServiceProblem, ServiceVisit
from backend.liaison.schemas import WorkbenchQuery
from backend.liaison.states import ProblemState, Show
from backend.platform import clock
from backend.platform.rows import AnyRow, AnySelect

UNDER_WAY = (EngagementState.SERVING, EngagementState.END_PROPOSED)


def _of(model: Any, column: Any, *where: ColumnElement[bool]) -> Any:
    query = select(column).where(model.engagement_id == Engagement.id, *where)
    return query.correlate(Engagement).scalar_subquery()


def _unanswered() -> tuple[ColumnElement[bool], ...]:
    return (ServiceLog.confirmed_at.is_(None), ServiceLog.disputed_at.is_(None))


def _answered_at() -> Any:
    return func.max(func.coalesce(ServiceLog.confirmed_at, ServiceLog.disputed_at))


def _rating_due() -> Any:
    """Until when the liaison has still to rate; null where nothing is owed."""
    given = _of(Rating, func.count(), Rating.from_party == Side.LIAISON)
    closes = func.timezone("Asia/Shanghai", RatingWindow.closes_at - timedelta(seconds=1))
    owed = (RatingWindow.unsealed_at.is_(None), RatingWindow.closes_at > clock.now())
    return _of(RatingWindow, cast(closes, Date), *owed, given < 2)


def _columns() -> dict[str, Any]:
    open_one = ServiceProblem.state == ProblemState.OPEN
    return {
        "last_log_at": _of(ServiceLog, func.max(ServiceLog.created_at)),
        "last_answer_at": _of(ServiceLog, _answered_at()),
        "unanswered": _of(ServiceLog, func.count(), *_unanswered()),
        "waiting_since": _of(ServiceLog, func.min(ServiceLog.created_at), *_unanswered()),
        "last_visit": _of(ServiceVisit, func.max(ServiceVisit.day)),
        "open_problems": _of(ServiceProblem, func.count(), open_one),
        "rating_due": _rating_due(),
    }


def _shown(show: Show, row: Any, limits: dict[str, Any]) -> ColumnElement[bool]:
    under_way = row.state.in_(UNDER_WAY)
    silent = func.coalesce(row.last_log_at, row.began) < limits["silent"]
    late = row.waiting_since < limits["confirm"]
    wanted: dict[Show, ColumnElement[bool]] = {
        Show.ALL: or_(under_way, row.rating_due.is_not(None), row.open_problems > 0),
        Show.VISIT_DUE: and_(under_way, row.visited <= limits["visited"]),
        Show.EXPERT_SILENT: and_(row.state == EngagementState.SERVING, silent),
        Show.ENTERPRISE_LATE: and_(under_way, late),
        Show.PROBLEMS: row.open_problems > 0,
        Show.RATING_DUE: row.rating_due.is_not(None),
    }
    return wanted[show]


def workbench(actor: Actor, asked: WorkbenchQuery, limits: dict[str, Any]) -> AnySelect:
    """The services the actor's organisation follows, what is visited next first."""
    columns = _columns()
    inner = select(
        Engagement.id,
        Engagement.state,
        Engagement.started_on,
        Engagement.created_at.label("began"),
        func.coalesce(columns["last_visit"], Engagement.started_on).label("visited"),
        Demand.id.label("demand_id"),
        Demand.number.label("demand_number"),
        Demand.title.label("demand_title"),
        Enterprise.id.label("enterprise_id"),
        Enterprise.name.label("enterprise_name"),
        Expert.id.label("expert_id"),
        Expert.name.label("expert_name"),
        *(column.label(name) for name, column in columns.items()),
    )
    joined = (
        inner.join(Demand, Demand.id == Engagement.demand_id)
        .join(Enterprise, Enterprise.id == Engagement.enterprise_id)
        .join(Expert, Expert.id == Engagement.expert_id)
        .where(_followed(actor))
    )
    row = joined.subquery().c
    found = select(*row).where(_shown(asked.show, row, limits))
    if asked.q:
        word = f"%{asked.q}%"
        found = found.where(
            or_(
                row.enterprise_name.ilike(word),
                row.expert_name.ilike(word),
                row.demand_title.ilike(word),
            )
        )
    first = case((row.state.in_(UNDER_WAY), 0), else_=1)
    return found.order_by(first, row.visited, row.id)


def _followed(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.LIAISON:
        return Engagement.id.is_(None)
    return Engagement.liaison_organisation_id == actor.organisation_id


async def standing(session: AsyncSession, engagement_id: UUID) -> AnyRow:
    """How far both sides are with one service, as the workbench counts it."""
    columns = _columns()
    names = ("last_log_at", "waiting_since", "last_visit")
    query = select(*(columns[name].label(name) for name in names))
    return (await session.execute(query.where(Engagement.id == engagement_id))).one()


async def last_nudge(session: AsyncSession, engagement_id: UUID, party: str) -> date | None:
    """On which day a side was reminded last."""
    query = select(func.max(ServiceNudge.day)).filter_by(engagement_id=engagement_id, party=party)
    return (await session.execute(query)).scalar_one()


async def problems(session: AsyncSession, engagement_id: UUID) -> Sequence[ServiceProblem]:
    """All problems of a service, the newest first."""
    query = select(ServiceProblem).filter_by(engagement_id=engagement_id)
    return (await session.execute(query.order_by(ServiceProblem.id.desc()))).scalars().all()


async def visits(session: AsyncSession, engagement_id: UUID) -> Sequence[ServiceVisit]:
    """All visits, the latest first."""
    query = select(ServiceVisit).filter_by(engagement_id=engagement_id)
    ordered = query.order_by(ServiceVisit.day.desc(), ServiceVisit.id.desc())
    return (await session.execute(ordered)).scalars().all()


async def liaisons(session: AsyncSession, organisation_id: UUID) -> list[UUID]:
    """The accounts of a zone's liaisons."""
    query = select(Membership.account_id).where(
        Membership.organisation_id == organisation_id,
        Membership.role == Role.LIAISON,
        Membership.ended_at.is_(None),
    )
    return list((await session.execute(query.order_by(Membership.id))).scalars())

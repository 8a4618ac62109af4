"""What waits around agreements and services: copies, hearings, disputed lines, a liaison's work."""

from datetime import timedelta

from sqlalchemy import Date, Interval, cast, exists, func, or_, select

from backend.agreements.models import Agreement, AgreementCopy
from backend.agreements.states import AgreementState
from backend.dashboards.queries.waiting import Source, row
from backend.demands.models import Demand
from backend.engagements.models import ChangeHearing, ChangeRequest, Engagement, ServiceLog
from backend.engagements.states import ChangeState, EngagementState
from backend.identity.actor import Actor
from backend.liaison.models import ServiceProblem, ServiceVisit
from backend.liaison.states import ProblemState
from backend.matches.models import Match
from backend.platform import clock
from backend.platform.rows import AnySelect

UNDER_WAY = (EngagementState.SERVING, EngagementState.END_PROPOSED)
VISIT_EVERY = timedelta(days=30)
VISIT_SOON = timedelta(days=3)


def _copies(actor: Actor) -> AnySelect:
    """Signed agreements the actor's organisation may still object to (decision A13)."""
    rows = row(Agreement.id, Demand.title, AgreementCopy.created_at, AgreementCopy.due)
    joined = rows.select_from(AgreementCopy).join(
        Agreement, Agreement.id == AgreementCopy.agreement_id
    )
    joined = joined.join(Match, Match.id == Agreement.match_id)
    return joined.join(Demand, Demand.id == Match.demand_id).where(
        AgreementCopy.organisation_id == actor.organisation_id,
        AgreementCopy.text_hash == Agreement.text_hash,
        AgreementCopy.objected_at.is_(None),
        AgreementCopy.due >= clock.today(),
        Agreement.state.in_((AgreementState.SIGNED, AgreementState.FILED)),
    )


def _hearings(actor: Actor) -> AnySelect:
    """Changes the actor's organisation may still speak to (decision A14)."""
    rows = row(Engagement.id, Demand.title, ChangeHearing.created_at, ChangeHearing.due)
    joined = rows.select_from(ChangeHearing).join(
        ChangeRequest, ChangeRequest.id == ChangeHearing.change_id
    )
    joined = joined.join(Engagement, Engagement.id == ChangeRequest.engagement_id)
    return joined.join(Demand, Demand.id == Engagement.demand_id).where(
        ChangeHearing.organisation_id == actor.organisation_id,
        ChangeHearing.opinion.is_(None),
        ChangeHearing.due >= clock.today(),
        ChangeRequest.state == ChangeState.REQUESTED,
    )


def _department_changes(_actor: Actor) -> AnySelect:
    """Changes across cities, and those on which the two organisations differ."""
    differs = exists().where(
        ChangeHearing.change_id == ChangeRequest.id, ChangeHearing.opinion == "object"
    )
    rows = row(Engagement.id, Demand.title, ChangeRequest.created_at).select_from(ChangeRequest)
    joined = rows.join(Engagement, Engagement.id == ChangeRequest.engagement_id)
    return joined.join(Demand, Demand.id == Engagement.demand_id).where(
        ChangeRequest.state == ChangeState.REQUESTED,
        or_(ChangeRequest.is_cross_city, differs),
    )


def _disputed_lines(actor: Actor) -> AnySelect:
    disputed = select(func.min(ServiceLog.disputed_at)).where(
        ServiceLog.engagement_id == Engagement.id,
        ServiceLog.expert_id == actor.expert_id,
        ServiceLog.disputed_at.is_not(None),
    )
    since = disputed.correlate(Engagement).scalar_subquery()
    rows = row(Engagement.id, Demand.title, since).select_from(Engagement)
    return rows.join(Demand, Demand.id == Engagement.demand_id).where(
        Engagement.state.in_(UNDER_WAY), since.is_not(None)
    )


def _problems(actor: Actor) -> AnySelect:
    rows = row(Engagement.id, Demand.title, ServiceProblem.created_at).select_from(ServiceProblem)
    joined = rows.join(Engagement, Engagement.id == ServiceProblem.engagement_id)
    return joined.join(Demand, Demand.id == Engagement.demand_id).where(
        Engagement.liaison_organisation_id == actor.organisation_id,
        ServiceProblem.state == ProblemState.OPEN,
    )


def _visits(actor: Actor) -> AnySelect:
    """Services whose next visit is due within days."""
    last = select(func.max(ServiceVisit.day)).where(ServiceVisit.engagement_id == Engagement.id)
    visited = func.coalesce(last.correlate(Engagement).scalar_subquery(), Engagement.started_on)
    due = cast(visited + cast(VISIT_EVERY, Interval), Date)
    rows = row(Engagement.id, Demand.title, Engagement.created_at, due).select_from(Engagement)
    return rows.join(Demand, Demand.id == Engagement.demand_id).where(
        Engagement.liaison_organisation_id == actor.organisation_id,
        Engagement.state.in_(UNDER_WAY),
        due <= clock.today() + VISIT_SOON,
    )


FOLLOWED = "/liaison/services/{}"
REVIEWER = (
    Source("consider_copy", "agreements", "阅看特派员的协议副本：{}", "/agreements/{}", _copies),
    Source("hear_change", "engagements", "对服务变更提出意见：{}", "/engagements/{}", _hearings),
)
DEPARTMENT = (
    Source(
        "decide_change",
        "engagements",
        "决定更换或终止（省级）：{}",
        "/engagements/{}",
        _department_changes,
    ),
)
EXPERT = (
    Source(
        "correct_log",
        "engagements",
        "更正企业有异议的服务记录：{}",
        "/engagements/{}",
        _disputed_lines,
    ),
)
LIAISON = (
    Source("answer_problem", "engagements", "答复服务中的问题：{}", FOLLOWED, _problems),
    Source("visit", "engagements", "走访服务：{}", FOLLOWED, _visits),
)

"""What waits for reviewing organisations and for the department."""

from collections.abc import Callable

from sqlalchemy import and_, exists, func, or_

from backend.batches.models import Batch, BatchEntry
from backend.batches.states import BEFORE_DEPARTMENT, BatchState, EntryOutcome
from backend.commitments.models import CommitmentDraft
from backend.commitments.states import DraftState
from backend.conflicts.models import ReviewerInterest
from backend.credit_records.models import CreditRecord
from backend.credit_records.states import CreditState
from backend.dashboards.queries.waiting import Source, row
from backend.demands.models import Demand
from backend.engagements.models import ChangeRequest, Engagement
from backend.engagements.states import ChangeState
from backend.evaluations.models import Rating, RatingDispute, RatingFollowUp
from backend.evaluations.states import DisputeState, FollowUpState
from backend.experts.models import EmployerChange, Expert
from backend.experts.states import EmployerState
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.integrity.models import IntegrityAppeal, IntegrityReport, ServiceHold
from backend.integrity.states import AppealState, HoldState, ReportState
from backend.organisations.models import Organisation
from backend.organisations.states import OrganisationState
from backend.platform.rows import AnySelect
from backend.reviews.models import ReviewTask
from backend.waivers.models import Waiver
from backend.waivers.states import WaiverState


def _reviews(subject: str) -> Callable[[Actor], AnySelect]:
    return lambda actor: row(
        ReviewTask.subject_id, ReviewTask.title, ReviewTask.opened_at, ReviewTask.due_on
    ).where(
        ReviewTask.organisation_id == actor.organisation_id,
        ReviewTask.subject_type == subject,
        ReviewTask.closed_at.is_(None),
        ReviewTask.subject_account_id.is_distinct_from(actor.account_id),
        func.coalesce(~ReviewerInterest.bars(actor.account_id, **ReviewTask.party()), True),
    )


def _changes(actor: Actor) -> AnySelect:
    rows = row(Engagement.id, Demand.title, ChangeRequest.created_at).select_from(ChangeRequest)
    joined = rows.join(Engagement, Engagement.id == ChangeRequest.engagement_id)
    return joined.join(Demand, Demand.id == Engagement.demand_id).where(
        ChangeRequest.organisation_id == actor.organisation_id,
        ChangeRequest.state == ChangeState.REQUESTED,
        ~ChangeRequest.is_cross_city,
    )


def _employers(actor: Actor) -> AnySelect:
    """Reports of a new employer that the actor's organisation is to confirm (decision A29)."""
    rows = row(Expert.id, Expert.name, EmployerChange.created_at)
    return rows.join(EmployerChange, EmployerChange.expert_id == Expert.id).where(
        EmployerChange.organisation_id == actor.organisation_id,
        EmployerChange.state == EmployerState.REPORTED,
        EmployerChange.account_id != actor.account_id,
    )


def _undecided(_actor: Actor) -> AnySelect:
    """Civil servants on lists that the department has before it (decision A30)."""
    rows = row(Batch.id, Expert.name, Batch.frozen_at).select_from(BatchEntry)
    joined = rows.join(Batch, Batch.id == BatchEntry.batch_id)
    return joined.join(Expert, Expert.id == BatchEntry.expert_id).where(
        BatchEntry.outcome == EntryOutcome.PENDING,
        BatchEntry.needs_decision,
        BatchEntry.allowed_at.is_(None),
        Batch.state.in_(BEFORE_DEPARTMENT),
    )


def _batches_in(state: BatchState) -> Callable[[Actor], AnySelect]:
    def rows(actor: Actor) -> AnySelect:
        found = row(Batch.id, Batch.number, Batch.updated_at).where(Batch.state == state)
        if actor.organisation_id is None:
            return found
        return found.where(Batch.organisation_id == actor.organisation_id)

    return rows


_ELIGIBILITY = Waiver.rule_id.startswith("ELIG-")


def _asked_waivers(actor: Actor) -> AnySelect:
    return row(Waiver.id, Waiver.subject_title, Waiver.created_at).where(
        Waiver.state == WaiverState.REQUESTED,
        Waiver.requested_by != actor.account_id,
        Waiver.beneficiary_account_id != actor.account_id,
    )


def _waivers(actor: Actor) -> AnySelect:
    found = _asked_waivers(actor)
    if actor.organisation_id is None:
        heard = and_(_ELIGIBILITY, Waiver.opinion.is_not(None))
        return found.where(or_(heard, Waiver.organisation_id.is_(None)))
    return found.where(Waiver.organisation_id == actor.organisation_id, ~_ELIGIBILITY)


def _opinions(actor: Actor) -> AnySelect:
    own = Waiver.organisation_id == actor.organisation_id
    return _asked_waivers(actor).where(own, _ELIGIBILITY, Waiver.opinion.is_(None))


def _reports(actor: Actor) -> AnySelect:
    """Of the competent organisation; of the department where nobody else is competent."""
    columns = (IntegrityReport.subject_name, IntegrityReport.created_at, IntegrityReport.due_on)
    about = IntegrityReport.subject_id
    as_expert = exists().where(Expert.id == about, Expert.account_id == actor.account_id)
    as_enterprise = exists().where(
        Membership.enterprise_id == about, Membership.account_id == actor.account_id
    )
    return row(IntegrityReport.id, *columns).where(
        IntegrityReport.organisation_id.is_not_distinct_from(actor.organisation_id),
        IntegrityReport.state.in_((ReportState.RECEIVED, ReportState.LOOKING_INTO)),
        IntegrityReport.reporter_account_id.is_distinct_from(actor.account_id),
        ~as_expert,
        ~as_enterprise,
    )


def _appeals(actor: Actor) -> AnySelect:
    return (
        row(
            CreditRecord.id,
            CreditRecord.subject_name,
            IntegrityAppeal.created_at,
            IntegrityAppeal.due_on,
        )
        .join(IntegrityAppeal, IntegrityAppeal.record_id == CreditRecord.id)
        .where(
            IntegrityAppeal.state == AppealState.FILED,
            CreditRecord.proposed_by != actor.account_id,
            CreditRecord.confirmed_by != actor.account_id,
        )
    )


def _holds(_actor: Actor) -> AnySelect:
    rows = row(ServiceHold.record_id, Demand.title, ServiceHold.created_at, ServiceHold.due_on)
    joined = rows.select_from(ServiceHold)
    joined = joined.join(Engagement, Engagement.id == ServiceHold.engagement_id)
    return joined.join(Demand, Demand.id == Engagement.demand_id).where(
        ServiceHold.state == HoldState.OPEN
    )


def _organisations(state: OrganisationState) -> Callable[[Actor], AnySelect]:
    return lambda _: row(Organisation.id, Organisation.name, Organisation.updated_at).where(
        Organisation.state == state
    )


def _findings(actor: Actor) -> AnySelect:
    return row(CreditRecord.id, CreditRecord.subject_name, CreditRecord.created_at).where(
        CreditRecord.state == CreditState.PROPOSED, CreditRecord.proposed_by != actor.account_id
    )


def _commitments(actor: Actor) -> AnySelect:
    proposed = CommitmentDraft.state == DraftState.PROPOSED
    others = CommitmentDraft.drafted_by != actor.account_id
    return row(CommitmentDraft.id, CommitmentDraft.title, CommitmentDraft.updated_at).where(
        proposed, others
    )


def _follow_ups(actor: Actor) -> AnySelect:
    """Bad grades given by somebody else (RATE-08)."""
    columns = (Demand.title, RatingFollowUp.created_at, RatingFollowUp.due_on)
    rows = row(RatingFollowUp.engagement_id, *columns).select_from(RatingFollowUp)
    joined = rows.join(Engagement, Engagement.id == RatingFollowUp.engagement_id)
    joined = joined.join(Rating, Rating.id == RatingFollowUp.rating_id)
    return joined.join(Demand, Demand.id == Engagement.demand_id).where(
        RatingFollowUp.organisation_id == actor.organisation_id,
        RatingFollowUp.state == FollowUpState.OPEN,
        Rating.account_id != actor.account_id,
    )


def _disputes(_actor: Actor) -> AnySelect:
    rows = row(Engagement.id, Demand.title, RatingDispute.created_at).select_from(RatingDispute)
    joined = rows.join(Rating, Rating.id == RatingDispute.rating_id)
    joined = joined.join(Engagement, Engagement.id == Rating.engagement_id)
    return joined.join(Demand, Demand.id == Engagement.demand_id).where(
        RatingDispute.state == DisputeState.RAISED
    )


REPORTS = Source(
    "handle_report",
    "integrity_reports",
    "核查举报：{}",
    "/integrity/reports/{}",
    _reports,
)
REVIEWER = (
    Source("review", "experts", "审核特派员：{}", "/reviews/experts/{}", _reviews("experts")),
    Source(
        "review", "enterprises", "审核企业：{}", "/reviews/enterprises/{}", _reviews("enterprises")
    ),
    Source("review", "demands", "审核需求：{}", "/reviews/demands/{}", _reviews("demands")),
    Source(
        "file_agreement", "agreements", "备案协议：{}", "/agreements/{}", _reviews("agreements")
    ),
    Source("decide_change", "engagements", "决定更换或终止：{}", "/engagements/{}", _changes),
    Source("confirm_employer", "experts", "确认工作单位变更：{}", "/experts/{}", _employers),
    Source("decide_waiver", "waivers", "决定豁免申请：{}", "/waivers/{}", _waivers),
    Source("waiver_opinion", "waivers", "对豁免申请提出意见：{}", "/waivers/{}", _opinions),
    REPORTS,
    Source("follow_up", "engagements", "跟进差评：{}", "/engagements/{}/rate", _follow_ups),
    Source(
        "post_batch",
        "batches",
        "打印并寄送推荐函和清单：{}",
        "/batches/{}",
        _batches_in(BatchState.FROZEN),
    ),
)
DEPARTMENT = (
    Source(
        "publish_commitment",
        "commitment_drafts",
        "复核并发布新版承诺书：{}",
        "/commitments/drafts/{}",
        _commitments,
    ),
    Source(
        "allot_account",
        "organisations",
        "分配推荐单位账号：{}",
        "/organisations/{}",
        _organisations(OrganisationState.PAPER_RECEIVED),
    ),
    Source(
        "acknowledge_batch",
        "batches",
        "备案推荐批次：{}",
        "/batches/{}",
        _batches_in(BatchState.RECEIVED),
    ),
    Source("decide_civil", "batches", "决定公务员能否参加：{}", "/batches/{}", _undecided),
    Source(
        "confirm_finding",
        "credit_records",
        "确认不良信用记录：{}",
        "/credit-records/{}",
        _findings,
    ),
    Source("decide_appeal", "credit_records", "决定申诉：{}", "/credit-records/{}", _appeals),
    Source(
        "decide_service",
        "credit_records",
        "决定是否继续服务：{}",
        "/credit-records/{}",
        _holds,
    ),
    REPORTS,
    Source("annotate", "engagements", "批注评价异议：{}", "/engagements/{}/rate", _disputes),
    Source("decide_waiver", "waivers", "决定豁免申请：{}", "/waivers/{}", _waivers),
)

"""What waits for experts, enterprises and liaisons."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from backend.agreements.models import Agreement
from backend.agreements.states import AgreementState
from backend.commitments.models import CommitmentSignature, CommitmentText
from backend.dashboards.queries.figures import UNSIGNED
from backend.dashboards.queries.waiting import Source, row
from backend.demands.models import Demand
from backend.demands.states import DemandState
from backend.engagements.models import Engagement, ServiceLog
from backend.engagements.states import EngagementState, Side
from backend.enterprises.models import Enterprise
from backend.enterprises.states import EnterpriseState
from backend.evaluations.models import Rating, RatingWindow
from backend.experts.models import Expert
from backend.experts.states import KEYWORDS_HOLD, ExpertState
from backend.identity.actor import Actor
from backend.matches.models import Match
from backend.matches.states import MatchState
from backend.platform import clock
from backend.platform.rows import AnySelect
from backend.teams.models import Team, TeamMember
from backend.teams.states import Standing, TeamState

leading_expert = func.coalesce(Match.expert_id, Team.leader_expert_id)


def _mine(actor: Actor) -> Any:
    """Whether a match is the actor's, as its enterprise or as its expert or leader."""
    if actor.enterprise_id is not None:
        return Match.enterprise_id == actor.enterprise_id
    return leading_expert == actor.expert_id


def _match(actor: Actor, *where: Any, due: Any = Match.answer_due) -> AnySelect:
    rows = row(Match.id, Demand.title, Match.updated_at, due)
    joined = rows.select_from(Match).join(Demand, Demand.id == Match.demand_id)
    return joined.outerjoin(Team, Team.id == Match.team_id).where(_mine(actor), *where)


def _to_answer(actor: Actor) -> AnySelect:
    asked = MatchState.APPLIED if actor.enterprise_id is not None else MatchState.INVITED
    return _match(actor, Match.state == asked)


def _to_draft(actor: Actor) -> AnySelect:
    drafted = exists().where(Agreement.match_id == Match.id, Agreement.state != AgreementState.VOID)
    return _match(actor, Match.state == MatchState.AGREED, ~drafted)


def _agreement(actor: Actor, *where: Any) -> AnySelect:
    columns = row(Agreement.id, Demand.title, Agreement.updated_at, Agreement.sign_due)
    joined = columns.select_from(Agreement).join(Match, Match.id == Agreement.match_id)
    joined = joined.join(Demand, Demand.id == Match.demand_id)
    rows = joined.outerjoin(Team, Team.id == Match.team_id)
    return rows.where(_mine(actor), Match.state == MatchState.AGREED, *where)


def _to_sign(actor: Actor) -> AnySelect:
    is_enterprise = actor.enterprise_id is not None
    signature = (
        Agreement.enterprise_signature_id if is_enterprise else Agreement.expert_signature_id
    )
    unsigned = [state for state in UNSIGNED if state != AgreementState.RETURNED]
    return _agreement(actor, Agreement.state.in_(unsigned), signature.is_(None))


def _to_mend(actor: Actor) -> AnySelect:
    return _agreement(actor, Agreement.state == AgreementState.RETURNED)


def _engagement(*where: Any, since: Any = Engagement.updated_at, due: Any = None) -> AnySelect:
    rows = row(Engagement.id, Demand.title, since, due).select_from(Engagement)
    return rows.join(Demand, Demand.id == Engagement.demand_id).where(*where)


def _own_engagement(actor: Actor) -> Any:
    if actor.enterprise_id is not None:
        return Engagement.enterprise_id == actor.enterprise_id
    return Engagement.expert_id == actor.expert_id


def _to_confirm_end(actor: Actor) -> AnySelect:
    side = Side.ENTERPRISE if actor.enterprise_id is not None else Side.EXPERT
    return _engagement(
        _own_engagement(actor),
        Engagement.state == EngagementState.END_PROPOSED,
        Engagement.end_proposed_by != side,
        due=Engagement.end_due,
    )


def _logs_to_confirm(actor: Actor) -> AnySelect:
    unconfirmed = exists().where(
        ServiceLog.engagement_id == Engagement.id,
        ServiceLog.confirmed_at.is_(None),
        ServiceLog.disputed_at.is_(None),
    )
    under_way = (EngagementState.SERVING, EngagementState.END_PROPOSED)
    own = _own_engagement(actor)
    return _engagement(own, Engagement.state.in_(under_way), unconfirmed)


def _to_rate(side: Side, own: Any) -> AnySelect:
    given = (
        select(func.count())
        .where(Rating.engagement_id == Engagement.id, Rating.from_party == side)
        .scalar_subquery()
    )
    # Six directions are two from each party; without a liaison there is one from each.
    owed = RatingWindow.expected == 6
    return _engagement(
        own,
        RatingWindow.unsealed_at.is_(None),
        RatingWindow.closes_at > clock.now(),
        or_(and_(owed, given < 2), given < 1),
        since=RatingWindow.created_at,
        due=RatingWindow.closes_at - timedelta(seconds=1),
    ).join(RatingWindow, RatingWindow.engagement_id == Engagement.id)


def _party_rates(actor: Actor) -> AnySelect:
    side = Side.ENTERPRISE if actor.enterprise_id is not None else Side.EXPERT
    return _to_rate(side, _own_engagement(actor))


def _liaison_rates(actor: Actor) -> AnySelect:
    own = Engagement.liaison_organisation_id == actor.organisation_id
    return _to_rate(Side.LIAISON, own)


def _team_invitations(actor: Actor) -> AnySelect:
    return (
        row(Team.id, Team.name, TeamMember.created_at)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(TeamMember.expert_id == actor.expert_id)
        .where(
            TeamMember.standing == Standing.INVITED,
            Team.state.in_((TeamState.FORMING, TeamState.SERVING)),
        )
    )


def _teams_to_mend(actor: Actor) -> AnySelect:
    short = (Team.state == TeamState.SERVING, Team.cure_due.is_not(None))
    rows = row(Team.id, Team.name, Team.updated_at, Team.cure_due)
    return rows.where(Team.leader_expert_id == actor.expert_id, *short)


def _keywords_to_confirm(actor: Actor) -> AnySelect:
    due = func.coalesce(Expert.keywords_confirmed_at, Expert.filed_at) + KEYWORDS_HOLD
    rows = row(Expert.id, Expert.name, due)
    filed = Expert.state == ExpertState.FILED
    return rows.where(Expert.id == actor.expert_id, filed, due <= clock.now())


def _expert_in(*states: ExpertState) -> Callable[[Actor], AnySelect]:
    return lambda actor: row(Expert.id, Expert.name, Expert.updated_at).where(
        Expert.id == actor.expert_id, Expert.state.in_(states)
    )


def _enterprise_in(*states: EnterpriseState) -> Callable[[Actor], AnySelect]:
    return lambda actor: row(Enterprise.id, Enterprise.name, Enterprise.updated_at).where(
        Enterprise.id == actor.enterprise_id, Enterprise.state.in_(states)
    )


def _demand(actor: Actor, *where: Any) -> AnySelect:
    own = Demand.enterprise_id == actor.enterprise_id
    return row(Demand.id, Demand.title, Demand.updated_at).where(own, *where)


def _returned_demands(actor: Actor) -> AnySelect:
    return _demand(actor, Demand.state == DemandState.RETURNED)


def _demands_to_confirm(actor: Actor) -> AnySelect:
    waiting = Demand.confirmed_by_enterprise.is_(False)
    return _demand(actor, Demand.state == DemandState.DRAFT, waiting)


def _owes_signature(kind: str, subject: Any, own: Any, *states: str) -> AnySelect:
    """Takes part, and has not signed the commitment in force."""
    newest = (
        select(CommitmentText.id)
        .where(CommitmentText.kind == kind, CommitmentText.valid_from <= clock.today())
        .order_by(CommitmentText.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    signed = exists().where(
        CommitmentSignature.subject_type == subject.__tablename__,
        CommitmentSignature.subject_id == subject.id,
        CommitmentSignature.text_id == newest,
    )
    columns = row(subject.id, CommitmentText.title, CommitmentText.created_at)
    joined = columns.select_from(subject).join(CommitmentText, CommitmentText.id == newest)
    return joined.where(own, subject.state.in_(states), ~signed)


def _expert_signs_anew(actor: Actor) -> AnySelect:
    own = Expert.id == actor.expert_id
    return _owes_signature("expert", Expert, own, *PLEDGED_EXPERTS)


def _enterprise_signs_anew(actor: Actor) -> AnySelect:
    own = Enterprise.id == actor.enterprise_id
    return _owes_signature("enterprise", Enterprise, own, *PLEDGED_ENTERPRISES)


PLEDGED_EXPERTS = (
    *(ExpertState.SUBMITTED, ExpertState.RECOMMENDED),
    *(ExpertState.FILED, ExpertState.PAUSED),
)
PLEDGED_ENTERPRISES = (
    *(EnterpriseState.SUBMITTED, EnterpriseState.APPROVED),
    EnterpriseState.SUSPENDED,
)
PARTY = (
    Source("draft_agreement", "matches", "起草协议：{}", "/matches/{}", _to_draft),
    Source("sign_agreement", "agreements", "阅读并签署协议：{}", "/agreements/{}", _to_sign),
    Source("mend_agreement", "agreements", "修改被退回的协议：{}", "/agreements/{}", _to_mend),
    Source("confirm_end", "engagements", "确认服务结束：{}", "/engagements/{}", _to_confirm_end),
    Source("rate", "engagements", "评价已结束的服务：{}", "/engagements/{}/rate", _party_rates),
)
EXPERT = (
    Source(
        "finish_registration",
        "experts",
        "继续填写特派员申请",
        "/experts/mine",
        _expert_in(ExpertState.DRAFT),
    ),
    Source(
        "mend_registration",
        "experts",
        "按意见修改特派员申请",
        "/experts/mine",
        _expert_in(ExpertState.RETURNED),
    ),
    Source(
        "sign_commitment",
        "experts",
        "{}已更新，请重新签署",
        "/commitments/sign/expert",
        _expert_signs_anew,
    ),
    Source("answer_match", "matches", "答复企业邀请：{}", "/matches/{}", _to_answer),
    Source("answer_team", "teams", "答复特派团邀请：{}", "/teams/{}", _team_invitations),
    Source("mend_team", "teams", "补足特派团成员：{}", "/teams/{}", _teams_to_mend),
    Source(
        "confirm_keywords",
        "experts",
        "确认研究关键词（每年一次）",
        "/experts/mine",
        _keywords_to_confirm,
    ),
    *PARTY,
)
ENTERPRISE = (
    Source(
        "finish_registration",
        "enterprises",
        "继续填写企业申请",
        "/enterprises/mine",
        _enterprise_in(EnterpriseState.DRAFT),
    ),
    Source(
        "mend_registration",
        "enterprises",
        "按意见修改企业申请",
        "/enterprises/mine",
        _enterprise_in(EnterpriseState.RETURNED),
    ),
    Source(
        "sign_commitment",
        "enterprises",
        "{}已更新，请重新签署",
        "/commitments/sign/enterprise",
        _enterprise_signs_anew,
    ),
    Source("mend_demand", "demands", "按意见修改需求：{}", "/demands/{}", _returned_demands),
    Source("confirm_demand", "demands", "确认代填的需求：{}", "/demands/{}", _demands_to_confirm),
    Source("answer_match", "matches", "答复特派员申请：{}", "/matches/{}", _to_answer),
    Source("confirm_logs", "engagements", "确认服务记录：{}", "/engagements/{}", _logs_to_confirm),
    *PARTY,
)
LIAISON = (
    Source("rate", "engagements", "评价已结束的服务：{}", "/engagements/{}/rate", _liaison_rates),
)

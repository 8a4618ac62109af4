"""Shapes of engagements, service logs and change requests."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, model_validator

from backend.agreements.schemas import DemandRef, Named, TargetRead
from backend.attachments.schemas import AttachmentRead
from backend.audit.schemas import StandingRead, TimelineEntry
from backend.engagements.states import INDICATORS, ChangeKind, EngagementState
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery


def _known(indicators: dict[str, float]) -> dict[str, float]:
    unknown = sorted(set(indicators) - set(INDICATORS))
    if unknown:
        raise ValueError(f"没有这些成效指标：{'、'.join(unknown)}。")
    return {code: value for code, value in indicators.items() if value}


Amount = Annotated[float, Field(ge=0, le=10_000_000)]
Indicators = Annotated[dict[str, Amount], AfterValidator(_known)]
Measured = dict[
    Annotated[str, Field(max_length=100)], Annotated[str, Field(min_length=1, max_length=50)]
]
MOST_FILES = 3


class LogIn(Form):
    """One entry of the service log: hours of a day, or days of a stay."""

    day: date
    hours: float | None = Field(default=None, gt=0, le=24)
    days: float | None = Field(default=None, gt=0, le=31)
    mode: Literal["onsite", "remote"]
    place: str = Field(default="", max_length=200)
    work: str = Field(min_length=5, max_length=2000)
    indicators: Indicators = {}
    measured: Measured = {}
    """What an agreed target stands at, by its name."""
    files: list[UUID] = Field(default=[], max_length=MOST_FILES)
    """Photos or reports, uploaded before."""

    @model_validator(mode="after")
    def one_length(self) -> Self:
        """Hours or days, not both."""
        if (self.hours is None) is (self.days is None):
            raise ValueError("请填写服务时长：小时或天数，填一项。")
        return self


class EndIn(Form):
    """A proposal to end: how the demand stands."""

    outcome: Literal["solved", "partly", "unsolved"]
    note: str = Field(default="", max_length=1000)


class DisputeIn(Form):
    """Why the service should not end yet."""

    note: str = Field(min_length=2, max_length=1000)


class ChangeIn(Form):
    """A request to replace the expert, or to end early."""

    kind: Literal[ChangeKind.REPLACEMENT, ChangeKind.TERMINATION]
    reason: str = Field(min_length=5, max_length=1000)


class ChangeDecisionIn(Form):
    """The organisation's decision on it."""

    decision: Literal["approve", "refuse"]
    note: str = Field(min_length=2, max_length=1000)


class HearingIn(Form):
    """What a recommender says to a request; who objects says why."""

    opinion: Literal["agree", "object"]
    note: str = Field(default="", max_length=1000)

    @model_validator(mode="after")
    def objects_with_reason(self) -> Self:
        """An objection has its reason."""
        if self.opinion == "object" and not self.note:
            raise ValueError("不同意的，请写明理由。")
        return self


class EngagementQuery(PageQuery):
    """Which engagements to list."""

    state: EngagementState | None = None
    demand_id: UUID | None = None
    agreement_id: UUID | None = None


class EngagementCard(BaseModel):
    """An engagement in a list."""

    id: UUID
    state: str
    state_name: Words
    demand: DemandRef
    enterprise: Named
    expert: Named
    """The expert, or the team's leader."""
    team: Named | None
    organisation: Named
    liaison_organisation: Named | None
    started_on: date
    planned_end_on: date
    end_due: date | None
    filing_number: str


class IndicatorRead(BaseModel):
    """One result in numbers."""

    code: str
    name: Words
    unit: Words
    value: float


class LogRead(BaseModel):
    """An entry of the log, and whether the enterprise has confirmed it."""

    id: UUID
    expert: Named
    day: date
    version: int
    hours: float | None
    days: float | None
    mode: str
    mode_name: Words
    place: str
    work: str
    indicators: list[IndicatorRead]
    measured: dict[str, str]
    files: list[AttachmentRead]
    confirmed_at: datetime | None
    disputed_at: datetime | None
    dispute: str | None
    created_at: datetime
    may_confirm: bool
    may_correct: bool


class TargetResult(BaseModel):
    """An agreed target, and what the log last measured of it."""

    name: str
    current: str
    target: str
    unit: str
    measured: str | None
    measured_on: date | None
    is_confirmed: bool
    log_id: UUID | None
    """The line it was written in, with its photos and reports."""


class LogTotals(BaseModel):
    """What the log adds up to; confirmed lines apart."""

    entries: int
    days: float
    hours: float
    confirmed_entries: int
    confirmed_days: float
    indicators: list[IndicatorRead]
    """Of the confirmed lines."""


class EndProposal(BaseModel):
    """A proposal to end that waits for the other side; silence confirms after the due day."""

    by: str
    by_name: Words
    due: date
    outcome: str
    outcome_name: Words
    note: str | None


class HearingRead(BaseModel):
    """A recommender's say in a request; silent once its days are over."""

    organisation: Named
    due: date
    state: Literal["waiting", "silent", "agree", "object"]
    note: str
    heard_at: datetime | None


class ChangeRead(BaseModel):
    """A change request and what became of it."""

    id: UUID
    version: int
    kind: str
    kind_name: Words
    party: str
    party_name: Words
    reason: str
    state: str
    state_name: Words
    created_at: datetime
    decided_at: datetime | None
    decision_note: str | None
    is_cross_city: bool
    by_department: bool
    """The department decides: across cities, or because the two organisations differ."""
    hearings: list[HearingRead]
    allowed_actions: list[AllowedAction]


class EngagementRead(EngagementCard):
    """A service with its log, changes and story."""

    standing: StandingRead
    version: int
    match_id: UUID
    agreement_id: UUID
    agreement_number: str
    members: list[Named]
    cure_due: date | None
    """Until when a team that fell below the fewest members is filled up (decision A5)."""
    my_party: str | None
    targets: list[TargetRead]
    results: list[TargetResult]
    working_conditions: str
    end_proposal: EndProposal | None
    outcome: str | None
    outcome_name: Words | None
    ended_at: datetime | None
    is_flagged: bool
    """An integrity finding against a side asks the department to look at this service."""
    logs: list[LogRead]
    totals: LogTotals
    changes: list[ChangeRead]
    allowed_actions: list[AllowedAction]
    timeline: list[TimelineEntry]

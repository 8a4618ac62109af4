"""Shapes of engagements, service logs and change requests."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from backend.agreements.schemas import DemandRef, Named, TargetRead
from backend.audit.schemas import TimelineEntry
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


class LogIn(Form):
    """One entry of the service log."""

    day: date
    hours: float = Field(gt=0, le=24)
    mode: Literal["onsite", "remote"]
    place: str = Field(default="", max_length=200)
    work: str = Field(min_length=5, max_length=2000)
    indicators: Indicators = {}


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
    hours: float
    mode: str
    mode_name: Words
    place: str
    work: str
    indicators: list[IndicatorRead]
    confirmed_at: datetime | None
    created_at: datetime
    may_confirm: bool


class LogTotals(BaseModel):
    """What the log adds up to; confirmed lines apart."""

    entries: int
    days: int
    hours: float
    confirmed_entries: int
    confirmed_days: int
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
    allowed_actions: list[AllowedAction]


class EngagementRead(EngagementCard):
    """A service with its log, changes and story."""

    version: int
    match_id: UUID
    agreement_id: UUID
    agreement_number: str
    members: list[Named]
    cure_due: date | None
    """Until when a team that fell below the fewest members is filled up (decision A5)."""
    my_party: str | None
    targets: list[TargetRead]
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

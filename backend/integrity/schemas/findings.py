"""Shapes of findings, appeals, and services put before the department."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from backend.attachments.schemas import AttachmentRead
from backend.audit.schemas import TimelineEntry
from backend.credit_records.schemas import CreditRecordRead
from backend.integrity.schemas.reports import SubjectType
from backend.integrity.states import AppealState, HoldState
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Reason, Words
from backend.platform.pagination import PageQuery

LATE = "截止日期不能早于开始日期。"


class FindingIn(Form):
    """A finding against a registration, or against somebody by name and number."""

    subject_type: SubjectType
    subject_id: UUID | None = None
    subject_number: str | None = Field(default=None, min_length=5, max_length=40)
    """Identity number or credit code of who is not registered."""
    subject_name: str | None = Field(default=None, min_length=2, max_length=100)
    behaviour_class: str = Field(min_length=2, max_length=40)
    behaviour: str = Field(min_length=5, max_length=1000)
    decision_document: str = Field(min_length=2, max_length=200)
    deciding_body: str = Field(min_length=2, max_length=100)
    valid_from: date
    valid_to: date | None = None
    is_public: bool = False
    report_id: UUID | None = None
    attachments: list[UUID] = Field(default=[], max_length=10)

    @model_validator(mode="after")
    def some_time(self) -> Self:
        """A record ends after it begins, and is against somebody."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(LATE)
        if self.subject_id is None and not (self.subject_number and self.subject_name):
            raise ValueError("请填写姓名（名称）和证件号码（统一社会信用代码）。")
        return self


class Disqualified(BaseModel):
    """Who lost the qualification."""

    subject_type: str
    subject_id: UUID
    name: str


class FindingEffects(BaseModel):
    """A confirmed finding, and everything it brought about."""

    record: CreditRecordRead
    version: int
    disqualified: list[Disqualified]
    matches_ended: int
    teams_dissolved: int
    teams_left: int
    demands_withdrawn: int
    engagements_flagged: list[UUID]
    """Running services: they go on, the department decides about them."""
    decide_by: date | None
    """The day by which the department decides about them."""


class HoldRead(BaseModel):
    """A running service that the department decides about."""

    id: UUID
    version: int
    record_id: UUID
    engagement_id: UUID
    demand_title: str
    enterprise_name: str
    expert_name: str
    due_on: date
    state: str
    state_name: Words
    note: Reason | None
    decided_at: datetime | None
    allowed_actions: list[AllowedAction]


class HoldDecisionIn(Form):
    """Whether a service goes on or ends, and why."""

    action: Literal["continue", "end"]
    note: str = Field(min_length=5, max_length=1000)


class HoldQuery(PageQuery):
    """Filters of the services put before the department."""

    state: HoldState | None = None


class AppealIn(Form):
    """Why a finding is wrong."""

    grounds: str = Field(min_length=20, max_length=4000)
    attachments: list[UUID] = Field(default=[], max_length=10)


class AppealDecisionIn(Form):
    """The decision on an appeal. A changed finding gets a new last day."""

    action: Literal["uphold", "revoke", "change"]
    note: str = Field(min_length=5, max_length=2000)
    valid_to: date | None = None


class AppealQuery(PageQuery):
    """Filters of the appeals."""

    state: AppealState | None = None


class AppealCard(BaseModel):
    """An appeal in the list of those who decide."""

    id: UUID
    version: int
    record_id: UUID
    subject_name: str
    decision_document: str
    state: str
    state_name: Words
    created_at: datetime
    due_on: date


class AppealRead(AppealCard):
    """An appeal in full."""

    grounds: str
    decision_note: str | None
    decided_at: datetime | None
    attachments: list[AttachmentRead]
    allowed_actions: list[AllowedAction]


class FindingRead(CreditRecordRead):
    """A record with its papers, its effects and what was said against it."""

    report_number: str | None
    report_id: UUID | None
    attachments: list[AttachmentRead]
    holds: list[HoldRead]
    appeal: AppealRead | None
    timeline: list[TimelineEntry]


class OwnRecord(BaseModel):
    """What is held against me: the document, until when, and how to appeal."""

    id: UUID
    number: str
    subject_kind: str
    subject_name: str
    behaviour_class_name: Words
    behaviour: str | None
    """None while the number is only declared in a draft: it may not be the reader's."""
    decision_document: str
    deciding_body: str
    valid_from: date
    valid_to: date | None
    is_public: bool
    state: str
    state_name: Words
    confirmed_at: datetime | None
    appeal_until: date | None
    lifted_because: Reason | None
    attachments: list[AttachmentRead]
    appeal: AppealRead | None
    allowed_actions: list[AllowedAction]

"""Shapes of the review desk."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.platform.forms import Form
from backend.platform.pagination import PageQuery
from backend.platform.problems import FieldError
from backend.reviews.states import Decision, Subject
from backend.waivers.schemas import WaiverMark


class DecisionIn(Form):
    """A reviewer's answer to one submission. `number` is the submission that was read."""

    number: int = Field(ge=1)
    decision: Decision
    reasons: list[FieldError] = Field(default=[], max_length=50)
    note: str = Field(default="", max_length=2000)
    attested: bool = False
    checklist: dict[str, bool] = {}


class QueueQuery(PageQuery):
    """Filters of the desk."""

    subject: Subject | None = None
    overdue: bool | None = None
    sort: Literal["due", "newest"] = "due"


class TaskRead(BaseModel):
    """One row of the desk."""

    id: UUID
    subject: str
    subject_name: str
    subject_id: UUID
    number: int
    title: str
    summary: str
    relation: str
    opened_at: datetime
    due_on: date
    days_left: int
    waived: list[WaiverMark] = []
    """经豁免: in-principle rules the submission passed by a waiver."""


class ReviewRead(BaseModel):
    """A decision that was taken."""

    id: UUID
    number: int
    decision: str
    decision_name: str
    reasons: list[FieldError]
    note: str | None
    checklist: dict[str, bool]
    organisation_name: str
    reviewer_name: str
    relation: str
    clause: str
    attested_at: datetime | None
    decided_at: datetime


class DeskSummary(BaseModel):
    """How the desk stands against the monthly deadline (clause 6.4.1)."""

    open: int
    overdue: int
    deadline: datetime
    working_days_left: int

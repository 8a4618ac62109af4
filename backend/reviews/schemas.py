"""Shapes of the review desk."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.platform.actions import VerdictRead
from backend.platform.forms import Form
from backend.platform.language import Words
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
    attention: bool | None = None
    """Only what is flagged: waived, to be judged, a declared interest, a likely duplicate."""
    sort: Literal["due", "newest"] = "due"


class FlagRead(BaseModel):
    """Why a case needs a second look."""

    code: str
    name: Words


class TaskRead(BaseModel):
    """One row of the desk."""

    id: UUID
    subject: str
    subject_name: Words
    subject_id: UUID
    number: int
    title: str
    summary: Words
    relation: str
    opened_at: datetime
    due_on: date
    days_left: int
    flags: list[FlagRead] = []
    taken_over: bool = False
    waived: list[WaiverMark] = []
    """经豁免: in-principle rules the submission passed by a waiver."""


class ReviewRead(BaseModel):
    """A decision that was taken."""

    id: UUID
    number: int
    decision: str
    decision_name: Words
    reasons: list[FieldError]
    note: str | None
    checklist: dict[str, bool]
    organisation_name: str
    reviewer_name: str
    relation: str
    clause: str
    attested_at: datetime | None
    decided_at: datetime
    undone_at: datetime | None = None
    """When the reviewer took it back; it does not count since."""


class DeskSummary(BaseModel):
    """How the desk stands against the monthly deadline (clause 6.4.1)."""

    open: int
    overdue: int
    attention: int
    by_subject: dict[str, int]
    to_take_over: int
    """Cases below that the city may take over."""
    deadline: datetime
    days_left: int
    working_days_left: int


class RecentDecision(BaseModel):
    """A decision of mine that may still be taken back."""

    review_id: UUID
    subject: str
    subject_id: UUID
    title: str
    decision: str
    decision_name: Words
    decided_at: datetime
    undo_until: datetime


class UndoneRead(BaseModel):
    """A case that is on the desk again."""

    subject: str
    subject_id: UUID
    title: str


class BatchItem(Form):
    """One selected case, at the submission that was listed."""

    subject: Subject
    subject_id: UUID
    number: int = Field(ge=1)


class BatchDecisionIn(Form):
    """One decision on many cases. Rejections are taken one by one."""

    items: list[BatchItem] = Field(min_length=1, max_length=100)
    decision: Literal["approve", "return"]
    reasons: list[FieldError] = Field(default=[], max_length=50)
    note: str = Field(default="", max_length=2000)
    attested: bool = False
    conforms: bool = False
    """Every point of the subject's checklist is met by each of them."""


class RowOutcome(BaseModel):
    """What became of one row, or would."""

    subject: str
    subject_id: UUID
    title: str
    ok: bool
    detail: Words
    rule: str | None = None


class BatchOutcome(BaseModel):
    """What became of each row, or would when `is_preview`."""

    is_preview: bool
    done: int
    refused: int
    rows: list[RowOutcome]


class VisitIn(Form):
    """A reviewer has a case open; `begins` marks the first sign of a visit."""

    number: int = Field(ge=1)
    begins: bool = True


class VisitRead(BaseModel):
    """Who else has it open, and what is new since my last look."""

    others: list[str]
    seen_number: int | None
    seen_at: datetime | None
    changed: list[str]
    """Fields that differ from what I read last; empty when I never looked."""


class ReasonIn(Form):
    """A reason in my organisation's own words."""

    subject: Subject
    pointer: str = Field(default="", max_length=200, pattern=r"^(/[\w/]+)?$")
    text: str = Field(min_length=4, max_length=500)


class ReasonsQuery(BaseModel):
    """Whose templates."""

    model_config = ConfigDict(extra="forbid")

    subject: Subject


class ReasonRead(BaseModel):
    """A reason to choose: shipped, or my organisation's own when it has an id."""

    id: UUID | None
    pointer: str
    text: str


class TakeOverQuery(PageQuery):
    """Filters of what can be taken over."""

    subject: Subject | None = None


class TakeOverRead(TaskRead):
    """An overdue case at a body below, or one that nobody there may decide."""

    organisation_name: str
    nobody_left: bool


class TakeOverIn(Form):
    """Which cases to take over."""

    tasks: list[UUID] = Field(min_length=1, max_length=100)


class AssignIn(Form):
    """Who decides in the stead of a body where nobody may."""

    organisation_id: UUID


class RoundRead(BaseModel):
    """In which monthly round a submission is decided, and what is promised (A19, 6.4.1)."""

    submitted_on: date
    due_on: date
    """The day by which the review is due."""
    guarantee_day: int
    deadline_on: date
    """The last day of that round's reviews, as the department may have moved it."""
    guaranteed: bool
    """Submitted by the guarantee day: decided in the same month."""
    month: date
    """First day of the month whose round takes an approval by the due day."""


class SubmissionRead(BaseModel):
    """One submission as it was, apart from its content."""

    id: UUID
    number: int
    submitted_at: datetime
    content_hash: str
    changed: list[str]
    """Fields that differ from the submission before."""
    policy_name: Words
    verdicts: list[VerdictRead]
    commitment_title: Words
    signer_name: str
    signed_at: datetime


class VersionPair(BaseModel):
    """Which two submissions to compare, by their numbers."""

    model_config = ConfigDict(extra="forbid")

    before: int = Field(ge=1)
    after: int | None = Field(default=None, ge=1)
    """The draft being filled in when left out: for its owner alone."""

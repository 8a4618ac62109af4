"""Shapes of monthly batches."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from backend.audit.schemas import TimelineEntry
from backend.batches.states import BatchState
from backend.identity.schemas import PlaceRead
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.pagination import PageQuery


class BatchQuery(PageQuery):
    """Filters of the batches. `month` is any day of it."""

    month: date | None = None
    state: BatchState | None = None
    organisation_id: UUID | None = None


class EntryReturnIn(Form):
    """Why the department sends an expert back; the expert reads it."""

    reason: str = Field(min_length=4, max_length=500)


class BatchCard(BaseModel):
    """A batch in a list."""

    id: UUID
    number: str
    month: date
    organisation: PlaceRead
    state: str
    state_name: str
    entry_count: int
    waived_count: int
    """How many passed a rule by a waiver (经豁免)."""
    frozen_at: datetime | None
    paper_received_at: datetime | None
    acknowledged_at: datetime | None
    letter_deadline: datetime
    is_late: bool
    """Letter and list are not here though their deadline has passed (clause 6.4.2)."""


class BatchEntryRead(BaseModel):
    """One expert of a batch, by the approval that put it there."""

    id: UUID
    expert_id: UUID
    name: str
    employer_name: str | None
    degree_name: str | None
    title_name: str | None
    discipline_name: str | None
    waived_rules: list[str]
    reviewer_name: str
    approved_at: datetime
    outcome: str
    outcome_name: str
    reason: str | None
    decided_at: datetime | None
    allowed_actions: list[AllowedAction]


class BatchDetail(BatchCard):
    """A batch with its entries and deadlines."""

    version: int
    allowed_actions: list[AllowedAction]
    review_deadline: datetime
    working_days_left: int
    """To the deadline ahead: of the reviews while it is open, of the letter afterwards."""
    last_working_day: date
    """The last working day up to the deadline ahead (decision A18)."""
    list_hash: str | None
    list_is_intact: bool
    """Whether the entries still are what was hashed at freezing (decision A20)."""
    entries: list[BatchEntryRead]
    timeline: list[TimelineEntry]

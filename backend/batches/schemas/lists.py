"""Shapes of monthly batches, their papers and the register of these."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.audit.schemas import TimelineEntry
from backend.batches.states import BatchState, Standing
from backend.identity.schemas import PlaceRead
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery

PaperForm = Literal["pdf", "xlsx"]


@dataclass(frozen=True)
class Paper:
    """A file to send."""

    content: bytes
    filename: str
    media_type: str


class BatchQuery(PageQuery):
    """Filters of the batches. `month` is any day of it."""

    month: date | None = None
    state: BatchState | None = None
    organisation_id: UUID | None = None


class EntryReturnIn(Form):
    """Why the department sends an expert back, or lets one take part; it stays on record."""

    reason: str = Field(min_length=4, max_length=500)


class BatchCard(BaseModel):
    """A batch in a list."""

    id: UUID
    number: str
    month: date
    organisation: PlaceRead
    state: str
    state_name: Words
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
    degree_name: Words | None
    title_name: Words | None
    discipline_name: Words | None
    waived_rules: list[Words]
    reviewer_name: str
    approved_at: datetime
    outcome: str
    outcome_name: Words
    reason: str | None
    needs_decision: bool
    """A civil servant, on whom the department decides by itself (decision A30)."""
    allowed_at: datetime | None
    allowed_note: str | None
    decided_at: datetime | None
    allowed_actions: list[AllowedAction]


class Alteration(BaseModel):
    """Something in a frozen list that is not what it was."""

    position: int | None
    """The row, counted from 1; None when it is about the whole."""
    entry_id: UUID | None
    what: Words

    @property
    def words(self) -> str:
        """Where and what, in one line."""
        return f"第{self.position}行：{self.what}" if self.position else self.what


class AlteredList(BaseModel):
    """A frozen list that is not what was frozen."""

    batch_id: UUID
    number: str
    alterations: list[Alteration]


class ReceiptIn(Form):
    """Sealed paper as it lies before the officer (clause 6.4.2)."""

    printed_count: int = Field(ge=0, le=100_000)
    """How many persons the printed list says it holds."""
    printed_hash: str | None = Field(default=None, min_length=8, max_length=64)
    note: str = Field(default="", max_length=500)
    """Needed when paper and platform differ, and to settle such a difference."""


class ReceiptRead(BaseModel):
    """One registration of arrived paper."""

    at: datetime
    recorder_name: str
    printed_count: int
    printed_hash: str | None
    differences: list[Words]
    """Empty when paper and platform agree."""
    note: str


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
    code: str | None
    """Printed on paper; opens the public verification."""
    list_is_intact: bool
    """Whether the entries still are what was hashed at freezing (decision A20)."""
    alterations: list[Alteration]
    receipts: list[ReceiptRead]
    """Every registration of paper, oldest first; the last one counts."""
    entries: list[BatchEntryRead]
    timeline: list[TimelineEntry]


class FoundPaper(BaseModel):
    """The batch that a scanned or typed mark belongs to."""

    batch: BatchDetail
    scanned_hash: str | None
    """The short hash in the scanned address."""


class ScannedPaper(FoundPaper):
    """A list whose pages were found on a scan or a photo."""

    hash_agrees: bool | None
    """Whether the code's hash is the list's; None for a code without one."""
    pages: list[int]
    """On which pages of the file its code was read."""


class PapersRead(BaseModel):
    """What lies on the pages of one file."""

    page_count: int
    papers: list[ScannedPaper]
    notes: list[Words]
    """Pages whose code is of something else."""
    unread: list[int]
    """Pages on which no code could be read."""


class RoundQuery(BaseModel):
    """Which month's register; any day of it, without one the present month."""

    model_config = ConfigDict(extra="forbid")

    month: date | None = None


class RoundListQuery(PageQuery):
    """The register to take away: a month's, perhaps of one standing."""

    month: date | None = None
    standing: Standing | None = None


class RoundOffice(BaseModel):
    """One recommending organisation in a month's register."""

    organisation: PlaceRead
    standing: Standing
    standing_name: Words
    batch: BatchCard | None
    is_late: bool
    """Due by the 25th and not here."""


class RoundRead(BaseModel):
    """The register of a month: who has sent letter and list, and who has not (clause 6.4.2)."""

    month: date
    letter_deadline: datetime
    is_over: bool
    """Whether the deadline of letter and list has passed."""
    counts: dict[Standing, int]
    late_count: int
    organisations: list[RoundOffice]
    """Those that need something first."""

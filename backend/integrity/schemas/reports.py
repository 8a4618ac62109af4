"""Shapes of reports of false statements."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, Field

from backend.attachments.schemas import AttachmentRead
from backend.audit.schemas import TimelineEntry
from backend.identity.schemas import PlaceRead
from backend.integrity.states import ReportState
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Reason, Words
from backend.platform.pagination import PageQuery

SubjectType = Literal["experts", "enterprises"]


class ReportIn(Form):
    """What a signed-in person reports of an expert or enterprise."""

    subject_type: SubjectType
    subject_id: UUID | None = None
    subject_name: str = Field(min_length=2, max_length=100)
    subject_unit: str = Field(default="", max_length=100)
    behaviour_class: str = Field(min_length=2, max_length=40)
    facts: str = Field(min_length=20, max_length=4000)
    attachments: list[UUID] = Field(default=[], max_length=10)


class PublicReportIn(Form):
    """The same from a visitor, who leaves a way to be reached and may add files."""

    subject_type: SubjectType
    subject_name: str = Field(min_length=2, max_length=100)
    subject_unit: str = Field(default="", max_length=100)
    behaviour_class: str = Field(min_length=2, max_length=40)
    facts: str = Field(min_length=20, max_length=4000)
    reporter_name: str = Field(default="", max_length=50)
    reporter_contact: str = Field(min_length=5, max_length=100)
    files: list[UploadFile] = Field(default=[], max_length=5)


class PublicReportDone(BaseModel):
    """What a visitor keeps: number and code lead to the state of the report."""

    number: str
    code: str
    due_on: date


class StatusQuery(Form):
    """Number and code of a visitor's report."""

    number: str = Field(min_length=5, max_length=30)
    code: str = Field(min_length=5, max_length=20)


class ReportStatus(BaseModel):
    """How a report stands, for who reported it."""

    number: str
    subject_name: str
    behaviour_class_name: Words
    state: str
    state_name: Words
    created_at: datetime
    due_on: date
    settled_because: Reason | None


class NoteIn(Form):
    """What looking into a report has come to."""

    note: str = Field(min_length=5, max_length=4000)


class BecauseIn(Form):
    """The reason somebody will read."""

    reason: str = Field(min_length=5, max_length=1000)


class ReportQuery(PageQuery):
    """Filters of the reports on one's desk."""

    state: ReportState | None = None


class ReportCard(BaseModel):
    """A report in the list of those who handle it; who reported is not in it."""

    id: UUID
    version: int
    number: str
    subject_type: str
    subject_id: UUID | None
    subject_name: str
    subject_unit: str
    behaviour_class: str
    behaviour_class_name: Words
    organisation: PlaceRead | None
    state: str
    state_name: Words
    created_at: datetime
    due_on: date


class ReportRead(ReportCard):
    """A report in full, without its reporter."""

    facts: str
    from_account: bool
    """Whether the reporter has an account; otherwise a contact was left."""
    findings_note: str | None
    settled_because: Reason | None
    record_id: UUID | None
    attachments: list[AttachmentRead]
    allowed_actions: list[AllowedAction]
    timeline: list[TimelineEntry]


class ReporterRead(BaseModel):
    """Who reported, for a stated purpose that is logged."""

    name: str | None
    contact: str | None

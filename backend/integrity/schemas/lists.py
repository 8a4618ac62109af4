"""Shapes of outside lists: imported as a file, or looked into by hand."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from fastapi import UploadFile
from pydantic import BaseModel, Field

from backend.credit_records.schemas import CreditCheckRead
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words


class CheckIn(Form):
    """A look into an outside list by hand: where, when and with what result."""

    source: str = Field(min_length=2, max_length=50)
    result: Literal["clean", "hit", "unclear"]
    note: str = Field(default="", max_length=500)
    checked_on: date


class CreditStanding(BaseModel):
    """How a registration stands: what blocks it, and who looked where."""

    blocked: bool
    reason: Words
    checks: list[CreditCheckRead]


class ImportForm(Form):
    """An outside list as a file. A dry run changes nothing and says all."""

    source: str = Field(min_length=2, max_length=100)
    dry_run: bool = True
    file: UploadFile


class ImportRow(BaseModel):
    """What becomes of one line of the file."""

    line: int
    subject_name: str
    subject_mask: str
    outcome: Literal["new", "known", "faulty"]
    faults: list[Words]


class ImportResult(BaseModel):
    """What a list would bring, or has brought."""

    id: UUID | None
    dry_run: bool
    new: int
    known: int
    faulty: int
    rows: list[ImportRow]


class ImportRead(BaseModel):
    """A list that was taken over."""

    id: UUID
    source: str
    filename: str
    row_count: int
    importer_name: str
    created_at: datetime
    waiting: int
    """How many of its records wait for a second officer."""
    allowed_actions: list[AllowedAction]


class ImportConfirmed(BaseModel):
    """What confirming a list brought about."""

    confirmed: int
    disqualified: int

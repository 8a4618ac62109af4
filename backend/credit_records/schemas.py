"""Shapes of bad-credit records."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.credit_records.states import CreditState
from backend.platform.actions import AllowedAction
from backend.platform.language import Reason, Words
from backend.platform.pagination import PageQuery

Kind = Literal["person", "enterprise"]


class CreditRecordQuery(PageQuery):
    """Filters of the records. `q` is part of a name or document, or a record's number."""

    state: CreditState | None = None
    kind: Kind | None = None
    import_id: UUID | None = None
    q: str = Field(default="", max_length=100)


class PublicRecordQuery(PageQuery):
    """Filters of what is published."""

    kind: Kind | None = None


class CreditRecordRead(BaseModel):
    """A record as officers see it."""

    id: UUID
    version: int
    number: str
    subject_kind: str
    subject_mask: str
    subject_name: str
    behaviour_class: str
    behaviour_class_name: Words
    behaviour: str
    decision_document: str
    deciding_body: str
    valid_from: date
    valid_to: date | None
    is_public: bool
    source: str
    state: str
    state_name: Words
    confirmed_at: datetime | None
    appeal_until: date | None
    lifted_because: Reason | None
    lifted_at: datetime | None
    allowed_actions: list[AllowedAction] = []


class PublicRecord(BaseModel):
    """What everybody may read of a record whose decision says so; a person's name is masked."""

    number: str
    subject_kind: str
    subject_name: str
    subject_mask: str
    """An enterprise's credit code; nothing of a person's number."""
    behaviour_class_name: Words
    decision_document: str
    deciding_body: str
    valid_from: date
    valid_to: date | None


class CreditCheckRead(BaseModel):
    """A look into an outside list by hand."""

    id: UUID
    source: str
    result: str
    result_name: Words
    note: str
    checked_on: date
    checker_name: str

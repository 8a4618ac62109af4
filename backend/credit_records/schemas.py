"""Shapes of bad-credit records."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words


class CreditRecordIn(Form):
    """A proposed record. A person is named by identity number, an enterprise by credit code."""

    subject_kind: Literal["person", "enterprise"]
    subject_number: str = Field(min_length=6, max_length=30)
    subject_name: str = Field(min_length=2, max_length=100)
    behaviour: str = Field(min_length=2, max_length=1000)
    decision_document: str = Field(min_length=2, max_length=200)
    deciding_body: str = Field(min_length=2, max_length=100)
    valid_from: date
    valid_to: date | None = None


class LiftIn(Form):
    """Why a record is lifted before its time."""

    reason: str = Field(min_length=2, max_length=1000)


class CreditRecordRead(BaseModel):
    """A record as officers see it."""

    id: UUID
    version: int
    subject_kind: str
    subject_name: str
    behaviour: str
    decision_document: str
    deciding_body: str
    valid_from: date
    valid_to: date | None
    state: str
    state_name: Words
    lifted_because: str | None
    allowed_actions: list[AllowedAction] = []

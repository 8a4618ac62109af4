"""Shapes of integrity findings."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from backend.credit_records.schemas import CreditRecordRead
from backend.platform.forms import Form


class FindingIn(Form):
    """A finding of fraud against a registered expert or enterprise."""

    subject_type: Literal["experts", "enterprises"]
    subject_id: UUID
    behaviour: str = Field(min_length=5, max_length=1000)
    decision_document: str = Field(min_length=2, max_length=200)
    deciding_body: str = Field(min_length=2, max_length=100)
    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def some_time(self) -> Self:
        """A record ends after it begins."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("截止日期不能早于开始日期。")
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
    demands_withdrawn: int
    engagements_flagged: list[UUID]
    """Running services: they go on, the department decides about them."""

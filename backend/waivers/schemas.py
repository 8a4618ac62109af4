"""Shapes of waivers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words

WaivableRule = Literal["ELIG-DEGREE", "ELIG-AGE", "TEAM-SIZE", "MATCH-ONE", "CAP-01"]
ReasonCode = Literal["urgent_need", "rare_skill", "key_project", "continuity", "other"]


class WaiverIn(Form):
    """A reasoned request for one subject. For CAP-01 the subject is the expert."""

    rule_id: WaivableRule
    subject_type: Literal["experts", "teams", "demands"]
    subject_id: UUID
    reason_code: ReasonCode
    reason: str = Field(min_length=10, max_length=2000)


class WaiverDecisionIn(Form):
    """The decision's note, and how long a grant holds."""

    note: str = Field(min_length=2, max_length=1000)
    valid_until: date | None = None


class WaiverRead(BaseModel):
    """A waiver as its parties see it."""

    id: UUID
    version: int
    rule_id: str
    rule_name: Words
    subject_type: str
    subject_id: UUID
    subject_title: str
    reason_code: str
    reason: str
    state: str
    state_name: Words
    created_at: datetime
    decision_note: str | None
    decided_at: datetime | None
    valid_until: date | None
    allowed_actions: list[AllowedAction] = []

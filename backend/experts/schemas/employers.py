"""Shapes of a filed expert's change of employer (decision A29)."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field, field_validator, model_validator

from backend.codelists.checks.numbers import well_formed_credit_code
from backend.experts.schemas.registration import Code, Name
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words


class EmployerIn(Form):
    """Where a filed expert works from now on: it decides who recommends."""

    employer_name: Name
    employer_uscc: str = Field(max_length=40)
    department: str = Field(default="", max_length=100)
    position: str = Field(default="", max_length=100)
    is_out_of_province: bool = False
    city_code: Code | None = None
    county_code: Code | None = None
    zone_code: Code | None = None
    since: date
    note: str = Field(default="", max_length=1000)

    @field_validator("employer_uscc")
    @classmethod
    def credit_code(cls, value: str) -> str:
        """Checked by GB 32100, kept in capitals."""
        return well_formed_credit_code(value)

    @model_validator(mode="after")
    def a_place(self) -> Self:
        """In the province the city says who is competent."""
        if not self.is_out_of_province and not self.city_code:
            raise ValueError("请选择工作单位所在的设区市；在省外工作的请勾选“省外”。")
        return self


class EmployerDecisionIn(Form):
    """What the organisation says to it; the expert reads it."""

    reason: str = Field(default="", max_length=500)


class EmployerChangeRead(BaseModel):
    """One change of employer, as its expert and the offices see it."""

    state: str
    state_name: Words
    was: str
    employer_name: str
    employer_uscc: str
    position: str
    since: date
    note: str
    organisation_name: str
    """Who confirms it."""
    created_at: datetime
    decided_at: datetime | None
    decision_note: str
    allowed_actions: list[AllowedAction]

"""Shapes of declared interests."""

from typing import Literal

from pydantic import BaseModel, Field

from backend.platform.forms import Form

Kind = Literal[
    "post", "legal_representative", "shares", "relative", "employer_holds", "paid_contract"
]


class DeclarationIn(Form):
    """An expert's tie to one enterprise, named by its unified social credit code."""

    enterprise_uscc: str = Field(min_length=18, max_length=18)
    enterprise_name: str = Field(min_length=2, max_length=100)
    kind: Kind
    note: str | None = Field(default=None, max_length=500)


class DeclarationRead(BaseModel):
    """A declared tie, as its expert and the reviewers see it."""

    enterprise_uscc: str
    enterprise_name: str
    kind: str
    kind_name: str
    note: str | None

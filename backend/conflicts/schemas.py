"""Shapes of declared interests."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, model_validator

from backend.codelists.checks.numbers import well_formed_credit_code
from backend.platform.forms import Form
from backend.platform.language import Words

Kind = Literal[
    "post", "legal_representative", "shares", "relative", "employer_holds", "paid_contract"
]


EnterpriseCode = Annotated[str, Field(max_length=40), AfterValidator(well_formed_credit_code)]
"""A code that passes GB 32100, kept in capitals: a slip in it would hide the tie."""


class DeclarationIn(Form):
    """An expert's tie to one enterprise, named by its unified social credit code."""

    enterprise_uscc: EnterpriseCode
    enterprise_name: str = Field(min_length=2, max_length=100)
    kind: Kind
    note: str | None = Field(default=None, max_length=500)


class DeclarationRead(BaseModel):
    """A declared tie, as its expert and the reviewers see it."""

    enterprise_uscc: str
    enterprise_name: str
    kind: str
    kind_name: Words
    note: str | None


class ConflictPath(BaseModel):
    """How one expert and one enterprise are connected: for himself and competent reviewers."""

    expert_id: UUID
    expert_name: Words
    kind: str
    kind_name: Words
    source_name: Words
    """From where it is known: the employer on file, or his own declaration."""
    note: str | None
    blocks: bool
    """Whether it forbids a match; else a reviewer thinks about it."""


InterestKind = Literal["post", "shares", "own_unit", "relative", "close_person", "other"]


class InterestIn(Form):
    """What keeps me from reviewing: an enterprise by its code, or a person by name."""

    kind: InterestKind
    enterprise_uscc: EnterpriseCode | None = None
    enterprise_name: str | None = Field(default=None, min_length=2, max_length=100)
    person_name: str | None = Field(default=None, min_length=2, max_length=50)
    person_id_number: str | None = Field(default=None, min_length=5, max_length=30)
    """Tells people of one name apart; kept as a fingerprint only."""
    note: str | None = Field(default=None, max_length=500)

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        """An enterprise or a person, never both."""
        if (self.enterprise_uscc is None) == (self.person_name is None):
            raise ValueError("请填写企业的统一社会信用代码，或者填写一个人的姓名，二者填一项。")
        if self.person_name is None and self.person_id_number is not None:
            raise ValueError("填写证件号码时，请同时填写姓名。")
        return self


class InterestRead(BaseModel):
    """A declared interest, as the one who declared it sees it."""

    id: UUID
    kind: str
    kind_name: Words
    enterprise_uscc: str | None
    enterprise_name: str | None
    person_name: str | None
    is_identified: bool
    """Whether the person is told by identity number, not by name alone."""
    note: str | None
    declared_at: datetime

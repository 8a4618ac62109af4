"""Shapes of annex 1: the form, its draft, and what its applicant sees."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from backend.codelists.checks.numbers import normal_phone
from backend.identity.schemas import EMAIL
from backend.organisations.states import OrganisationType
from backend.platform.actions import VerdictRead
from backend.platform.forms import Form, draft_of
from backend.platform.language import Words
from backend.platform.problems import FieldError

Text = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(min_length=2, max_length=100)]
Line = Annotated[str, Field(max_length=200)]


class FieldStrength(Form):
    """A row of annex 1's table of strong disciplines (clause A1.2)."""

    discipline: Name
    introduction: Text = ""
    college: Line = ""
    core_people: str = Field(default="", max_length=1000)


class TeamOrLaboratory(Form):
    """A row of annex 1's table of key teams and laboratories (clause A1.3)."""

    name: Name
    leader: Line = ""
    leader_introduction: Text = ""
    introduction: Text = ""
    research_field: str = Field(default="", max_length=500)


class Annex1Form(Form):
    """Annex 1 in full (clauses A1.1 to A1.3)."""

    name: Name
    type: OrganisationType
    uscc: Line
    double_first_class: bool = False
    city_code: str | None = Field(default=None, pattern=r"^\d{6}$")
    county_code: str | None = Field(default=None, pattern=r"^\d{6}$")
    zone_code: str | None = Field(default=None, max_length=20)
    address: str = Field(min_length=4, max_length=200)
    website: Line = ""
    managing_department: Name
    contact_name: Name
    contact_position: Line = ""
    contact_phone: str = Field(max_length=40)
    contact_email: str | None = Field(default=None, pattern=EMAIL)
    logo: UUID | None = None
    pictures: list[UUID] = Field(default=[], max_length=10)
    colleges: list[Name] = Field(default=[], max_length=60)
    introduction: str = Field(min_length=10, max_length=4000)
    disciplines: list[FieldStrength] = Field(default=[], max_length=50)
    teams: list[TeamOrLaboratory] = Field(default=[], max_length=50)

    @field_validator("uscc")
    @classmethod
    def capitals(cls, value: str) -> str:
        """As it is printed, however it was typed."""
        return "".join(value.upper().split())

    @field_validator("contact_phone")
    @classmethod
    def telephone(cls, value: str) -> str:
        """A mobile, or a landline with its area code."""
        number = normal_phone(value)
        if number is None:
            raise ValueError("请填写手机号码，或带区号的固定电话，如 0791-86200000。")
        return number


class Annex1Draft(draft_of(Annex1Form)):  # pyrefly: ignore[invalid-inheritance]
    """A part of the form, saved as far as it goes."""


class Annex1Content(draft_of(Annex1Form)):  # pyrefly: ignore[invalid-inheritance]
    """What was filled in; texts of earlier forms may lack a field."""

    model_config = ConfigDict(extra="ignore")


class Annex1Start(Form):
    """Who begins a form, and where its private link is mailed to."""

    name: Name
    contact_email: str | None = Field(default=None, pattern=EMAIL)


class PictureRead(BaseModel):
    """A kept picture."""

    id: UUID
    media_type: str
    size: int


class VersionRead(BaseModel):
    """One submission. `code` stands on each page of its print."""

    number: int
    submitted_at: datetime
    content_hash: str
    code: str


class Annex1Read(BaseModel):
    """The form as the holder of its link sees it."""

    version: int
    state: str
    state_name: Words
    editable: bool
    number: str | None
    draft: Annex1Draft
    missing: list[FieldError]
    verdicts: list[VerdictRead]
    reasons: list[FieldError]
    versions: list[VersionRead]
    changed: bool
    """Whether the draft says something else than the last version."""
    submitted: Annex1Content | None
    pictures: list[PictureRead]
    kept_until: date | None
    """A form that was never submitted is dropped after this day without a change."""


class Annex1Started(BaseModel):
    """A begun form. The link is shown this once; only its hash is kept."""

    link: str
    mailed: bool
    form: Annex1Read


class LinkMailed(BaseModel):
    """Whether the link is on its way, and to where."""

    mailed: bool
    address: str | None

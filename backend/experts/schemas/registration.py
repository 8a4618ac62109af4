"""What an expert fills in (domain.md, section 3)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator

from backend.attachments.schemas import Evidence
from backend.codelists.checks.documents import normal_document_number
from backend.codelists.checks.numbers import (
    normal_email,
    normal_mobile,
    normal_postcode,
    well_formed_credit_code,
)
from backend.conflicts.schemas import DeclarationIn
from backend.experts.schemas.keywords import Keywords
from backend.platform.forms import Form, draft_of

Name = Annotated[str, Field(min_length=2, max_length=100)]
Code = Annotated[str, Field(min_length=1, max_length=20)]
Long = Annotated[str, Field(max_length=2000)]
Year = Annotated[int, Field(ge=1950, le=2100)]
Talent = Literal[
    "national_programme",
    "provincial_programme",
    "returnee",
    "industry_professor",
    "skilled",
    "other",
]
IdKind = Literal["resident", "passport", "hk_macao_permit", "taiwan_permit"]


class Post(Form):
    """One row of the work history."""

    employer: Name
    position: str = Field(max_length=100)
    from_year: Year
    to_year: Year | None = None


class Study(Form):
    """One row of the education, besides the highest degree."""

    level: Code
    school: Name
    major: str = Field(default="", max_length=100)
    finished_on: date | None = None


class Award(Form):
    """A prize or an honour."""

    name: Annotated[str, Field(min_length=2, max_length=200)]
    issuer: str = Field(default="", max_length=100)
    year: Year


class Achievement(Form):
    """A representative result, with what proves it."""

    kind: Literal["paper", "patent", "project", "product", "standard", "award", "other"]
    title: str = Field(min_length=2, max_length=300)
    year: Year
    evidence: str = Field(default="", max_length=500)


class ExpertForm(Form):
    """A finished registration (clause 3.1.1). A draft is any part of it."""

    # The person.
    name: str = Field(min_length=2, max_length=50)
    sex: Literal["male", "female"]
    id_kind: IdKind
    id_number: str = Field(max_length=30)
    birth_date: date
    ethnicity: str = Field(default="", max_length=30)
    political_status: str = Field(default="", max_length=30)
    native_place: str = Field(default="", max_length=50)
    phone: str
    email: str = Field(max_length=200)
    address: str = Field(min_length=4, max_length=200)
    postcode: str = Field(default="", max_length=20)
    # The employer, which decides who recommends.
    employer_name: Name
    employer_uscc: str
    department: str = Field(default="", max_length=100)
    position: str = Field(default="", max_length=100)
    is_out_of_province: bool = False
    city_code: Code | None = None
    county_code: Code | None = None
    zone_code: Code | None = None
    is_retired: bool
    is_civil_servant: bool
    is_continuing: bool = False
    """Was a special commissioner before this registration: reports count new and continuing."""
    # Degree or title (clause 2.1.3).
    education_code: Code
    school: str = Field(min_length=2, max_length=100)
    degree_code: Code
    degree_date: date | None = None
    major: str = Field(default="", max_length=100)
    education: list[Study] = Field(default=[], max_length=10)
    title_name: str = Field(default="", max_length=50)
    title_series: Code | None = None
    title_date: date | None = None
    # The field (clauses 2.1.2, 2.1.7).
    main_discipline: Code
    other_disciplines: list[Code] = Field(default=[], max_length=3)
    keywords: Keywords
    chains: list[Code] = Field(default=[], max_length=4)
    industries: list[Code] = Field(default=[], max_length=10)
    summary: str = Field(min_length=20, max_length=2000)
    years_experience: int = Field(ge=0, le=70)
    working_since: Year | None = None
    talent_types: list[Talent] = Field(default=[], max_length=6)
    work_history: list[Post] = Field(default=[], max_length=30)
    achievements: list[Achievement] = Field(min_length=1, max_length=30)
    awards: list[Award] = Field(default=[], max_length=30)
    experience: Long = ""
    honours: Long = ""
    # The service offered.
    service_types: list[Code] = Field(min_length=1, max_length=15)
    willing_places: list[Code] = Field(min_length=1, max_length=12)
    service_content: Long = ""
    days_per_month: int = Field(ge=1, le=31)
    max_enterprises: int = Field(default=3, ge=1, le=3)
    is_designable: bool = True
    """False: shown without name and employer, and not to be designated (decision A22)."""
    # Declarations (clauses 2.1.1, 2.1.4, 2.1.6, annex 2 clause 3).
    declares_voluntary: bool
    declares_health: bool
    declares_willing: bool
    conflicts: list[DeclarationIn] = Field(default=[], max_length=30)
    # What proves it: kinds and which are required stand in the list `evidence_expert`.
    evidence: list[Evidence] = Field(default=[], max_length=30)

    @field_validator("phone")
    @classmethod
    def mobile(cls, value: str) -> str:
        """Written in any way, kept as 11 digits."""
        number = normal_mobile(value)
        if number is None:
            raise ValueError("请填写11位手机号码。")
        return number

    @field_validator("email")
    @classmethod
    def address_of_mail(cls, value: str) -> str:
        """Kept in half-width characters."""
        address = normal_email(value)
        if address is None:
            raise ValueError("电子邮箱应类似 name@example.com，请核对。")
        return address

    @field_validator("postcode")
    @classmethod
    def six_digits(cls, value: str) -> str:
        """Six digits, or left out."""
        digits = normal_postcode(value) if value else ""
        if digits is None:
            raise ValueError("邮政编码为6位数字，不清楚可以不填。")
        return digits

    @field_validator("id_number")
    @classmethod
    def document_number(cls, value: str) -> str:
        """Kept in one form, so that nobody registers twice by other spelling."""
        return normal_document_number(value)

    @field_validator("employer_uscc")
    @classmethod
    def credit_code(cls, value: str) -> str:
        """Checked by GB 32100, kept in capitals."""
        return well_formed_credit_code(value)


class ExpertDraft(draft_of(ExpertForm)):  # pyrefly: ignore[invalid-inheritance]
    """A part of the registration, saved as far as it goes."""


class ExpertSelfTestIn(Form):
    """A few answers of somebody who asks whether to apply. None: not answered; nothing is kept."""

    birth_date: date | None = None
    degree_code: Code | None = None
    title_name: str = Field(default="", max_length=50)
    title_series: Code | None = None
    main_discipline: Code | None = None
    other_disciplines: list[Code] = Field(default=[], max_length=3)
    has_skills: bool | None = None
    is_civil_servant: bool | None = None
    declares_voluntary: bool | None = None
    declares_health: bool | None = None
    declares_willing: bool | None = None

"""What an expert fills in (domain.md, section 3), and what others get to see of it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from backend.attachments.schemas import AttachmentRead
from backend.audit.schemas import TimelineEntry
from backend.codelists.checks.numbers import check_credit_code, normal_mobile
from backend.codelists.schemas import CodeName
from backend.conflicts.schemas import DeclarationIn
from backend.identity.schemas import EMAIL, PlaceRead
from backend.organisations.schemas import CompetenceRead
from backend.platform.actions import AllowedAction, VerdictRead
from backend.platform.forms import Form, draft_of
from backend.platform.pagination import PageQuery
from backend.platform.problems import FieldError
from backend.reviews.schemas import ReviewRead
from backend.waivers.schemas import WaiverMark

Name = Annotated[str, Field(min_length=2, max_length=100)]
Code = Annotated[str, Field(min_length=1, max_length=20)]
Long = Annotated[str, Field(max_length=2000)]
Year = Annotated[int, Field(ge=1950, le=2100)]
IdKind = Literal["resident", "passport", "hk_macao_permit", "taiwan_permit"]


class Post(Form):
    """One row of the work history."""

    employer: Name
    position: str = Field(max_length=100)
    from_year: Year
    to_year: Year | None = None


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
    id_number: str = Field(min_length=5, max_length=30)
    birth_date: date
    ethnicity: str = Field(default="", max_length=30)
    political_status: str = Field(default="", max_length=30)
    phone: str
    email: str = Field(pattern=EMAIL, max_length=200)
    address: str = Field(min_length=4, max_length=200)
    postcode: str = Field(default="", pattern=r"^(\d{6})?$")
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
    # Degree or title (clause 2.1.3).
    education_code: Code
    school: str = Field(min_length=2, max_length=100)
    degree_code: Code
    degree_date: date | None = None
    title_name: str = Field(default="", max_length=50)
    title_series: Code | None = None
    title_date: date | None = None
    # The field (clauses 2.1.2, 2.1.7).
    main_discipline: Code
    other_disciplines: list[Code] = Field(default=[], max_length=3)
    keywords: list[Annotated[str, Field(min_length=2, max_length=30)]] = Field(
        min_length=1, max_length=10
    )
    chains: list[Code] = Field(default=[], max_length=4)
    industries: list[Code] = Field(default=[], max_length=10)
    summary: str = Field(min_length=20, max_length=2000)
    years_experience: int = Field(ge=0, le=70)
    work_history: list[Post] = Field(default=[], max_length=30)
    achievements: list[Achievement] = Field(min_length=1, max_length=30)
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

    @field_validator("phone")
    @classmethod
    def mobile(cls, value: str) -> str:
        """Written in any way, kept as 11 digits."""
        number = normal_mobile(value)
        if number is None:
            raise ValueError("请填写11位手机号码。")
        return number

    @field_validator("employer_uscc")
    @classmethod
    def credit_code(cls, value: str) -> str:
        """Checked by GB 32100, kept in capitals."""
        found = check_credit_code(value)
        if not found.ok:
            raise ValueError(found.fault)
        return found.code


class ExpertDraft(draft_of(ExpertForm)):  # pyrefly: ignore[invalid-inheritance]
    """A part of the registration, saved as far as it goes."""


class RevealIn(Form):
    """Why somebody needs to read contact data; it is written down."""

    reason: str = Field(min_length=4, max_length=300)


class ExpertCard(BaseModel):
    """An expert as the library shows him or her (decision A22)."""

    id: UUID
    name: str | None
    """None when the expert asked not to be named and is not matched with the reader."""
    employer_name: str | None
    employer_kind: str
    is_named: bool
    is_designable: bool
    degree_name: str | None
    title_name: str | None
    title_level: str | None
    city_code: str | None
    city_name: str | None
    main_discipline: CodeName | None
    disciplines: list[CodeName]
    chains: list[CodeName]
    keywords: list[str]
    summary: str
    max_enterprises: int
    free_places: int
    state: str
    state_name: str
    waived: list[WaiverMark] = []
    """经豁免: the in-principle rules the last submission passed by a waiver."""


class ExpertDetail(BaseModel):
    """A registration; readers of the library get the card and `access` "card" alone.

    Identity number, phone and e-mail are masked for everybody.
    """

    id: UUID
    version: int
    state: str
    state_name: str
    access: Literal["own", "office", "card"]
    allowed_actions: list[AllowedAction]
    card: ExpertCard
    filed_at: datetime | None = None
    draft: ExpertDraft | None = None
    """What is being filled in: for its owner alone."""
    content: ExpertDraft | None = None
    """What was last submitted."""
    submission_number: int = 0
    missing: list[FieldError] = []
    """What the draft still lacks before it can be submitted."""
    verdicts: list[VerdictRead] = []
    competence: CompetenceRead | None = None
    competence_problem: str = ""
    organisation: PlaceRead | None = None
    due_on: date | None = None
    """The day by which the review is due (decision A19)."""
    attachments: list[AttachmentRead] = []
    """Evidence, and scans of what was sealed."""
    reviews: list[ReviewRead] = []
    timeline: list[TimelineEntry] = []


class ExpertSubmissionRead(BaseModel):
    """One submission as it was, personal numbers masked."""

    id: UUID
    number: int
    submitted_at: datetime
    content: ExpertDraft
    content_hash: str
    changed: list[str]
    """Fields that differ from the submission before."""
    policy_name: str
    verdicts: list[VerdictRead]
    commitment_title: str
    signer_name: str
    signed_at: datetime


class ContactRead(BaseModel):
    """Personal data in full; each reading of it is logged."""

    name: str
    phone: str | None
    email: str | None
    id_number: str | None = None
    """For the recommending organisation and the department alone."""
    achievements: list[Achievement] = []


class ExpertQuery(PageQuery):
    """Filters of the library. Staff may ask for another state than "in the library"."""

    q: str = Field(default="", max_length=100)
    discipline: str | None = Field(default=None, max_length=7)
    chain: str | None = Field(default=None, max_length=20)
    city_code: str | None = Field(default=None, max_length=6)
    title_level: str | None = Field(default=None, max_length=10)
    available: bool = False
    state: str = Field(default="filed", max_length=20)

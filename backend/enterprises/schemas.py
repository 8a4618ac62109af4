"""What an enterprise fills in (domain.md, section 3), and what others get to see of it."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from backend.attachments.schemas import AttachmentRead, Evidence
from backend.audit.schemas import StandingRead, TimelineEntry
from backend.codelists.checks.numbers import normal_email, normal_phone, well_formed_credit_code
from backend.codelists.schemas import CodeName
from backend.identity.schemas import InvitationRead, MemberRead
from backend.organisations.schemas import CompetenceRead, DeskRead
from backend.platform.actions import AllowedAction, VerdictRead
from backend.platform.forms import Form, draft_of
from backend.platform.language import Words
from backend.platform.pagination import PageQuery
from backend.platform.problems import FieldError
from backend.reviews.schemas import ReviewRead, RoundRead, SubmissionRead

Name = Annotated[str, Field(min_length=2, max_length=100)]
Code = Annotated[str, Field(min_length=1, max_length=20)]
Long = Annotated[str, Field(max_length=2000)]
Amount = Annotated[float, Field(ge=0, le=1e9)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]


class Qualification(Form):
    """A recognised class of enterprise, with its certificate."""

    code: Code
    number: str = Field(default="", max_length=100)
    valid_until: date | None = None


class WorkingConditions(Form):
    """What the enterprise provides to an expert (clauses 2.2.3, A3.3)."""

    office: bool = False
    laboratory: bool = False
    lodging: bool = False
    liaison_person: bool = False
    note: str = Field(default="", max_length=1000)


class EnterpriseForm(Form):
    """A finished registration (clause 3.2.1). A draft is any part of it. Money in 万元."""

    # The unit.
    name: Name
    uscc: str
    unit_type: Literal["enterprise", "public_institution"]
    is_legal_person: bool
    is_branch: bool
    is_central_unit: bool = False
    legal_representative: str = Field(min_length=2, max_length=50)
    legal_representative_phone: str = Field(default="", max_length=30)
    contact_name: str = Field(min_length=2, max_length=50)
    contact_position: str = Field(default="", max_length=50)
    contact_phone: str = Field(min_length=1)
    contact_email: str | None = Field(default=None, max_length=200)
    founded_on: date
    registered_capital: Amount
    # Where it is registered, which decides who reviews.
    city_code: Code
    county_code: Code
    zone_code: Code | None = None
    address: str = Field(min_length=4, max_length=200)
    # What it does.
    industry_code: Code
    chain_code: Code | None = None
    business: str = Field(min_length=4, max_length=2000)
    revenue: Amount
    assets: Amount | None = None
    staff: Count
    size: Literal["large", "medium", "small", "micro"] | None = None
    qualifications: list[Qualification] = Field(default=[], max_length=20)
    invention_patents: Count = 0
    other_patents: Count = 0
    software_copyrights: Count = 0
    standards: Count = 0
    technical_needs: Long = ""
    note: Long = ""
    # Research and what it offers (clause 2.2.3).
    rd_spend: Amount
    rd_staff: Count
    rd_platforms: Long = ""
    declares_innovation: bool
    declares_conditions: bool
    working_conditions: WorkingConditions
    # The four declarations, and the rules (clauses 2.2.2, 2.2.4).
    declares_taxes_paid: bool
    declares_no_safety_accident: bool
    declares_no_quality_accident: bool
    declares_no_environmental_offence: bool
    declares_rules_accepted: bool
    # What proves it: kinds and which are required stand in the list `evidence_enterprise`.
    evidence: list[Evidence] = Field(default=[], max_length=30)

    @field_validator("contact_email")
    @classmethod
    def address_of_mail(cls, value: str | None) -> str | None:
        """Kept in half-width characters, or left out."""
        address = normal_email(value) if value else ""
        if address is None:
            raise ValueError("电子邮箱应类似 name@example.com，不用可以不填。")
        return address or None

    @field_validator("uscc")
    @classmethod
    def credit_code(cls, value: str) -> str:
        """Checked by GB 32100, kept in capitals."""
        return well_formed_credit_code(value)

    @field_validator("contact_phone", "legal_representative_phone")
    @classmethod
    def telephone(cls, value: str) -> str:
        """A mobile, or a landline with its area code; the second may be left out."""
        number = normal_phone(value) if value else ""
        if number is None:
            raise ValueError("请填写手机号码，或带区号的固定电话，如 0791-86200000。")
        return number


class EnterpriseDraft(draft_of(EnterpriseForm)):  # pyrefly: ignore[invalid-inheritance]
    """A part of the registration, saved as far as it goes."""


class EnterpriseSelfTestIn(Form):
    """A few answers of a unit that asks whether to apply. None: not answered; nothing is kept."""

    uscc: str = Field(default="", max_length=30)
    city_code: Code | None = None
    is_legal_person: bool | None = None
    is_branch: bool | None = None
    is_central_unit: bool | None = None
    rd_spend: Amount | None = None
    declares_innovation: bool | None = None
    declares_conditions: bool | None = None
    declares_taxes_paid: bool | None = None
    declares_no_safety_accident: bool | None = None
    declares_no_quality_accident: bool | None = None
    declares_no_environmental_offence: bool | None = None
    declares_rules_accepted: bool | None = None


class EnterprisePeople(BaseModel):
    """Who acts for an enterprise, and who was invited to."""

    members: list[MemberRead]
    invitations: list[InvitationRead]


class EnterpriseCard(BaseModel):
    """An enterprise as experts and lists show it; no contact data."""

    id: UUID
    name: Words
    uscc: str | None
    city: CodeName | None
    county: CodeName | None
    zone: CodeName | None
    industry: CodeName | None
    chain: CodeName | None
    business: str
    qualifications: list[CodeName]
    state: str
    state_name: Words


class Window(BaseModel):
    """The days in which incidents count (decision A25)."""

    first: date
    last: date


class EnterpriseDetail(BaseModel):
    """A registration; experts get the card and `access` "card" alone."""

    id: UUID
    version: int
    number: str | None = None
    """What the applicant names when asking about it."""
    state: str
    state_name: Words
    access: Literal["own", "office", "card"]
    allowed_actions: list[AllowedAction]
    card: EnterpriseCard
    draft: EnterpriseDraft | None = None
    """What is being filled in: for its members alone."""
    content: EnterpriseDraft | None = None
    """What was last submitted."""
    submission_number: int = 0
    missing: list[FieldError] = []
    verdicts: list[VerdictRead] = []
    incident_window: Window | None = None
    competence: CompetenceRead | None = None
    competence_problem: Words = ""
    standing: StandingRead | None = None
    """For its members and the offices in charge."""
    organisation: DeskRead | None = None
    due_on: date | None = None
    round: RoundRead | None = None
    attachments: list[AttachmentRead] = []
    """Evidence, and scans of what was sealed."""
    reviews: list[ReviewRead] = []
    timeline: list[TimelineEntry] = []


class EnterpriseSubmissionRead(SubmissionRead):
    """One submission as it was."""

    content: EnterpriseDraft


class EnterpriseQuery(PageQuery):
    """Filters of the enterprise list."""

    q: str = Field(default="", max_length=100)
    city_code: str | None = Field(default=None, max_length=6)
    county_code: str | None = Field(default=None, max_length=6)
    zone_code: str | None = Field(default=None, max_length=20)
    chain: str | None = Field(default=None, max_length=20)
    state: str | None = Field(default=None, max_length=20)

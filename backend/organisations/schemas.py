"""Shapes of organisations (annex 1), their members and the jurisdiction matrix."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.identity.schemas import EMAIL, PHONE, Password
from backend.organisations.states import OrganisationType
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.pagination import PageQuery

Text = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(min_length=2, max_length=100)]


class FieldStrength(Form):
    """A row of annex 1's table of strong disciplines."""

    discipline: Name
    introduction: Text = ""
    college: str = Field(default="", max_length=100)
    core_people: str = Field(default="", max_length=1000)


class TeamOrLaboratory(Form):
    """A row of annex 1's table of key teams and laboratories."""

    name: Name
    leader: str = Field(default="", max_length=100)
    leader_introduction: Text = ""
    introduction: Text = ""
    research_field: str = Field(default="", max_length=500)


class OrganisationProfile(Form):
    """The rest of annex 1."""

    double_first_class: bool = False
    address: str = Field(default="", max_length=200)
    website: str = Field(default="", max_length=200)
    managing_department: str = Field(default="", max_length=100)
    contact_position: str = Field(default="", max_length=100)
    colleges: list[Name] = Field(default=[], max_length=60)
    introduction: Text = ""
    disciplines: list[FieldStrength] = Field(default=[], max_length=50)
    teams: list[TeamOrLaboratory] = Field(default=[], max_length=50)


class OrganisationIn(Form):
    """Annex 1: an organisation without an account asks the department for one."""

    name: Name
    type: OrganisationType
    uscc: str | None = Field(default=None, min_length=18, max_length=18)
    city_code: str | None = Field(default=None, pattern=r"^\d{6}$")
    county_code: str | None = Field(default=None, pattern=r"^\d{6}$")
    zone_code: str | None = Field(default=None, max_length=20)
    contact_name: Name
    contact_phone: str = Field(pattern=r"^[\d\-+ ]{7,20}$")
    contact_email: str | None = Field(default=None, pattern=EMAIL)
    profile: OrganisationProfile = OrganisationProfile()


class AllotIn(Form):
    """The first member's account, which the department hands to the organisation."""

    manager_name: Name
    manager_phone: str | None = Field(default=None, pattern=PHONE)
    manager_email: str | None = Field(default=None, pattern=EMAIL)
    initial_password: Password


class MemberIn(Form):
    """A colleague's account, or a new hat on an existing one."""

    display_name: Name
    phone: str | None = Field(default=None, pattern=PHONE)
    email: str | None = Field(default=None, pattern=EMAIL)
    password: Password
    role: Literal["reviewer", "liaison"]
    is_manager: bool = False


class OrganisationRead(BaseModel):
    """An organisation in full."""

    id: UUID
    version: int
    name: str
    type: str
    type_name: str
    uscc: str | None
    city_code: str | None
    county_code: str | None
    zone_code: str | None
    contact_name: str
    contact_phone: str
    contact_email: str | None
    profile: OrganisationProfile
    state: str
    state_name: str
    allowed_actions: list[AllowedAction] = []


class OrganisationCard(BaseModel):
    """An organisation in a list."""

    id: UUID
    name: str
    type: str
    type_name: str
    city_code: str | None
    county_code: str | None
    zone_code: str | None
    state: str
    state_name: str


class OrganisationQuery(PageQuery):
    """Filters of the organisation list."""

    type: OrganisationType | None = None
    state: str | None = None
    city_code: str | None = None
    q: str | None = Field(default=None, max_length=50)


class CompetenceRead(BaseModel):
    """Who reviews this, and why."""

    organisation_id: UUID
    organisation_name: str
    organisation_type: str
    relation: str
    clause: str
    reason: str


class DeskRead(BaseModel):
    """The organisation that has a case, and whom to call there."""

    id: UUID
    name: str
    contact_name: str = ""
    contact_phone: str = ""


class BodyRead(BaseModel):
    """What a credit code says, and what the platform knows of the body it belongs to."""

    code: str
    fault: str
    """What is wrong with the code; empty when it is well formed."""
    kind: str
    kind_name: str
    may_be_legal_person: bool
    name: str = ""
    city_code: str | None = None
    county_code: str | None = None
    zone_code: str | None = None


class MatrixRow(BaseModel):
    """One cell of the jurisdiction matrix."""

    organisation_type: str
    subject: str
    relation: str
    capability: str
    rank: int
    clause: str


class CoverageHole(BaseModel):
    """A place where nobody decides on a subject, or two of the same rank do."""

    place: str
    """The code of a city, a county or a development zone."""
    place_name: str
    place_kind: Literal["city", "county", "zone"]
    city_name: str
    subject: str
    kind: Literal["gap", "overlap"]
    organisations: list[str]
    """Who is competent at the same time, for an overlap."""


class Coverage(BaseModel):
    """Whether somebody decides everywhere (clause 4)."""

    on: date
    examined: int
    """How many pairs of place and subject were looked at."""
    holes: list[CoverageHole]


class CoverageQuery(BaseModel):
    """On which day; today when left out."""

    model_config = ConfigDict(extra="forbid")

    on: date | None = None


class JurisdictionQuery(BaseModel):
    """Who reviews a subject of this place, on a day (today when left out)?"""

    model_config = ConfigDict(extra="forbid")

    subject: Literal["expert", "enterprise", "demand", "agreement"]
    capability: Literal["review", "recommend", "supervise", "file", "copy"] = "review"
    city_code: str | None = Field(default=None, max_length=20)
    county_code: str | None = Field(default=None, max_length=20)
    zone_code: str | None = Field(default=None, max_length=20)
    employer_uscc: str | None = Field(default=None, max_length=18)
    on: date | None = None


class AffiliationIn(Form):
    """An employer, by its unified social credit code, and how the organisation relates to it."""

    employer_uscc: str = Field(min_length=18, max_length=18)
    employer_name: Name
    relation: Literal["own_staff", "affiliated", "department_assigned"]


class AffiliationRead(BaseModel):
    """An employer whose staff an organisation recommends, and since when."""

    employer_uscc: str
    employer_name: str
    relation: str
    valid_from: date
    valid_to: date | None

"""Shapes of the jurisdiction matrix and of what it answers."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.organisations.schemas.annex1 import Name
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery


class CompetenceRead(BaseModel):
    """Who reviews this, and why."""

    organisation_id: UUID
    organisation_name: str
    organisation_type: str
    relation: str
    clause: str
    reason: Words


class MatrixRow(BaseModel):
    """One cell of the jurisdiction matrix."""

    organisation_type: str
    subject: str
    relation: str
    capability: str
    rank: int
    clause: str


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


class DeskRead(BaseModel):
    """The organisation that has a case, and whom to call there."""

    id: UUID
    name: str
    contact_name: str = ""
    contact_phone: str = ""


class BodyRead(BaseModel):
    """What a credit code says, and what the platform knows of the body it belongs to."""

    code: str
    fault: Words
    """What is wrong with the code; empty when it is well formed."""
    kind: str
    kind_name: Words
    may_be_legal_person: bool
    name: str = ""
    city_code: str | None = None
    county_code: str | None = None
    zone_code: str | None = None


class CoverageHole(BaseModel):
    """A place where nobody decides on a subject, or two of the same rank do."""

    place: str
    """The code of a city, a county or a development zone."""
    place_name: Words
    place_kind: Literal["city", "county", "zone"]
    city_name: Words
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


class AffiliationQuery(PageQuery):
    """Whose affiliations."""

    organisation_id: UUID


class HoleQuery(PageQuery):
    """Filters of the list of holes."""

    subject: Literal["expert", "enterprise", "demand", "agreement"] | None = None
    kind: Literal["gap", "overlap"] | None = None


class CoverageQuery(BaseModel):
    """On which day; today when left out."""

    model_config = ConfigDict(extra="forbid")

    on: date | None = None

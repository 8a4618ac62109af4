"""Shapes of organisations, their sealed papers and their people."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.identity.schemas import (
    AbsenceRead,
    InvitationIn,
    InvitationRead,
    InvitationSent,
    MemberRead,
    Reachable,
)
from backend.organisations.schemas.annex1 import Annex1Content, PictureRead, VersionRead
from backend.organisations.states import OrganisationType
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery
from backend.platform.problems import FieldError


class PaperIn(Form):
    """A sealed paper: the code at the foot of its pages, typed or scanned, and when it came."""

    code: str = Field(min_length=5, max_length=60)
    received_on: date | None = None


class PaperRead(BaseModel):
    """The code read on a sealed form, and on which pages of the file."""

    code: str
    pages: list[int]


class ReturnReason(Form):
    """What is to be corrected, tied to its field; an empty pointer means the whole."""

    pointer: str = Field(default="", max_length=100)
    message: str = Field(min_length=2, max_length=500)


class ReturnIn(Form):
    """Everything that is to be corrected, told at once."""

    reasons: list[ReturnReason] = Field(min_length=1, max_length=30)


class AllotIn(Reachable):
    """The organisation's manager, who sets the password by an activation link."""


class MemberInvite(InvitationIn):
    """A colleague, and what he is to do."""

    role: Literal["reviewer", "liaison"]


class AbsenceIn(Form):
    """Who is away, from the first to the last day, and who stands in."""

    membership_id: UUID
    deputy_membership_id: UUID
    starts_on: date
    ends_on: date


class HandoverIn(Form):
    """The colleague who shall manage from now on."""

    membership_id: UUID


class HandoverRead(BaseModel):
    """The manager's role on offer."""

    id: UUID
    from_membership_id: UUID
    from_name: str
    to_membership_id: UUID
    to_name: str


class PeopleRead(BaseModel):
    """An organisation's people, who was invited, who is away, and what the reader may do."""

    members: list[MemberRead]
    invitations: list[InvitationRead]
    absences: list[AbsenceRead]
    handover: HandoverRead | None
    allowed_actions: list[AllowedAction]


class ArrivalRead(BaseModel):
    """A sealed paper that came."""

    code: str
    version_number: int
    received_on: date
    is_current: bool


class OrganisationCard(BaseModel):
    """An organisation in a list."""

    id: UUID
    number: str | None
    name: str
    type: str
    type_name: Words
    city_code: str | None
    county_code: str | None
    zone_code: str | None
    state: str
    state_name: Words


class OrganisationRead(OrganisationCard):
    """An organisation in full, for its own people and the department."""

    version: int
    uscc: str | None
    content: Annex1Content
    pictures: list[PictureRead]
    versions: list[VersionRead]
    arrivals: list[ArrivalRead]
    reasons: list[FieldError]
    invitations: list[InvitationRead]
    has_manager: bool
    allowed_actions: list[AllowedAction] = []


class OrganisationAbout(BaseModel):
    """An organisation as anybody signed in may read it; a mobile number is masked."""

    id: UUID
    name: str
    type_name: Words
    city_code: str | None
    county_code: str | None
    zone_code: str | None
    content: Annex1Content


class Allotted(BaseModel):
    """The account is allotted, its manager invited."""

    organisation: OrganisationRead
    sent: InvitationSent


class LinkRenewed(BaseModel):
    """A new private link of a form; the earlier one stopped working."""

    mailed: bool
    link: str | None


class OrganisationQuery(PageQuery):
    """Filters of the organisation list; `q` is part of the name, or a number or scanned code."""

    type: OrganisationType | None = None
    state: str | None = None
    city_code: str | None = None
    q: str | None = Field(default=None, max_length=60)

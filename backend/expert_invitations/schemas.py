"""Shapes of invitations."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from backend.expert_invitations.states import Outcome, Stage
from backend.identity.schemas import Password
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery

Token = Annotated[str, Field(min_length=20, max_length=100)]


class InvitationQuery(PageQuery):
    """Filters of the invitations."""

    q: str = Field(default="", max_length=50)
    """A part of the name."""
    stage: Stage | None = None


class InvitationRead(BaseModel):
    """An invitation as the organisation sees it, contact data masked."""

    id: UUID
    version: int
    name: str
    phone: str | None
    email: str | None
    employer_name: str | None
    by_mail: bool
    """False: there is no e-mail address, the organisation hands the link over itself."""
    stage: Stage
    stage_name: Words
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime
    allowed_actions: list[AllowedAction]


class RowFault(BaseModel):
    """What is wrong with one cell."""

    column: Words
    message: Words


class PreviewRow(BaseModel):
    """What becomes of one line of the spreadsheet."""

    line: int
    name: str
    outcome: Outcome
    outcome_name: Words
    by_mail: bool
    faults: list[RowFault]


class Counts(BaseModel):
    """How many lines come to which end."""

    invite: int
    registered: int
    invited: int
    faulty: int


class Preview(BaseModel):
    """A dry run: the same as sending, undone at its end."""

    counts: Counts
    rows: list[PreviewRow]


class Sent(BaseModel):
    """What was sent, without personal data."""

    counts: Counts
    by_mail: int
    to_hand_over: int


class TokenIn(Form):
    """The secret of a link."""

    token: Token


class Offer(BaseModel):
    """What a link shows before its owner has proved to be the invited person: who invites."""

    organisation_name: str
    expires_at: datetime


class AcceptIn(Form):
    """The invited person's phone or e-mail, which the link does not show, and a new password."""

    token: Token
    identifier: str = Field(min_length=3, max_length=200)
    password: Password


class LinkRead(BaseModel):
    """A link to hand over. It is shown this once; a new one ends it."""

    link: str
    expires_at: datetime

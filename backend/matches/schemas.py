"""Shapes of matches."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.audit.schemas import StandingRead, TimelineEntry
from backend.conflicts.schemas import ConflictPath
from backend.experts.schemas import ExpertCard
from backend.matches.states import MatchState, Way
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery
from backend.teams.states import DeclineCode
from backend.waivers.schemas import WaiverMark


class InvitationIn(Form):
    """An enterprise's invitation, which is its consent to its demand's text as it is now."""

    demand_id: UUID
    expert_id: UUID
    way: Literal[Way.DESIGNATED, Way.RECOMMENDED] = Way.DESIGNATED
    message: str = Field(default="", max_length=1000)


class ApplicationIn(Form):
    """An application, of oneself or of the team one leads; it is consent to the text read."""

    demand_id: UUID
    expert_id: UUID | None = None
    team_id: UUID | None = None
    text_hash: str | None = Field(default=None, min_length=64, max_length=64)
    message: str = Field(default="", max_length=1000)


class ConsentIn(Form):
    """Consent to the text with this hash."""

    text_hash: str = Field(min_length=64, max_length=64)


class DeclineIn(Form):
    """A no, with its reason for the other side."""

    code: DeclineCode
    reason: str = Field(default="", max_length=500)


class WithdrawIn(Form):
    """Why one steps back, for the other side."""

    code: DeclineCode
    reason: str = Field(default="", max_length=500)


class MatchQuery(PageQuery):
    """Filters of the matches one takes part in."""

    demand_id: UUID | None = None
    state: MatchState | None = None
    waiting: bool | None = None
    """Only those that wait for my side."""


class MatchDemand(BaseModel):
    """What the match is about."""

    id: UUID
    number: str
    title: str
    text_hash: str | None
    """Of the text as it is now; candidates may have consented to an earlier one."""


class ConsentRead(BaseModel):
    """One side's yes."""

    party: str
    party_name: Words
    signer_name: Words
    given_at: datetime
    text_hash: str


class MatchCard(BaseModel):
    """A match in a list."""

    id: UUID
    version: int
    state: str
    state_name: Words
    way: str
    way_name: Words
    demand: MatchDemand
    enterprise_id: UUID | None
    enterprise_name: Words
    expert_id: UUID | None
    team_id: UUID | None
    other_name: Words
    """The expert or the team; a general word when the expert is not shown by name."""
    waits_for: str | None
    waits_for_me: bool
    answer_due: date | None
    text_outdated: bool
    """The demand has changed since; the first side has to confirm before the other answers."""
    created_at: datetime
    agreed_at: datetime | None
    by_waiver: bool
    waived: list[WaiverMark] = []
    """经豁免: the in-principle rules this match stands on a waiver of."""


class TermChange(BaseModel):
    """One term of a published demand that changed since a candidate consented (decision A11)."""

    model_config = ConfigDict(from_attributes=True)

    field: str
    name: Words
    before: str
    after: str
    """As written; of codes their names, of numbers the bare number."""
    before_name: Words | None = None
    after_name: Words | None = None


class TermsChanged(BaseModel):
    """What a candidate is asked to confirm anew: old beside new, and why."""

    model_config = ConfigDict(from_attributes=True)

    reason: str | None
    changes: list[TermChange]


class MatchRead(MatchCard):
    """A match in full."""

    standing: StandingRead
    message: str
    demand_hash: str
    decline_code: str | None
    decline_name: Words | None
    decline_reason: str | None
    decline_words: Words | None
    """The same said politely to the side that was told no."""
    terms_changed: TermsChanged | None
    """Old beside new, while the side that consented first has to confirm a changed demand."""
    consents: list[ConsentRead]
    experts: list[ExpertCard]
    """The expert, or the team's members with the leader first."""
    conflicts: list[ConflictPath]
    """Ties found since, while somebody has to answer: for himself and competent reviewers."""
    allowed_actions: list[AllowedAction]
    timeline: list[TimelineEntry]


class CandidacyRead(BaseModel):
    """Where I stand with a demand, and what I may do about it."""

    demand_id: UUID
    match_id: UUID | None
    match_state: str | None
    text_hash: str | None
    allowed_actions: list[AllowedAction]

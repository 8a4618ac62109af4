"""Shapes of waivers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field, field_serializer

from backend.attachments.schemas import AttachmentRead
from backend.audit.schemas import TimelineEntry
from backend.identity.schemas import PlaceRead
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words, in_reader_language
from backend.platform.pagination import PageQuery
from backend.waivers.states import Figure, Stance, WaiverState

ReasonCode = Literal["urgent_need", "rare_skill", "key_project", "continuity", "other"]
SubjectType = Literal["experts", "teams", "demands"]
CODED = {"degree", "born", "discipline"}
"""Facts that are the platform's words."""


class WaiverIn(Form):
    """A reasoned request for one subject. For CAP-01 the subject is the expert."""

    rule_id: str = Field(min_length=2, max_length=40)
    subject_type: SubjectType
    subject_id: UUID
    reason_code: ReasonCode
    reason: str = Field(min_length=10, max_length=2000)
    attachments: list[UUID] = Field(default=[], max_length=10)


class OpinionIn(Form):
    """What the recommending organisation thinks of the request."""

    stance: Stance
    opinion: str = Field(min_length=5, max_length=1000)


class WaiverDecisionIn(Form):
    """The decision's note, and until when a grant holds."""

    note: str = Field(min_length=2, max_length=1000)
    valid_until: date | None = None


class AskedQuery(Form):
    """Which rule and subject somebody is about to ask for."""

    rule_id: str = Field(min_length=2, max_length=40)
    subject_type: SubjectType
    subject_id: UUID


class PeriodQuery(PageQuery):
    """A period of days, both included."""

    since: date | None = None
    until: date | None = None


class WaiverQuery(PeriodQuery):
    """Filters of the waivers. `figure` with a period are the rows behind a statistic."""

    state: WaiverState | None = None
    rule_id: str | None = Field(default=None, max_length=40)
    organisation_id: UUID | None = None
    figure: Figure | None = None


class WaiverMark(BaseModel):
    """经豁免: one in-principle rule that a subject passed by a waiver."""

    rule_id: str
    rule_name: Words


class WaiverFact(BaseModel):
    """One fact about the subject that the deciders weigh; `key` names it."""

    key: str
    value: str

    @field_serializer("value", when_used="json")
    def in_reader_language(self, value: str) -> str:
        """Words of a code list, and days, in the reader's language; what was typed as it is."""
        return in_reader_language(value) if self.key in CODED else value


class WaiverRead(BaseModel):
    """A waiver as its parties see it."""

    id: UUID
    version: int
    rule_id: str
    rule_name: Words
    subject_type: str
    subject_id: UUID
    subject_title: str
    scope: Words
    organisation: PlaceRead | None
    reason_code: str
    reason: str
    state: str
    state_name: Words
    created_at: datetime
    opinion: str | None
    opinion_stance: str | None
    opinion_name: Words | None
    opinion_at: datetime | None
    decision_note: str | None
    decided_at: datetime | None
    decided_by_role: Words
    """Who decides it, by rule."""
    valid_until: date | None
    is_expired: bool
    revoke_note: str | None
    revoked_at: datetime | None
    allowed_actions: list[AllowedAction] = []


class WaiverDetail(WaiverRead):
    """A waiver with its evidence, what was asked before, and its story."""

    facts: list[WaiverFact] = []
    """What the deciders weigh; for them alone."""
    attachments: list[AttachmentRead] = []
    former: list[WaiverRead] = []
    """Earlier requests for the same rule and subject, newest first."""
    timeline: list[TimelineEntry] = []


class AskedRead(BaseModel):
    """What somebody who is about to ask should know first."""

    rule_name: Words
    subject_title: str
    scope: Words
    decided_by_role: Words
    opinion_by: str | None
    """The organisation that is heard before the department decides."""
    former: list[WaiverRead]


class WaiverCount(BaseModel):
    """The figures of one organisation and rule in a period."""

    organisation: PlaceRead | None
    rule_id: str
    rule_name: Words
    requested: int
    granted: int
    refused: int
    revoked: int


class WaiverStatistics(BaseModel):
    """Waivers counted per recommending organisation and rule (decision A1)."""

    since: date | None
    until: date | None
    rows: list[WaiverCount]

"""Shapes of teams."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from backend.audit.schemas import StandingRead, TimelineEntry
from backend.conflicts.schemas import ConflictPath
from backend.experts.schemas import ExpertCard
from backend.platform.actions import AllowedAction, VerdictRead
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery
from backend.teams.states import DeclineCode, TeamState


class TeamNew(Form):
    """A team for one demand; its starter leads it."""

    demand_id: UUID
    name: str = Field(min_length=2, max_length=60)
    plan: str = Field(default="", max_length=3000)


class TeamEdit(Form):
    """What the leader writes; any part of it."""

    name: str | None = Field(default=None, min_length=2, max_length=60)
    plan: str | None = Field(default=None, max_length=3000)
    cross_reason: str | None = Field(default=None, max_length=1000)


class MemberInvite(Form):
    """An invitation to a library expert."""

    expert_id: UUID
    message: str = Field(default="", max_length=500)


class TeamAnswer(Form):
    """A member's own answer to the roster he has seen."""

    accept: bool
    roster_version: int = Field(ge=1)
    code: DeclineCode | None = Field(default=None, validate_default=True)
    """Why not; the leader is told."""
    answer: str = Field(default="", max_length=500)

    @field_validator("code")
    @classmethod
    def says_why(cls, code: DeclineCode | None, given: ValidationInfo) -> DeclineCode | None:
        """A no has its reason."""
        if code is None and given.data.get("accept") is False:
            raise ValueError("谢绝或退出时，请选择一项主要原因。")
        return code


class LeaveIn(Form):
    """A member steps out of a serving team: why, for the leader and the enterprise's side."""

    code: DeclineCode
    reason: str = Field(default="", max_length=500)


class JoinIn(Form):
    """An invited expert's yes to the serving team he has seen."""

    roster_version: int = Field(ge=1)


class TeamQuery(PageQuery):
    """Filters of my teams."""

    demand_id: UUID | None = None
    state: TeamState | None = None


class TeamDemand(BaseModel):
    """What the team is for."""

    id: UUID
    number: str
    title: str


class MemberRead(BaseModel):
    """One row of the roster."""

    expert: ExpertCard
    is_me: bool
    is_leader: bool
    standing: str
    standing_name: Words
    message: str | None
    answer_name: Words | None
    """Why he said no, from the list of reasons."""
    answer: str | None
    answered_at: datetime | None


class TeamCard(BaseModel):
    """A team in a list."""

    id: UUID
    version: int
    state: str
    state_name: Words
    name: str
    demand: TeamDemand
    leader_name: Words
    accepted: int
    pending: int
    my_standing: str | None
    by_waiver: bool
    """经豁免: complete outside of four to seven members."""


class TeamRead(TeamCard):
    """A team in full."""

    standing: StandingRead
    plan: str
    cross_reason: str | None
    roster_version: int
    minimum: int
    maximum: int
    employers: int
    disciplines: int
    is_bound: bool
    cure_due: date | None
    """Until when a serving team that fell below the fewest members is filled up (A5)."""
    members: list[MemberRead]
    conflicts: list[ConflictPath]
    """How members are tied to the enterprise: for oneself and competent reviewers."""
    verdicts: list[VerdictRead]
    """What completing it still takes."""
    allowed_actions: list[AllowedAction]
    timeline: list[TimelineEntry]

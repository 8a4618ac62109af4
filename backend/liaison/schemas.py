"""Shapes of problems, visits, reminders and the workbench."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.agreements.schemas import DemandRef, Named
from backend.liaison.states import Show
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery


class ProblemIn(Form):
    """What stands in the way."""

    text: str = Field(min_length=5, max_length=1000)


class AnswerIn(Form):
    """What the liaison did about it, or advises."""

    answer: str = Field(min_length=2, max_length=1000)


class VisitIn(Form):
    """A visit: when, how, what was seen."""

    day: date
    way: Literal["onsite", "phone", "online"] = "onsite"
    note: str = Field(min_length=2, max_length=1000)


class NudgeIn(Form):
    """Which side is reminded."""

    party: Literal["expert", "enterprise"]


class WorkbenchQuery(PageQuery):
    """Which of the zone's services to list."""

    show: Show = Show.ALL
    q: str = Field(default="", max_length=100)
    """A word of the enterprise's or expert's name, or of the demand."""


class WorkbenchRow(BaseModel):
    """A service as its liaison looks after it."""

    id: UUID
    state: str
    state_name: Words
    demand: DemandRef
    enterprise: Named
    expert: Named
    """The expert, or the team's leader."""
    last_log_at: datetime | None
    """The expert's last entry."""
    last_answer_at: datetime | None
    """When the enterprise last confirmed or disputed one."""
    unanswered: int
    """Entries the enterprise has still to answer."""
    last_visit: date | None
    visit_due: date | None
    open_problems: int
    rating_due: date | None
    expert_is_late: bool
    enterprise_is_late: bool


class ProblemRead(BaseModel):
    """A problem and what became of it."""

    id: UUID
    party: str
    party_name: Words
    text: str
    state: str
    state_name: Words
    raised_at: datetime
    answer: str | None
    answered_at: datetime | None
    closed_at: datetime | None
    allowed_actions: list[AllowedAction]


class VisitRead(BaseModel):
    """A visit."""

    id: UUID
    day: date
    way: str
    way_name: Words
    note: str
    visitor: str


class FollowRead(BaseModel):
    """A service's problems and visits, for its two sides and its liaison."""

    id: UUID
    demand: DemandRef
    enterprise: Named
    expert: Named
    liaison_organisation: Named | None
    started_on: date
    visit_due: date | None
    problems: list[ProblemRead]
    visits: list[VisitRead]
    allowed_actions: list[AllowedAction]

"""Shapes of ratings."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from backend.evaluations.states import FollowUpState, Grade, Rater
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery


class RatingIn(Form):
    """One party's word on another."""

    to_party: Rater
    grade: Grade
    criteria: dict[str, Grade] = Field(default={}, max_length=10)
    comment: str = Field(default="", max_length=1000)


class DisputeIn(Form):
    """Why a rating is not so."""

    grounds: str = Field(min_length=5, max_length=1000)


class AnnotationIn(Form):
    """What the department says of a rating and its dispute."""

    annotation: str = Field(min_length=5, max_length=1000)


class FollowUpDone(Form):
    """What was done about a bad grade."""

    done: str = Field(min_length=5, max_length=1000)


class MemberNoteIn(Form):
    """The leader's word on one member of the team."""

    expert_id: UUID
    note: str = Field(min_length=2, max_length=500)


class CriterionRead(BaseModel):
    """One thing that is graded."""

    key: str
    name: Words
    grade: int | None = None
    grade_name: Words | None = None


class DisputeRead(BaseModel):
    """A dispute, and the department's annotation; the rating stays as it was given."""

    id: UUID
    state: str
    state_name: Words
    grounds: str
    raised_at: datetime
    annotation: str | None
    annotated_at: datetime | None


class FollowUpNote(BaseModel):
    """What becomes of a bad grade, as everybody reads it who reads the grade."""

    id: UUID
    version: int
    state: str
    state_name: Words
    organisation_name: str
    due_on: date
    is_overdue: bool
    done: str | None
    closed_at: datetime | None


class RatingRead(BaseModel):
    """A rating that its reader may see, with what followed of it."""

    id: UUID
    grade: int
    grade_name: Words
    criteria: list[CriterionRead]
    comment: str
    given_at: datetime
    dispute: DisputeRead | None = None
    dispute_until: date | None = None
    """Last day to dispute it, once the results are open."""
    follow_up: FollowUpNote | None = None
    allowed_actions: list[AllowedAction] = []


class DirectionRead(BaseModel):
    """One of the six directions: whether it was given, and what was said once it is open."""

    from_party: str
    from_name: Words
    to_party: str
    to_name: Words
    criteria: list[CriterionRead]
    is_mine: bool
    is_given: bool
    may_rate: bool
    reason: Words
    """Why I may not rate, where it is mine."""
    rating: RatingRead | None


class GradeRead(BaseModel):
    """A grade's number and word."""

    grade: int
    name: Words


class MarkPart(BaseModel):
    """One number that went into the mark; what is missing is null and does not count."""

    key: str
    name: Words
    weight: int
    value: float | None


class MarkFacts(BaseModel):
    """The days behind the facts."""

    confirmed_days: int
    agreed_days: int


class MemberNoteRead(BaseModel):
    """A member of the team, and what the leader said of him."""

    expert_id: UUID
    name: str
    note: str | None
    may_note: bool


class RatingsRead(BaseModel):
    """The mutual rating of one service."""

    engagement_id: UUID
    my_party: str | None
    has_ended: bool
    closes_at: datetime | None
    expected: int
    given: int
    is_open: bool
    """Whether the results can be read."""
    unsealed_at: datetime | None
    directions: list[DirectionRead]
    grades: list[GradeRead]
    mark: float | None
    """The expert's mark for this service by the published formula, once results are open."""
    mark_parts: list[MarkPart]
    """What the mark is made of, once results are open; with it anybody recomputes it."""
    mark_facts: MarkFacts | None
    arithmetic: str | None
    """The line that leads from the parts to the mark."""
    member_notes: list[MemberNoteRead]
    """For the leader, each member himself, and the organisations."""
    formula: Words


class ExpertMark(BaseModel):
    """What an expert's services add up to, where there are enough of them."""

    expert_id: UUID
    services_rated: int
    average: float | None
    threshold: int
    formula: Words


class FollowUpQuery(PageQuery):
    """Which follow-ups to list."""

    state: FollowUpState | None = None
    overdue: bool | None = None
    organisation_id: UUID | None = None


class FollowUpCard(BaseModel):
    """A bad grade in the list of those to follow up."""

    id: UUID
    version: int
    engagement_id: UUID
    demand_number: str | None
    demand_title: str
    enterprise_name: str
    expert_name: str
    from_name: Words
    to_name: Words
    grade: int
    grade_name: Words
    comment: str
    organisation_name: str
    opened_at: datetime
    due_on: date
    is_overdue: bool
    state: str
    state_name: Words
    done: str | None
    closed_at: datetime | None
    allowed_actions: list[AllowedAction]


class GradeCount(BaseModel):
    """How often one grade was given."""

    grade: int
    name: Words
    count: int


class DirectionStanding(BaseModel):
    """What one party gave my side, over all services with open results."""

    from_party: str
    from_name: Words
    received: int
    average: float | None
    """None below the threshold."""
    arithmetic: str | None
    """The line that leads to the average: anybody can work it out anew."""
    grades: list[GradeCount]


class MarkStanding(BaseModel):
    """An expert's average mark by the published formula."""

    services_rated: int
    average: float | None
    arithmetic: str | None
    formula: Words


class RatingStanding(BaseModel):
    """My side's own standing; nobody is ranked."""

    party: str
    party_name: Words
    services: int
    """With open results, rated or not."""
    threshold: int
    directions: list[DirectionStanding]
    mark: MarkStanding | None
    """For experts alone."""
    formula: Words


class ReceivedQuery(PageQuery):
    """Which page of the services."""


class ReceivedRating(BaseModel):
    """What one party gave my side in one service; what was not given is null and counts nothing."""

    from_party: str
    from_name: Words
    grade: int | None = None
    grade_name: Words | None = None
    comment: str = ""
    dispute: DisputeRead | None = None


class ReceivedService(BaseModel):
    """One service with open results, and what my side received in it."""

    engagement_id: UUID
    demand_number: str | None
    demand_title: str
    enterprise_name: str
    expert_name: str
    """Of a team its name."""
    opened_at: datetime
    ratings: list[ReceivedRating]
    mark: float | None
    """For experts alone: the mark of this service by the published formula."""
    arithmetic: str | None

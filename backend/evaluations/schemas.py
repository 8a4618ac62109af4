"""Shapes of ratings."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from backend.evaluations.states import Grade, Rater
from backend.platform.forms import Form
from backend.platform.language import Words


class RatingIn(Form):
    """One party's word on another."""

    to_party: Rater
    grade: Grade
    criteria: dict[str, Grade] = Field(default={}, max_length=10)
    comment: str = Field(default="", max_length=1000)


class CriterionRead(BaseModel):
    """One thing that is graded."""

    key: str
    name: Words
    grade: int | None = None
    grade_name: Words | None = None


class RatingRead(BaseModel):
    """A rating that its reader may see."""

    grade: int
    grade_name: Words
    criteria: list[CriterionRead]
    comment: str
    given_at: datetime


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
    formula: Words


class ExpertMark(BaseModel):
    """What an expert's services add up to, where there are enough of them."""

    expert_id: UUID
    services_rated: int
    average: float | None
    threshold: int
    formula: Words

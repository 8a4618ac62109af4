"""Shapes of the weights of the recommendation, and of what others would have done."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from backend.platform.forms import Form
from backend.recommendations.scoring import WHOLE
from backend.recommendations.tuning import POINTS

Points = Annotated[float, Field(ge=0, le=WHOLE)]


class WeightsIn(Form):
    """The weights a department officer may set, and how far."""

    text: Points
    field: Points
    group: Points
    chain: Points
    place: Points
    load: Points
    freshness: Points
    meaning: Points
    """Beside the hundred, where the site runs a model; all are scaled to a hundred then."""
    exposure: float = Field(ge=0, le=10)
    """Points taken per e-fold of how often an expert was shown."""
    exposure_most: float = Field(ge=0, le=20)
    newcomer_every: int = Field(ge=2, le=50)
    newcomer_shown: int = Field(ge=0, le=50)
    newcomer_near: float = Field(ge=0.5, le=1)

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        """A pair that fits in everything has the degree 100, before and after a change."""
        total = sum(getattr(self, name) for name in POINTS)
        if abs(total - WHOLE) > 1e-6:
            raise ValueError(f"各项分值相加应为100，现在是{total:g}。")
        return self


class WeightsTrial(Form):
    """Weights to be tried on the lists of the last month."""

    weights: WeightsIn


class WeightsChangeIn(WeightsTrial):
    """New weights: on which version they rest, and why."""

    based_on: str = Field(max_length=40)
    reason: str = Field(min_length=4, max_length=500)


class WeightMove(BaseModel):
    """One weight before and after a change."""

    before: float
    after: float


class WeightsChangeRead(BaseModel):
    """One change of the weights."""

    was: str
    now: str
    changed_by: str
    changed_at: datetime
    reason: str
    changed: dict[str, WeightMove]
    """Each weight that changed."""


class WeightsRead(BaseModel):
    """The weights in force, and how they came to be."""

    version: str
    weights: WeightsIn
    changes: list[WeightsChangeRead]


class MoveRead(BaseModel):
    """A demand whose first ten change most: who comes, who goes."""

    demand_id: UUID
    title: str
    came: list[str]
    went: list[str]


class WeightsEffect(BaseModel):
    """What weights would have done to the lists shown since a day; shares from 0 to 1."""

    since: date
    lists: int
    changed: int
    kept: float
    reached_before: int
    reached_after: int
    agreed: int
    agreed_before: float
    agreed_after: float
    moves: list[MoveRead]

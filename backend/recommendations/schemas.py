"""Shapes of recommendations."""

from pydantic import BaseModel, ConfigDict, Field

from backend.demands.schemas import DemandCard
from backend.experts.schemas import ExpertCard
from backend.platform.language import Words


class RecommendationQuery(BaseModel):
    """How many to recommend."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=10, ge=1, le=50)


class ReasonRead(BaseModel):
    """Why, in words; the shares of one item add up to its score."""

    kind: str
    text: Words
    words: list[Words]
    share: float


class RecommendedExpert(BaseModel):
    """An expert for a demand (clause 5.3.1)."""

    expert: ExpertCard
    score: float
    reasons: list[ReasonRead]


class RecommendedDemand(BaseModel):
    """A demand for an expert."""

    demand: DemandCard
    score: float
    reasons: list[ReasonRead]

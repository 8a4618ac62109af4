"""Shapes of recommendations."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.demands.schemas import DemandCard
from backend.experts.schemas import ExpertCard
from backend.platform.language import Words


class RecommendationQuery(BaseModel):
    """How many to recommend."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=10, ge=1, le=50)


class WhyNotQuery(BaseModel):
    """Which expert is missed on the list."""

    model_config = ConfigDict(extra="forbid")

    expert_id: UUID


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
    is_newcomer: bool = False
    """Stands here because rarely shown so far and nearly as good as who would have."""
    reasons: list[ReasonRead]


class RecommendedDemand(BaseModel):
    """A demand for an expert."""

    demand: DemandCard
    score: float
    reasons: list[ReasonRead]


class SimilarExpert(BaseModel):
    """An expert whose card reads like another's."""

    expert: ExpertCard
    score: float


class SimilarDemand(BaseModel):
    """A demand that reads like another one."""

    demand: DemandCard
    score: float


class Obstacle(BaseModel):
    """Why a pair is not on a list, and what would change that."""

    code: str
    text: Words
    remedy: Words


class WhyNot(BaseModel):
    """Whether an expert stands on a demand's list, and if not, why."""

    is_listed: bool
    rank: int | None
    score: float | None
    last_score: float | None
    """Of the last place that is shown: what would have to be reached."""
    obstacles: list[Obstacle]
    reasons: list[ReasonRead]


class DisciplineName(BaseModel):
    """A discipline the demand asks for."""

    code: str
    name: Words


class SuggestedMember(BaseModel):
    """A member of a team to be, and what he or she adds to those before."""

    expert: ExpertCard
    score: float
    adds: list[DisciplineName]
    new_employer: bool


class SuggestedTeam(BaseModel):
    """A team that could serve a demand, its leader first. Nobody of it was asked yet."""

    members: list[SuggestedMember]
    missing: list[DisciplineName]
    """What the demand asks for and nobody of the team brings."""
    employers: int


class ExposureRead(BaseModel):
    """How evenly the recommendations fall on the library, over the last three months."""

    since: date
    lists: int
    experts: int
    shown_experts: int
    gini: float
    """0 when everybody is shown alike, near 1 when a few are shown always."""

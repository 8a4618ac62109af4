"""Shapes of recommendations."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.conflicts.schemas import ConflictPath
from backend.demands.schemas import DemandCard
from backend.experts.schemas import ExpertCard
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.recommendations.scoring import WHOLE
from backend.recommendations.tuning import POINTS


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


class ComparedExpert(RecommendedExpert):
    """A candidate beside others: how well he fits, whether he takes part, the own note on him."""

    note: str | None
    """For the demand's enterprise alone."""
    match_id: UUID | None
    match_state: str | None
    match_state_name: Words | None


class ComparisonQuery(BaseModel):
    """Up to four experts to lay side by side."""

    model_config = ConfigDict(extra="forbid")

    expert_ids: list[UUID] = Field(min_length=1, max_length=4)


class ShortlistIn(Form):
    """Whom to think of for a demand, an expert or a team, and why; nobody else reads the note."""

    expert_id: UUID | None = None
    team_id: UUID | None = None
    note: str = Field(default="", max_length=500)

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        """An expert or a team, never both."""
        if (self.expert_id is None) == (self.team_id is None):
            raise ValueError("请选择一名特派员或一个特派团。")
        return self


class ShortlistRead(BaseModel):
    """Somebody on the enterprise's own shortlist of a demand."""

    expert: ExpertCard | None
    team_id: UUID | None
    name: Words
    note: str
    marked_at: datetime


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
    paths: list[ConflictPath] = []
    """Of a conflict of interest, for himself and competent reviewers (decision A23)."""


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


class SuggestedFiller(BaseModel):
    """An expert who would bring what a team lacks, with free places; nobody was asked yet."""

    expert: ExpertCard
    score: float
    adds: list[DisciplineName]
    adds_words: list[str]
    new_employer: bool


class CoveredField(BaseModel):
    """A discipline the demand asks for, and which members bring it."""

    name: Words
    by: list[Words]


class CoveredWord(BaseModel):
    """A keyword of the demand, as it was written, and which members bring it."""

    name: str
    by: list[Words]


class TeamGaps(BaseModel):
    """What a demand asks for, what its team brings of it, and who would fill the rest."""

    disciplines: list[CoveredField]
    words: list[CoveredWord]
    missing_employers: int
    suggestions: list[SuggestedFiller]


class ExposureRead(BaseModel):
    """How evenly the recommendations fall on the library, over the last three months."""

    since: date
    lists: int
    experts: int
    shown_experts: int
    gini: float
    """0 when everybody is shown alike, near 1 when a few are shown always."""


Points = Annotated[float, Field(ge=0, le=WHOLE)]


class WeightsIn(Form):
    """The weights a department officer may set (see `tuning.KNOBS`)."""

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

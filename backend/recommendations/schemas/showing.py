"""Shapes of recommendations."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.conflicts.schemas import ConflictPath
from backend.demands.schemas import DemandCard
from backend.experts.schemas import ExpertCard
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.waivers.schemas import WaiverMark

MOST_COMPARED = 4


class SimilarQuery(BaseModel):
    """How many that read alike."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=10, ge=1, le=50)


class RecommendationQuery(SimilarQuery):
    """How many to recommend, and from where."""

    near: bool = False
    """Only of the demand's city, or declared willing to serve there where the reader knows that."""


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


class RecommendedExperts(BaseModel):
    """The list for a demand."""

    items: list[RecommendedExpert]
    knows_willing: bool
    """Whether `near` counts declared willingness: cards tell the own city alone (A22)."""
    left_out: int | None
    """How many of the list without `near` it keeps off; None where nothing is kept off."""


class Candidacy(BaseModel):
    """How a candidate stands with a demand, and what its enterprise noted."""

    note: str | None
    """For the demand's enterprise alone."""
    match_id: UUID | None
    match_state: str | None
    match_state_name: Words | None
    answer_due: date | None
    """Last day of the other side's answer, while one is awaited."""
    waived: list[WaiverMark]
    """经豁免: the in-principle rules its match stands on a waiver of."""


class ComparedExpert(RecommendedExpert, Candidacy):
    """A candidate beside others: how well he fits and how he stands with the demand."""


class CoveredField(BaseModel):
    """A discipline the demand asks for, and which members bring it."""

    name: Words
    by: list[Words]


class TightestPlace(BaseModel):
    """The member with the fewest free places: a team can take on no more than he can."""

    name: Words
    free: int
    limit: int


class ComparedMember(BaseModel):
    """A member of a team, with the degree of match each has alone."""

    expert: ExpertCard
    is_leader: bool
    score: float | None


class ComparedTeam(Candidacy):
    """A team beside others. Degrees are of persons: of a team as a whole none is computed."""

    team_id: UUID
    name: str
    leader: Words
    minimum: int
    maximum: int
    members: list[ComparedMember]
    """Who agreed to take part, the leader first."""
    employers: int
    employer_names: list[Words]
    """Of members who are not named the kind of employer."""
    covers: list[CoveredField]
    """Each discipline the demand asks for; brought by nobody, it is missing."""
    cities: list[Words]
    tightest: TightestPlace | None
    plan: str


class Comparison(BaseModel):
    """Candidates side by side: single experts, then teams, each in the order asked for."""

    experts: list[ComparedExpert]
    teams: list[ComparedTeam]


class ComparisonQuery(BaseModel):
    """Up to four candidates to lay side by side, experts and teams together."""

    model_config = ConfigDict(extra="forbid")

    expert_ids: list[UUID] = Field(default=[], max_length=MOST_COMPARED)
    team_ids: list[UUID] = Field(default=[], max_length=MOST_COMPARED)

    @model_validator(mode="after")
    def not_too_many(self) -> Self:
        """One to four of both kinds together."""
        if not 1 <= len(self.expert_ids) + len(self.team_ids) <= MOST_COMPARED:
            raise ValueError("请选择一至四个人选进行对比。")
        return self


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


class RecommendedDemands(BaseModel):
    """The list for an expert."""

    items: list[RecommendedDemand]
    left_out: int | None
    """How many of the list without `near` it keeps off; None where nothing is kept off."""


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

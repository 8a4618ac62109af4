"""Shapes of suggestions."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.demands.schemas import DemandCard
from backend.experts.schemas import ExpertCard
from backend.platform.language import Words
from backend.platform.pagination import PageQuery

MOST_TOLD = 100


class PlanRead(BaseModel):
    """What a way of assigning comes to."""

    assigned: int
    total: float
    """The sum of the degrees of match."""


class GapRead(BaseModel):
    """Demands that nobody in the library fits, by what they ask for."""

    code: str
    name: Words
    demands: int


class SuggestionRead(BaseModel):
    """A suggestion; without figures while it is being computed."""

    id: UUID
    created_at: datetime
    scope_name: Words
    computed_at: datetime | None
    demands: int
    changed: int
    """Demands that would get somebody else than by first come."""
    together: PlanRead
    first_come: PlanRead


class SuggestionDetail(SuggestionRead):
    """A suggestion with the supply gaps that fall out of it."""

    discipline_gaps: list[GapRead]
    chain_gaps: list[GapRead]


class RowQuery(PageQuery):
    """Which rows of a suggestion."""

    show: Literal["all", "assigned", "changed", "unfilled"] = "all"


class SuggestedPair(BaseModel):
    """One demand, who is suggested for it, and who it would be by first come."""

    demand: DemandCard | None
    """None for a demand its reader stays away from (avoidance of interest)."""
    candidates: int
    expert: ExpertCard | None
    score: float | None
    first_expert: ExpertCard | None
    first_score: float | None
    explanation: Words
    told_at: datetime | None


class TellIn(BaseModel):
    """Which enterprises are told of the expert suggested for their demand."""

    model_config = ConfigDict(extra="forbid")

    demand_ids: list[UUID] = Field(min_length=1, max_length=MOST_TOLD)


class ToldRead(BaseModel):
    """How many enterprises were told now; told ones are not told again."""

    told: int

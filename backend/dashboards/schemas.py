"""Shapes of the figures and of what waits for somebody."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from backend.audit.schemas import StandingRead
from backend.platform.language import Words
from backend.platform.pagination import PageQuery

SubjectKey = Literal[
    "experts", "enterprises", "demands", "matches", "agreements", "engagements", "batches"
]
StageKey = Literal["published", "matched", "signed", "serving", "ended", "rated"]
LateKey = Literal["reviews", "batches", "agreements", "changes", "ratings", "follow_ups"]


class StateCount(BaseModel):
    """How many are in one state; `link` opens exactly these."""

    state: str
    state_name: Words
    count: int
    link: str


class SubjectCount(BaseModel):
    """How many of one kind there are, by state."""

    subject: SubjectKey
    subject_name: Words
    total: int
    link: str
    states: list[StateCount]


class Overview(BaseModel):
    """Counts of everything in the reader's area."""

    as_of: datetime
    subjects: list[SubjectCount]


class StageCount(BaseModel):
    """How many demands came at least as far as one stage."""

    stage: StageKey
    name: Words
    count: int
    link: str


class FunnelRow(BaseModel):
    """The stages of one city, or of all."""

    city_code: str | None
    city_name: Words
    stages: list[StageCount]


class FunnelQuery(BaseModel):
    """How the funnel is cut."""

    model_config = ConfigDict(extra="forbid")

    by: Literal["city"] = "city"


class Funnel(BaseModel):
    """From published demand to rated service."""

    as_of: datetime
    total: FunnelRow
    rows: list[FunnelRow]


class OrganisationCount(BaseModel):
    """How much is late at one organisation."""

    organisation_id: UUID
    organisation_name: str
    count: int
    link: str


class LateGroup(BaseModel):
    """One kind of late work."""

    kind: LateKey
    title: Words
    count: int
    link: str
    organisations: list[OrganisationCount]


class Late(BaseModel):
    """What is late in the reader's area."""

    as_of: datetime
    groups: list[LateGroup]


class RowsQuery(PageQuery):
    """The rows behind a figure: one of subject, stage or late, narrowed as the figure was."""

    subject: SubjectKey | None = None
    state: str | None = None
    stage: StageKey | None = None
    late: LateKey | None = None
    city_code: str | None = None
    organisation_id: UUID | None = None


class FigureRow(BaseModel):
    """One row behind a figure, with where it is read in full."""

    id: UUID
    title: Words
    state: str | None
    state_name: Words | None
    organisation_name: str | None
    since: datetime | None
    due: date | None
    link: str


class TaskItem(BaseModel):
    """One thing that waits for me."""

    kind: str
    title: Words
    subject_type: str
    subject_id: UUID
    since: datetime | None
    due: date | None
    urgency: Literal["overdue", "today", "week", "later"]
    link: str
    standing: StandingRead | None = None
    """The sentence at the top of the thing's own page; None for what has none."""


class UrgencyCount(BaseModel):
    """How many tasks are as pressing as this."""

    urgency: Literal["overdue", "today", "week", "later"]
    count: int


class TaskList(BaseModel):
    """What waits for me, the most urgent first."""

    items: list[TaskItem]
    counts: list[UrgencyCount]
    """How many of them are how pressing, in this order."""
    left_off: int
    """How many more there are of kinds with too many to list here."""

"""What others get to see of an expert, and how experts are asked for."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.attachments.schemas import AttachmentRead
from backend.audit.schemas import StandingRead, TimelineEntry
from backend.codelists.schemas import CodeName
from backend.experts.schemas.employers import EmployerChangeRead
from backend.experts.schemas.keywords import KeywordsRead
from backend.experts.schemas.registration import Achievement, ExpertDraft
from backend.organisations.schemas import CompetenceRead, DeskRead
from backend.platform.actions import AllowedAction, VerdictRead
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery
from backend.platform.problems import FieldError
from backend.reviews.schemas import ReviewRead, RoundRead, SubmissionRead
from backend.waivers.schemas import WaiverMark


class RevealIn(Form):
    """Why somebody needs to read contact data; it is written down."""

    reason: str = Field(min_length=4, max_length=300)


class ExpertCard(BaseModel):
    """An expert as the library shows him or her (decision A22)."""

    id: UUID
    name: str | None
    """None when the expert asked not to be named and is not matched with the reader."""
    employer_name: str | None
    employer_kind: Words
    is_named: bool
    is_designable: bool
    degree_name: Words | None
    title_name: Words | None
    title_level: Words | None
    city_code: str | None
    city_name: Words | None
    main_discipline: CodeName | None
    disciplines: list[CodeName]
    chains: list[CodeName]
    keywords: list[str]
    summary: str
    max_enterprises: int
    free_places: int
    state: str
    state_name: Words
    waived: list[WaiverMark] = []
    """经豁免: the in-principle rules the last submission passed by a waiver."""


class ExpertDetail(BaseModel):
    """A registration; readers of the library get the card and `access` "card" alone.

    Identity number, phone and e-mail are masked for everybody.
    """

    id: UUID
    version: int
    number: str | None = None
    """What the applicant names when asking about it."""
    state: str
    state_name: Words
    access: Literal["own", "office", "card"]
    allowed_actions: list[AllowedAction]
    card: ExpertCard
    filed_at: datetime | None = None
    keywords: KeywordsRead | None = None
    """For its owner, once filed: when the keywords are to be looked through."""
    draft: ExpertDraft | None = None
    """What is being filled in: for its owner alone."""
    content: ExpertDraft | None = None
    """What was last submitted."""
    submission_number: int = 0
    missing: list[FieldError] = []
    """What the draft still lacks before it can be submitted."""
    verdicts: list[VerdictRead] = []
    competence: CompetenceRead | None = None
    competence_problem: Words = ""
    standing: StandingRead | None = None
    """For the applicant and the offices in charge."""
    organisation: DeskRead | None = None
    due_on: date | None = None
    """The day by which the review is due (decision A19)."""
    round: RoundRead | None = None
    attachments: list[AttachmentRead] = []
    """Evidence, and scans of what was sealed."""
    reviews: list[ReviewRead] = []
    employer_changes: list[EmployerChangeRead] = []
    """Since the filing, the newest first; whoever is asked to confirm one sees them too."""
    timeline: list[TimelineEntry] = []


class ExpertSubmissionRead(SubmissionRead):
    """One submission as it was, personal numbers masked."""

    content: ExpertDraft


class ContactRead(BaseModel):
    """Personal data in full; each reading of it is logged."""

    name: str
    phone: str | None
    email: str | None
    id_number: str | None = None
    """For the recommending organisation and the department alone."""
    achievements: list[Achievement] = []


class ExpertQuery(PageQuery):
    """Filters of the library. Staff may ask for another state than "in the library"."""

    q: str = Field(default="", max_length=100)
    discipline: str | None = Field(default=None, max_length=7)
    chain: str | None = Field(default=None, max_length=20)
    city_code: str | None = Field(default=None, max_length=6)
    title_level: str | None = Field(default=None, max_length=10)
    available: bool = False
    state: str = Field(default="filed", max_length=20)

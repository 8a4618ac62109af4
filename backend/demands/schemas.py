"""Shapes of demands. One content schema: a draft may lack anything, a submission nothing."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.attachments.schemas import AttachmentRead
from backend.audit.schemas import StandingRead, TimelineEntry
from backend.demands.states import DemandState, Disclosure, Ownership, Pay
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery
from backend.platform.problems import FieldError
from backend.reviews.schemas import ReviewRead


class Indicator(Form):
    """One quantified target: from what, to what."""

    name: str = Field(default="", max_length=60)
    current: str = Field(default="", max_length=40)
    target: str = Field(default="", max_length=40)
    unit: str = Field(default="", max_length=20)


class DemandContent(Form):
    """What experts read. Everything is bounded here; what must be there is judged at submission."""

    title: str = Field(default="", max_length=80)
    kind: str | None = Field(default=None, max_length=40)
    chain_code: str | None = Field(default=None, max_length=40)
    industry_code: str | None = Field(default=None, max_length=10)
    disciplines: list[str] = Field(default=[], max_length=4)
    keywords: list[str] = Field(default=[], max_length=10)
    present_state: str = Field(default="", max_length=3000)
    tried: str = Field(default="", max_length=2000)
    indicators: list[Indicator] = Field(default=[], max_length=10)
    deadline_months: int | None = Field(default=None, ge=1, le=36)
    conditions: str = Field(default="", max_length=2000)
    budget_wan: float | None = Field(default=None, ge=0, le=1_000_000)
    pay_code: Pay | None = None
    pay_text: str = Field(default="", max_length=500)
    ip_code: Ownership | None = None
    ip_text: str = Field(default="", max_length=500)
    expert_wanted: str = Field(default="", max_length=1000)
    title_level_wanted: str | None = Field(default=None, max_length=20)
    mode: str | None = Field(default=None, max_length=40)
    days: int | None = Field(default=None, ge=0, le=1100)
    """Days at the enterprise in all."""
    team_wanted: bool = False
    disclosure: Disclosure = Disclosure.FULL
    not_secret: bool = False
    """The enterprise declares that nothing here is a state secret."""
    open_until: date | None = None
    """Last day on which candidates may come forward; half a year when empty."""
    attachments: list[UUID] = Field(default=[], max_length=10)


class Confidential(Form):
    """What the matched side alone is shown, each reading logged (annex 2, clause 4)."""

    details: str = Field(default="", max_length=5000)
    contact_name: str = Field(default="", max_length=50)
    contact_phone: str = Field(default="", max_length=30)


class DemandDraft(DemandContent):
    """A draft: the content and its confidential part. PATCH takes any subset."""

    confidential: Confidential = Confidential()


class DemandNew(DemandDraft):
    """A new draft. Staff drafting on an enterprise's behalf name it (clause 6.3)."""

    enterprise_id: UUID | None = None


class RenewIn(Form):
    """Until when it is open again; half a year when nothing is said."""

    open_until: date | None = None


class DemandFilter(BaseModel):
    """What somebody looks for among the published demands."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(default="", max_length=100)
    city_code: str | None = Field(default=None, max_length=10)
    county_code: str | None = Field(default=None, max_length=10)
    zone_code: str | None = Field(default=None, max_length=20)
    chain: str | None = Field(default=None, max_length=40)
    industry: str | None = Field(default=None, max_length=10)
    """A division of GB/T 4754, or a section with all its divisions."""
    discipline: str | None = Field(default=None, max_length=10)
    kind: str | None = Field(default=None, max_length=40)
    mode: str | None = Field(default=None, max_length=40)
    pay: Pay | None = None
    months: int | None = Field(default=None, ge=1, le=36)
    """To be done within so many months."""
    closing: int | None = Field(default=None, ge=1, le=365)
    """Closes within so many days."""
    team: bool | None = None


class DemandQuery(DemandFilter, PageQuery):
    """Filters of the published demands."""

    state: DemandState | None = None
    sort: Literal["newest", "closing", "relevance"] = "newest"
    """By relevance only with words to search for, else the newest first."""


class OwnDemandQuery(PageQuery):
    """Filters of one's own demands, or of those one's organisation is competent for."""

    state: DemandState | None = None


class NamedCode(BaseModel):
    """A code with its name."""

    code: str
    name: Words


class EnterpriseBrief(BaseModel):
    """Who asks. Without id and with a general name when the enterprise stays anonymous."""

    id: UUID | None
    name: Words


class Marked(BaseModel):
    """A stretch of a text, and whether the search hit it."""

    text: str
    is_hit: bool


class DemandCard(BaseModel):
    """A demand in a list."""

    id: UUID
    number: str
    state: str
    state_name: Words
    title: str
    summary: str
    enterprise: EnterpriseBrief
    kind: NamedCode | None
    chain: NamedCode | None
    city: NamedCode | None
    mode: NamedCode | None
    disciplines: list[NamedCode]
    keywords: list[str]
    budget_wan: float | None
    team_wanted: bool
    confirmed_by_enterprise: bool
    offered_at: datetime | None
    """When the staff who drafted it handed it to the enterprise."""
    published_at: datetime | None
    closes_on: date | None
    found_title: list[Marked] = []
    """With the words searched for marked; empty without a search."""
    found_text: list[Marked] = []


class HintRead(BaseModel):
    """A piece of text the reviewer should look at."""

    pointer: str
    start: int
    end: int
    text: str
    kind: str
    label: Words


class ChecklistItem(BaseModel):
    """One question of the review (clause 5.1.3), and what the platform found on it by itself."""

    key: str
    label: Words
    rule: str | None = None
    finding: Words = ""
    """Empty when nothing was found; people decide."""


class AdviceRead(BaseModel):
    """What a draft still lacks to be a good one, with an invented example of the same chain."""

    pointer: str
    text: Words
    example: Words | None


class Passage(BaseModel):
    """A stretch of another demand's text, and whether this one has it too."""

    text: str
    is_shared: bool


class DuplicateRead(BaseModel):
    """Another demand that reads much like this one, as far as the reader may see it."""

    demand: DemandCard
    likeness: int
    """Percent of trigrams in common."""
    is_same_enterprise: bool
    title: list[Passage]
    excerpt: list[Passage]


class DemandRead(DemandCard):
    """A demand in full, as this viewer may see it."""

    version: int
    organisation_name: str | None
    standing: StandingRead
    content: DemandContent
    number_shown: int
    """Which submission `content` is; 0 for a draft never submitted."""
    industry: NamedCode | None
    county: NamedCode | None
    zone: NamedCode | None
    pay_name: Words | None
    ip_name: Words | None
    disclosure_name: Words
    current_number: int
    published_number: int | None
    text_hash: str | None
    """What candidates consent to."""
    draft: DemandDraft | None = None
    """For its editors alone."""
    missing: list[FieldError] = []
    draft_attachments: list[AttachmentRead] = []
    advice: list[AdviceRead] = []
    hints: list[HintRead] = []
    checklist: list[ChecklistItem] = []
    attachments: list[AttachmentRead]
    reviews: list[ReviewRead] = []
    timeline: list[TimelineEntry] = []
    candidates: int = 0
    """How many experts wait or are asked; for its own sides alone."""
    has_confidential: bool
    may_read_confidential: bool
    must_say_purpose: bool = False
    """Who is not a side of the match says what for before reading the confidential part."""
    outcome: str | None
    outcome_name: Words | None
    allowed_actions: list[AllowedAction]


class ConfidentialRead(BaseModel):
    """The confidential part; this reading is on record."""

    details: str
    contact_name: str
    contact_phone: str


class ViewIn(Form):
    """A search to keep under a name."""

    name: str = Field(min_length=1, max_length=30)
    filter: DemandFilter
    is_shared: bool = False
    alerts: bool = False
    """Tell me once a day of what is new to it."""


class ViewEdit(Form):
    """What is to change of a saved search."""

    name: str | None = Field(default=None, min_length=1, max_length=30)
    filter: DemandFilter | None = None
    is_shared: bool | None = None
    alerts: bool | None = None


class ViewRead(BaseModel):
    """A saved search. Only what is asked for is shared: each reader finds what he may see."""

    id: UUID
    version: int
    name: str
    filter: DemandFilter
    is_mine: bool
    is_shared: bool
    alerts: bool
    found: int
    """How many demands it finds for this reader now; stops at 1000."""

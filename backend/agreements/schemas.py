"""Shapes of agreements."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from backend.agreements.states import AgreementState
from backend.attachments.schemas import AttachmentRead
from backend.audit.schemas import StandingRead, TimelineEntry
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words
from backend.platform.pagination import PageQuery

ServiceMode = Literal["ONSITE_STAY", "ONSITE_PERIODIC", "REMOTE"]
MODE_NAMES: dict[str, str] = {
    "ONSITE_STAY": "驻点服务",
    "ONSITE_PERIODIC": "定期到企业",
    "REMOTE": "远程服务",
}


class AgreementIn(Form):
    """Which agreed match the agreement is for."""

    match_id: UUID


class TargetRead(BaseModel):
    """A quantified target, frozen from the demand."""

    name: str
    current: str = ""
    target: str
    unit: str = ""


class TermsIn(Form):
    """What the two sides settle between them; the targets stay as the demand states them."""

    starts_on: date
    ends_on: date
    mode: ServiceMode
    days: int = Field(ge=1, le=1100)
    working_conditions: str = Field(min_length=2, max_length=2000)
    pay: str = Field(min_length=2, max_length=2000)
    ip: str = Field(min_length=2, max_length=2000)
    confidentiality: str = Field(default="", max_length=2000)
    extra: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def some_time(self) -> Self:
        """Service lasts at least a day."""
        if self.ends_on <= self.starts_on:
            raise ValueError("服务结束日期应晚于开始日期。")
        return self


class TermsRead(BaseModel):
    """The terms with the targets."""

    targets: list[TargetRead] = []
    starts_on: date
    ends_on: date
    mode: str
    days: int
    working_conditions: str
    pay: str
    ip: str
    confidentiality: str = ""
    extra: str = ""


class SignIn(Form):
    """A signature: the hash of the text on the signer's screen, and the name signed with."""

    text_hash: str = Field(min_length=64, max_length=64)
    signer_name: str = Field(min_length=2, max_length=50)


class LookIn(Form):
    """The revision somebody has read."""

    revision: int = Field(ge=1)


class ObjectionIn(Form):
    """What an expert's recommender holds against the agreement."""

    reason: str = Field(min_length=5, max_length=1000)


class FilingIn(Form):
    """Receipt (备案) of a signed agreement, or its return with reasons."""

    decision: Literal["accept", "return"]
    reason: str = Field(default="", max_length=1000)

    @model_validator(mode="after")
    def returned_with_reason(self) -> Self:
        """Who returns says why."""
        if self.decision == "return" and not self.reason:
            raise ValueError("请写明退回的原因，双方据此修改。")
        return self


class AgreementQuery(PageQuery):
    """Which agreements to list."""

    state: AgreementState | None = None
    match_id: UUID | None = None
    waiting_for_me: bool = False


class Named(BaseModel):
    """Something with a name to show and an id to follow."""

    id: UUID
    name: Words


class DemandRef(BaseModel):
    """The demand an agreement answers."""

    id: UUID
    number: str
    title: str


class AgreementCard(BaseModel):
    """An agreement in a list."""

    id: UUID
    number: str
    state: str
    state_name: Words
    match_id: UUID
    demand: DemandRef
    enterprise: Named
    expert: Named
    """The expert, or the team's leader."""
    team: Named | None
    organisation: Named
    sign_due: date | None
    filing_number: str | None
    created_at: datetime


class SignatureRead(BaseModel):
    """A signature, and whether it still counts: it does for the text it was given for."""

    party: str
    party_name: Words
    signer_name: str
    signed_at: datetime
    text_hash: str
    counts: bool


class RevisionRead(BaseModel):
    """One revision of the text."""

    revision: int
    text_hash: str
    text: str
    changed_at: datetime
    changed_by: str
    party: str | None
    """Whose proposal it is; None for the platform's first draft."""


class ClauseRead(BaseModel):
    """One clause both sides settle: what each wanted, and what the text says now."""

    key: str
    demand: str
    """As the enterprise's demand has it."""
    enterprise: str | None
    """What the enterprise proposed last, where it changed the clause."""
    expert: str | None
    now: str
    seen: str | None
    """As the reader saw it last; None before the first look."""


class SealedRead(BaseModel):
    """A file of the sealed paper, and whether it is of the present text."""

    file: AttachmentRead
    party: str
    party_name: Words
    checked: str
    """By the `code` on the paper, as `read` from the file's words, or `typed` by its uploader."""
    pages: list[int]
    """The printed pages whose codes were read."""
    uploaded_at: datetime
    counts: bool


class SealedPages(BaseModel):
    """Which pages of the sealed paper have come back, as far as codes tell."""

    count: int
    here: list[int]
    missing: list[int]


class CopyRead(BaseModel):
    """A recommender's copy: it may object until the end of the due day, silence is no objection."""

    organisation: Named
    due: date
    state: Literal["waiting", "silent", "objected"]
    reason: str | None
    objected_at: datetime | None
    counts: bool
    """Of the present text."""


class Paper(BaseModel):
    """A file to send."""

    content: bytes
    filename: str


class FilingRead(BaseModel):
    """What the organisation did with the signed agreement."""

    outcome: str
    outcome_name: Words
    number: str | None
    reason: str | None
    organisation: str
    decided_by: str
    decided_at: datetime


class AgreementRead(AgreementCard):
    """An agreement with its text, signatures and history."""

    standing: StandingRead
    version: int
    terms: TermsRead
    text: str
    text_hash: str
    revision: int
    my_party: str | None
    signatures: list[SignatureRead]
    revisions: list[RevisionRead]
    filings: list[FilingRead]
    clauses: list[ClauseRead]
    seen_revision: int | None
    """Which revision the reader has read last, or signed."""
    sealed: list[SealedRead]
    sealed_pages: SealedPages | None
    """None before a numbered code of the present text was read."""
    copies: list[CopyRead]
    allowed_actions: list[AllowedAction]
    timeline: list[TimelineEntry]

"""Shapes of commitments."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.commitments.rules import MOST_DUTIES
from backend.platform.actions import AllowedAction
from backend.platform.forms import Form
from backend.platform.language import Words

Kind = Literal["expert", "enterprise"]
Duty = Annotated[str, Field(min_length=4, max_length=1000)]


class SignatureIn(Form):
    """The hash of the text that was read, and the name typed under it."""

    commitment_hash: str = Field(min_length=64, max_length=64)
    signer_name: str = Field(min_length=2, max_length=50)


class PledgeIn(SignatureIn):
    """Signing a new version; an enterprise adds the scan of the sealed paper."""

    sealed_copy_id: UUID | None = None


class CommitmentRead(BaseModel):
    """A text, with the hash to sign."""

    id: UUID
    kind: str
    number: int
    title: Words
    body: str
    text_hash: str
    valid_from: date


class PieceRead(BaseModel):
    """A run of characters: same, added or removed."""

    model_config = ConfigDict(from_attributes=True)

    change: Literal["same", "added", "removed"]
    text: str


class DutyChangeRead(BaseModel):
    """One duty beside what it was before."""

    model_config = ConfigDict(from_attributes=True)

    change: Literal["same", "changed", "added", "removed"]
    number: int | None
    number_before: int | None
    pieces: list[PieceRead]


class PledgeRead(BaseModel):
    """Where somebody stands with the commitment: what was signed last, what is in force."""

    current: CommitmentRead
    is_owed: bool
    """The text in force is not signed: nothing new can be begun."""
    signed_number: int | None
    signed_at: datetime | None
    signer_name: str | None
    reason: Words
    """Why the text in force replaced the one before."""
    changes: list[DutyChangeRead]
    """From the text signed last to the one in force; empty when it is signed."""


class VersionRead(CommitmentRead):
    """A published version in the department's list."""

    is_current: bool
    is_coming: bool
    signatures: int


class DraftIn(Form):
    """A version as it is written. Duties are plain text; their numbers come by themselves."""

    title: str = Field(min_length=2, max_length=60)
    opening: str = Field(min_length=4, max_length=1000)
    duties: list[Duty] = Field(min_length=1, max_length=MOST_DUTIES)
    closing: str = Field(min_length=4, max_length=1000)
    reason: str = Field(min_length=4, max_length=500)
    valid_from: date


class DraftNew(Form):
    """For which side a new version is begun; it starts with the words of the newest."""

    kind: Kind


class DraftCard(BaseModel):
    """A draft in the department's list."""

    id: UUID
    kind: str
    title: Words
    state: str
    state_name: Words
    valid_from: date | None
    drafted_by_name: str
    updated_at: datetime


class DraftRead(DraftCard):
    """A draft in full, beside the newest version."""

    version: int
    opening: str
    duties: list[str]
    closing: str
    reason: str
    body: str
    published_by_name: str | None
    text_id: UUID | None
    newest_number: int
    changes: list[DutyChangeRead]
    allowed_actions: list[AllowedAction]


class Overview(BaseModel):
    """Everything the department has of commitments."""

    versions: list[VersionRead]
    drafts: list[DraftCard]


@dataclass(frozen=True)
class Paper:
    """A commitment to be printed."""

    content: bytes
    filename: str


@dataclass(frozen=True)
class Signatory:
    """On whose behalf a commitment is printed: labelled lines above the signature."""

    kind: str
    subject_type: str
    subject_id: UUID
    facts: tuple[tuple[str, str], ...]
    signer: str

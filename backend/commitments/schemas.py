"""Shapes of commitments."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from backend.platform.forms import Form


class SignatureIn(Form):
    """The hash of the text that was read, and the name typed under it."""

    commitment_hash: str = Field(min_length=64, max_length=64)
    signer_name: str = Field(min_length=2, max_length=50)


class CommitmentRead(BaseModel):
    """The text in force, with the hash to sign."""

    id: UUID
    kind: str
    number: int
    title: str
    body: str
    text_hash: str
    valid_from: date

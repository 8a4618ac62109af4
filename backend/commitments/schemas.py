"""Shapes of commitments."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class CommitmentRead(BaseModel):
    """The text in force, with the hash to sign."""

    id: UUID
    kind: str
    number: int
    title: str
    body: str
    text_hash: str
    valid_from: date

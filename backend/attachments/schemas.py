"""Shapes of uploaded files."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from pydantic import BaseModel


@dataclass(frozen=True)
class Upload:
    """A file as it arrived."""

    file: BinaryIO
    filename: str


@dataclass(frozen=True)
class Parent:
    """The record a file belongs to: its table, and its id."""

    type: str
    id: UUID


class AttachmentRead(BaseModel):
    """An uploaded file. `link` downloads it."""

    id: UUID
    filename: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    parent_type: str | None
    parent_id: UUID | None
    link: str

"""Shapes of uploaded files."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from pydantic import BaseModel, Field

from backend.platform.forms import Form


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


@dataclass(frozen=True)
class Kept:
    """A file that was checked and is on disk."""

    filename: str
    media_type: str
    size: int
    sha256: str


class Evidence(Form):
    """A file that proves something in a form. The server sets `filename` and `sha256`."""

    kind: str = Field(min_length=1, max_length=40)
    attachment_id: UUID
    filename: str = Field(default="", max_length=200)
    sha256: str = Field(default="", max_length=64)


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
    is_pending: bool = False
    """Still being checked for viruses: it opens when that is over."""

"""Shapes of certificates and of what the public learns of a code or a file."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from backend.platform.language import Words


class CertificateRead(BaseModel):
    """An expert's certificate of filing."""

    number: str
    code: str
    """For the public verification."""
    issued_at: datetime
    is_valid: bool
    ended_at: datetime | None


class ListVerification(BaseModel):
    """What anybody who holds the paper may know of a frozen list."""

    number: str
    organisation_name: str
    month: date
    entry_count: int
    waived_count: int
    frozen_at: datetime
    state: str
    state_name: Words
    short_hash: str
    is_intact: bool
    """The rows were hashed anew and are what was frozen."""
    names: list[str]
    """In the list's order, all but the family name masked."""


class CertificateVerification(BaseModel):
    """What anybody who holds a certificate may know of it."""

    number: str
    name: str
    """Masked but for the family name."""
    organisation_name: str
    filed_on: Words
    is_valid: bool
    ended_at: datetime | None


class VerificationRead(BaseModel):
    """What a code on paper stands for: one of the two."""

    code: str
    checked_at: datetime
    list: ListVerification | None = None
    certificate: CertificateVerification | None = None


class FileDifference(BaseModel):
    """One place where a file is not what the platform issued."""

    place: Words
    """The row, line or page."""
    column: Words | None = None
    found: Words | None = None
    """What the file says there."""
    expected: Words | None = None
    """What the list says, for signed-in staff who may see it; None for the public."""


class CodeRead(BaseModel):
    """A code read from a picture of the paper, and the short hash beside it."""

    code: str
    hash: str | None
    pages: list[int]
    """On which pages of the file."""


class FileCheckRead(BaseModel):
    """Whether a file is what the platform issued."""

    kind: Literal["pdf", "xlsx", "scan"]
    """`scan`: a picture of paper. Its code was read; its content was compared with nothing."""
    is_same: bool | None
    """All text agrees; None where nothing was compared."""
    is_original: bool
    """The file is the issued one, byte by byte; a copy saved anew agrees in its text alone."""
    difference_count: int
    differences: list[FileDifference]
    """At most the first hundred."""
    list: ListVerification | None
    certificate: CertificateVerification | None = None
    read: CodeRead | None = None
    """What was read from a scan."""

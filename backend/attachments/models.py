"""The table of uploaded files."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Record


class Scan(StrEnum):
    """What is known of viruses in a file; NONE where the site runs no scanner."""

    NONE = "none"
    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"


class Attachment(Record):
    """An uploaded file, and the record it belongs to; a draft until it has one.

    Without an owner it came from a visitor, together with its record.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("(parent_type IS NULL) = (parent_id IS NULL)", name="parent"),
        Index("ix_attachments_parent", "parent_type", "parent_id"),
        CheckConstraint("scan IN ('none', 'pending', 'clean', 'infected')", name="scan"),
        Index("ix_attachments_sha256", "sha256"),
        Index("ix_attachments_pending", "sha256", postgresql_where=text("scan = 'pending'")),
    )

    owner_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    parent_type: Mapped[str | None]
    parent_id: Mapped[UUID | None]
    scan: Mapped[str] = mapped_column(default=Scan.NONE, server_default=Scan.NONE)

"""The table of uploaded files."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Record


class Attachment(Record):
    """An uploaded file, and the record it belongs to; a draft until it has one.

    Without an owner it came from a visitor, together with its record.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("(parent_type IS NULL) = (parent_id IS NULL)", name="parent"),
        Index("ix_attachments_parent", "parent_type", "parent_id"),
        Index("ix_attachments_sha256", "sha256"),
    )

    owner_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    parent_type: Mapped[str | None]
    parent_id: Mapped[UUID | None]

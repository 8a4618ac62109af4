"""The register of what was taken away."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Record


class Export(Record):
    """A list somebody took away as a file: which, how narrowed, what for, how much. Append-only."""

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_account", "account_id", "created_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    list_name: Mapped[str]
    purpose: Mapped[str]
    filters: Mapped[dict] = mapped_column(default=dict)
    row_count: Mapped[int]

"""Tables of monthly batches."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity, Stateful


class Batch(Stateful):
    """What one organisation recommends in one month (clauses 6.4.1 to 6.4.3)."""

    __tablename__ = "batches"
    __table_args__ = (
        UniqueConstraint("organisation_id", "month"),
        CheckConstraint("extract(day FROM month) = 1", name="first_of_month"),
        CheckConstraint("state = 'open' OR frozen_at IS NOT NULL", name="frozen"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    month: Mapped[date]
    number: Mapped[str] = mapped_column(unique=True)
    frozen_at: Mapped[datetime | None]
    list_hash: Mapped[str | None]
    """SHA-256 over the frozen entries: printed on the letter, checked on arrival."""
    paper_received_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]


class BatchEntry(Entity):
    """One expert in a batch, by the approval that put it there."""

    __tablename__ = "batch_entries"
    __table_args__ = (
        UniqueConstraint("batch_id", "expert_id"),
        Index(
            "uq_batch_entries_pending",
            "expert_id",
            unique=True,
            postgresql_where=text("outcome = 'pending'"),
        ),
    )

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("expert_submissions.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    waived_rules: Mapped[list] = mapped_column(default=list)
    outcome: Mapped[str] = mapped_column(default="pending")
    reason: Mapped[str | None]
    decided_at: Mapped[datetime | None]

"""Tables of monthly batches."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity, Record, Stateful


class Batch(Stateful):
    """What one organisation recommends in one month (clauses 6.4.1 to 6.4.3)."""

    __tablename__ = "batches"
    __table_args__ = (
        UniqueConstraint("organisation_id", "month"),
        CheckConstraint("extract(day FROM month) = 1", name="first_of_month"),
        CheckConstraint("state = 'open' OR frozen_at IS NOT NULL", name="frozen"),
        CheckConstraint("state = 'open' OR code IS NOT NULL", name="code"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    month: Mapped[date]
    number: Mapped[str] = mapped_column(unique=True)
    frozen_at: Mapped[datetime | None]
    list_hash: Mapped[str | None]
    """SHA-256 over the frozen entries: printed on the letter, checked on arrival."""
    code: Mapped[str | None] = mapped_column(unique=True)
    """Unguessable; in the QR code of every page, opens the public verification."""
    letter: Mapped[dict | None]
    """What the letter says beside its list, as it was at freezing: the same paper for ever."""
    row_hashes: Mapped[list | None]
    """Id and hash of each entry at freezing, in order: they name the row that was altered."""
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
        CheckConstraint(
            "outcome <> 'filed' OR NOT needs_decision OR allowed_at IS NOT NULL", name="allowed"
        ),
    )

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("expert_submissions.id"))
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    waived_rules: Mapped[list] = mapped_column(default=list)
    printed: Mapped[dict | None]
    """The row as it stands on the list, since the freezing."""
    needs_decision: Mapped[bool] = mapped_column(default=False)
    """A civil servant: filed only after the department said so, by itself (decision A30)."""
    allowed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    allowed_at: Mapped[datetime | None]
    allowed_note: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(default="pending")
    reason: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class BatchReceipt(Record):
    """Sealed paper as it arrived, beside what the platform had frozen. Append-only."""

    __tablename__ = "batch_receipts"
    __table_args__ = (Index("ix_batch_receipts_batch_id", "batch_id"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batches.id"))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorder_name: Mapped[str]
    printed_count: Mapped[int]
    printed_hash: Mapped[str | None]
    """The short hash on the paper, when it was scanned or typed."""
    differences: Mapped[list] = mapped_column(default=list)
    """Sentences; none when paper and platform agree."""
    note: Mapped[str] = mapped_column(default="")


class Certificate(Record):
    """Proof that an expert was filed (3.1.3), valid while the expert is. Append-only."""

    __tablename__ = "certificates"

    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"), index=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("batch_entries.id"), unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    content: Mapped[dict]
    """What is printed on it."""

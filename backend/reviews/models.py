"""Tables of open review tasks and of decisions taken."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Entity, Record


class ReviewTask(Entity):
    """Something waiting on an organisation's desk. One open task a subject."""

    __tablename__ = "review_tasks"
    __table_args__ = (
        Index(
            "uq_review_tasks_open",
            "subject_type",
            "subject_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_review_tasks_queue", "organisation_id", "closed_at", "due_on"),
    )

    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    subject_version: Mapped[int]
    """The submission's number, not the row's version."""
    subject_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    waived_rules: Mapped[list] = mapped_column(default=list)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdiction_rows.id"))
    relation: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None]


class Review(Record):
    """A decision, with the jurisdiction it rests on. Append-only."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("reviewer_account_id <> subject_account_id", name="not_own"),
        CheckConstraint("decision <> 'approve' OR attested_at IS NOT NULL", name="attested"),
        CheckConstraint("decision IN ('approve', 'return', 'reject')", name="decision"),
        # What a published demand and a batch entry point at: this approval of this version.
        UniqueConstraint("id", "subject_id", "subject_version", "decision"),
        Index("ix_reviews_subject", "subject_type", "subject_id"),
    )

    task_id: Mapped[UUID] = mapped_column(ForeignKey("review_tasks.id"), unique=True)
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    subject_version: Mapped[int]
    subject_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdiction_rows.id"))
    relation: Mapped[str]
    reviewer_account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    reviewer_name: Mapped[str]
    decision: Mapped[str]
    reasons: Mapped[list] = mapped_column(default=list)
    """[{pointer, message}]: every fault at once, tied to the fields it concerns."""
    note: Mapped[str | None]
    checklist: Mapped[dict] = mapped_column(default=dict)
    attested_at: Mapped[datetime | None]
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)

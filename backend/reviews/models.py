"""Tables of open review tasks and of decisions taken."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Base, Entity, Record


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
    flags: Mapped[list] = mapped_column(default=list)
    """What needs a second look: see `states.Flag`."""
    place: Mapped[dict] = mapped_column(default=dict)
    """Where the subject lies: what the jurisdiction rests on, so that the database can check it."""
    party_enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.id"))
    party_uscc: Mapped[str | None]
    party_fingerprint: Mapped[str | None]
    party_names: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """Whose matter it is, by enterprise and by person: who has an interest in them stays away."""
    taken_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation it was overdue at, when another one took it over."""

    @classmethod
    def party(cls) -> dict[str, Any]:
        """Whose matter it is, as `ReviewerInterest.bars` takes it."""
        return {
            "uscc": cls.party_uscc,
            "fingerprint": cls.party_fingerprint,
            "names": cls.party_names,
            "enterprise_id": cls.party_enterprise_id,
        }


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


class ReviewRevocation(Record):
    """A decision taken back in time: the review stays, this row says it no longer counts."""

    __tablename__ = "review_revocations"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class ReviewLook(Base):
    """A reviewer's last look at a subject, and whether he or she is looking now."""

    __tablename__ = "review_looks"
    __table_args__ = (Index("ix_review_looks_subject", "subject_type", "subject_id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    subject_type: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    number: Mapped[int]
    """The submission that was read."""
    looked_at: Mapped[datetime]
    present_until: Mapped[datetime]


class ReasonTemplate(Entity):
    """A reason for returning, in an organisation's own words, tied to a field."""

    __tablename__ = "reason_templates"
    __table_args__ = (Index("ix_reason_templates_own", "organisation_id", "subject_type"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    subject_type: Mapped[str]
    pointer: Mapped[str]
    text: Mapped[str]
    removed_at: Mapped[datetime | None]

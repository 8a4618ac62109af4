"""Tables of commitment texts, their drafts and their signatures."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Record, Stateful


class CommitmentText(Record):
    """One version of the text experts or enterprises sign. A new version asks again.

    Append-only, and its hash is checked by the database.
    """

    __tablename__ = "commitment_texts"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        UniqueConstraint("id", "text_hash"),
    )

    kind: Mapped[str]
    number: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    text_hash: Mapped[str]
    valid_from: Mapped[date]


class CommitmentDraft(Stateful):
    """A version on its way; published by somebody else than its author."""

    __tablename__ = "commitment_drafts"
    __table_args__ = (
        CheckConstraint("published_by <> drafted_by", name="two_persons"),
        CheckConstraint(
            "(state = 'published') = (num_nulls(published_by, text_id) = 0)", name="published"
        ),
        CheckConstraint("kind IN ('expert', 'enterprise')", name="kind"),
        Index("ix_commitment_drafts_state", "state"),
    )

    kind: Mapped[str]
    title: Mapped[str]
    opening: Mapped[str]
    duties: Mapped[list] = mapped_column(default=list)
    closing: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    """Why there is a new version; signers read it."""
    valid_from: Mapped[date | None]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    """Who wrote it last."""
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    text_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitment_texts.id"))


class CommitmentSignature(Record):
    """Who signed which text, for which content. Append-only."""

    __tablename__ = "commitment_signatures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["text_id", "text_hash"], ["commitment_texts.id", "commitment_texts.text_hash"]
        ),
        Index("ix_commitment_signatures_subject", "subject_type", "subject_id"),
    )

    text_id: Mapped[UUID]
    text_hash: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    signer_name: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    content_hash: Mapped[str]
    sealed_copy_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    """The scan of the printed text with the seal: every enterprise's signature has one (A3)."""

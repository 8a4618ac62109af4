"""Tables of commitment texts and signatures."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Record


class CommitmentText(Record):
    """One version of the text experts or enterprises sign. A new version asks again."""

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

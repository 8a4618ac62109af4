"""Table of bad-credit records."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Stateful


class CreditRecord(Stateful):
    """A verified finding against a person or an enterprise, in force between two days."""

    __tablename__ = "credit_records"
    __table_args__ = (
        CheckConstraint("confirmed_by <> proposed_by", name="two_persons"),
        CheckConstraint("state <> 'active' OR confirmed_by IS NOT NULL", name="confirmed"),
        Index("ix_credit_records_subject", "subject_kind", "subject_key"),
    )

    subject_kind: Mapped[str]
    """person or enterprise."""
    subject_key: Mapped[str]
    """Keyed hash of the identity number, or the unified social credit code; never a name."""
    subject_name: Mapped[str]
    behaviour: Mapped[str]
    decision_document: Mapped[str]
    deciding_body: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    lifted_because: Mapped[str | None]

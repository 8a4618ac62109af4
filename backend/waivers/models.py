"""Table of waivers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Stateful


class Waiver(Stateful):
    """An exception from one in-principle rule, for one subject, with reason and end."""

    __tablename__ = "waivers"
    __table_args__ = (
        CheckConstraint(
            "rule_id IN ('ELIG-DEGREE', 'ELIG-AGE', 'TEAM-SIZE', 'MATCH-ONE', 'CAP-01')",
            name="waivable",
        ),
        CheckConstraint("decided_by <> requested_by", name="not_own"),
        CheckConstraint("decided_by <> beneficiary_account_id", name="not_beneficiary"),
        CheckConstraint(
            "state = 'requested' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided",
        ),
        Index("ix_waivers_subject", "subject_type", "subject_id", "rule_id"),
    )

    rule_id: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    subject_title: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation competent for the subject: gives its opinion, or decides."""
    reason_code: Mapped[str]
    reason: Mapped[str]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    beneficiary_account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    opinion: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None]
    valid_until: Mapped[date | None]

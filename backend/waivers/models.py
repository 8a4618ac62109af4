"""Table of waivers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Stateful

ACCOUNT = "accounts.id"


class Waiver(Stateful):
    """An exception from one in-principle rule, for one subject, with reason and end.

    That no decider is among those who gain by it, a trigger holds as well (rule WAIVER-02).
    """

    __tablename__ = "waivers"
    __table_args__ = (
        CheckConstraint(
            "(rule_id IN ('ELIG-DEGREE', 'ELIG-AGE', 'CAP-01') AND subject_type = 'experts')"
            " OR (rule_id = 'TEAM-SIZE' AND subject_type = 'teams')"
            " OR (rule_id = 'MATCH-ONE' AND subject_type = 'demands')",
            name="waivable",
        ),
        CheckConstraint("decided_by <> requested_by", name="not_own"),
        CheckConstraint("decided_by <> beneficiary_account_id", name="not_beneficiary"),
        CheckConstraint("opinion_by <> beneficiary_account_id", name="opinion_not_beneficiary"),
        CheckConstraint(
            "state = 'requested' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided",
        ),
        CheckConstraint(
            "state <> 'revoked' OR (revoked_by IS NOT NULL AND revoked_at IS NOT NULL)",
            name="revoked",
        ),
        CheckConstraint("state <> 'granted' OR valid_until IS NOT NULL", name="ends"),
        Index("ix_waivers_subject", "subject_type", "subject_id", "rule_id"),
        Index(
            "uq_waivers_open",
            "rule_id",
            "subject_id",
            unique=True,
            postgresql_where=text("state = 'requested'"),
        ),
        Index("ix_waivers_organisation", "organisation_id", "created_at"),
    )

    rule_id: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    subject_title: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation competent for the subject: gives its opinion, or decides."""
    reason_code: Mapped[str]
    reason: Mapped[str]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey(ACCOUNT))
    beneficiary_account_id: Mapped[UUID] = mapped_column(ForeignKey(ACCOUNT))
    """The one who gains first: the expert, the team's leader, somebody of the enterprise."""
    opinion: Mapped[str | None]
    opinion_stance: Mapped[str | None]
    opinion_by: Mapped[UUID | None] = mapped_column(ForeignKey(ACCOUNT))
    opinion_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey(ACCOUNT))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None]
    valid_until: Mapped[date | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey(ACCOUNT))
    revoked_at: Mapped[datetime | None]
    revoke_note: Mapped[str | None]

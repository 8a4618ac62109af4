"""Tables of reports, appeals, services put before the department, and imported lists."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.crypto import Encrypted
from backend.platform.models import Record, Stateful


class IntegrityReport(Stateful):
    """What somebody reports of a false statement. Who it was is sealed."""

    __tablename__ = "integrity_reports"
    __table_args__ = (
        CheckConstraint(
            "reporter_account_id IS NOT NULL OR reporter_contact IS NOT NULL", name="reachable"
        ),
        CheckConstraint("handled_by <> reporter_account_id", name="not_own"),
        Index("ix_integrity_reports_desk", "organisation_id", "state"),
        Index("ix_integrity_reports_reporter", "reporter_account_id"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    subject_type: Mapped[str]
    subject_id: Mapped[UUID | None]
    """The registration it is about, where the reporter started from it."""
    subject_name: Mapped[str]
    subject_unit: Mapped[str]
    behaviour_class: Mapped[str]
    facts: Mapped[str]
    reporter_account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reporter_name: Mapped[str | None] = mapped_column(Encrypted("integrity_reports.reporter_name"))
    reporter_contact: Mapped[str | None] = mapped_column(
        Encrypted("integrity_reports.reporter_contact")
    )
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation competent for the subject; without one the department alone."""
    due_on: Mapped[date]
    handled_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    findings_note: Mapped[str | None]
    """What looking into it has come to so far."""
    settled_because: Mapped[str | None]


class IntegrityAppeal(Stateful):
    """The subject's appeal against a record.

    That its decider neither proposed nor confirmed the record, a trigger holds as well.
    """

    __tablename__ = "integrity_appeals"
    __table_args__ = (
        CheckConstraint(
            "state = 'filed' OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided",
        ),
        CheckConstraint("decided_by <> appellant_account_id", name="not_own"),
        Index("uq_integrity_appeals_record", "record_id", unique=True),
    )

    record_id: Mapped[UUID] = mapped_column(ForeignKey("credit_records.id"))
    appellant_account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    grounds: Mapped[str]
    due_on: Mapped[date]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None]


class ServiceHold(Stateful):
    """A running service that the department decides about; its places stay taken until then."""

    __tablename__ = "service_holds"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('continued', 'ended') OR decided_by IS NOT NULL", name="decided"
        ),
        Index(
            "uq_service_holds_open",
            "engagement_id",
            "record_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_service_holds_record", "record_id"),
    )

    record_id: Mapped[UUID] = mapped_column(ForeignKey("credit_records.id"))
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagements.id"))
    due_on: Mapped[date]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None]


class CreditImport(Record):
    """An outside bad-credit list that was taken over. Append-only."""

    __tablename__ = "credit_imports"

    source: Mapped[str]
    filename: Mapped[str]
    sha256: Mapped[str]
    row_count: Mapped[int]
    imported_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    importer_name: Mapped[str]

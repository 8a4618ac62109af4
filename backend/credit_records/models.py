"""Tables of bad-credit records, and of looks into outside lists."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Record, Stateful


class CreditRecord(Stateful):
    """A verified finding against a person or an enterprise, in force between two days."""

    __tablename__ = "credit_records"
    __table_args__ = (
        CheckConstraint("confirmed_by <> proposed_by", name="two_persons"),
        CheckConstraint("state <> 'active' OR confirmed_by IS NOT NULL", name="confirmed"),
        CheckConstraint("valid_to >= valid_from", name="some_time"),
        Index("ix_credit_records_subject", "subject_kind", "subject_key"),
        Index("ix_credit_records_import", "import_id"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    """What it is called on the telephone: CX-2026-000001."""
    subject_kind: Mapped[str]
    """person or enterprise."""
    subject_key: Mapped[str]
    """Keyed hash of the identity number, or the unified social credit code; never a name."""
    subject_mask: Mapped[str]
    """The number masked: enough to tell two of one name apart."""
    subject_name: Mapped[str]
    behaviour_class: Mapped[str]
    behaviour: Mapped[str]
    decision_document: Mapped[str]
    deciding_body: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="finding")
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("integrity_reports.id"))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("credit_imports.id"))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None]
    """When it took effect and its subject was given notice."""
    appeal_until: Mapped[date | None]
    lifted_because: Mapped[str | None]
    lifted_at: Mapped[datetime | None]


class CreditCheck(Record):
    """Somebody looked a subject up in an outside list, by hand. Append-only."""

    __tablename__ = "credit_checks"
    __table_args__ = (
        CheckConstraint("result IN ('clean', 'hit', 'unclear')", name="result"),
        Index("ix_credit_checks_subject", "subject_type", "subject_id"),
    )

    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    subject_name: Mapped[str]
    source: Mapped[str]
    """Which list, such as 信用中国."""
    result: Mapped[str]
    note: Mapped[str]
    checked_on: Mapped[date]
    checked_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    checker_name: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))

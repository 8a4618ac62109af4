"""Tables of agreements, their texts, signatures and filings."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Base, Entity, Record, Stateful

SIGNATURE = ["id", "agreement_id", "party", "text_hash"]


def _signature_key(party: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        [f"{party}_signature_id", "id", f"{party}_party", "text_hash"],
        [f"agreement_signatures.{name}" for name in SIGNATURE],
        name=f"fk_agreements_{party}_signature",
        use_alter=True,
    )


class Agreement(Stateful):
    """科技特派员派驻服务协议书. Signed means: both signatures are on this very text (5.4.1)."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('signed', 'filed')"
            " OR num_nulls(enterprise_signature_id, expert_signature_id) = 0",
            name="both_signatures",
        ),
        CheckConstraint("state <> 'filed' OR filing_id IS NOT NULL", name="filing"),
        _signature_key("enterprise"),
        _signature_key("expert"),
        ForeignKeyConstraint(
            ["filing_id", "match_id", "filing_outcome"],
            ["filings.id", "filings.match_id", "filings.outcome"],
            name="fk_agreements_filing",
            use_alter=True,
        ),
        Index(
            "uq_agreements_match",
            "match_id",
            unique=True,
            postgresql_where=text("state <> 'void'"),
        ),
        Index("ix_agreements_organisation", "organisation_id", "state"),
    )

    match_id: Mapped[UUID] = mapped_column(ForeignKey("matches.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    """The enterprise's reviewing organisation: it files."""
    number: Mapped[str] = mapped_column(unique=True)
    terms: Mapped[dict]
    text: Mapped[str]
    text_hash: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    sign_due: Mapped[date | None]
    enterprise_signature_id: Mapped[UUID | None]
    expert_signature_id: Mapped[UUID | None]
    enterprise_party: Mapped[str] = mapped_column(Computed("'enterprise'", persisted=True))
    expert_party: Mapped[str] = mapped_column(Computed("'expert'", persisted=True))
    filing_id: Mapped[UUID | None]
    filing_outcome: Mapped[str] = mapped_column(Computed("'accepted'", persisted=True))


class AgreementText(Record):
    """One revision of the text, as each side saw it. Append-only."""

    __tablename__ = "agreement_texts"
    __table_args__ = (UniqueConstraint("agreement_id", "revision"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    revision: Mapped[int]
    terms: Mapped[dict]
    text: Mapped[str]
    text_hash: Mapped[str]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    party: Mapped[str | None]
    """Whose proposal it is; the first text is the platform's, from the demand."""


class AgreementLook(Base):
    """Which revision somebody has read last: what changed since is marked for this reader."""

    __tablename__ = "agreement_looks"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), primary_key=True)
    revision: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)


class SealedCopy(Record):
    """A page or file of the paper with seals on it, of the very text both signed. Append-only."""

    __tablename__ = "sealed_copies"
    __table_args__ = (
        CheckConstraint("checked IN ('code', 'read', 'typed')", name="checked"),
        CheckConstraint(
            "(page_count IS NULL) = (pages = '[]') AND (page_count IS NULL OR checked = 'code')",
            name="pages",
        ),
        Index("ix_sealed_copies_agreement", "agreement_id"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachments.id"), unique=True)
    text_hash: Mapped[str]
    party: Mapped[str]
    checked: Mapped[str]
    """By the code on it, by the words in the file, or typed by who held the paper."""
    pages: Mapped[list] = mapped_column(default=list)
    """The printed pages whose codes were read; empty where the print does not number its codes."""
    page_count: Mapped[int | None]
    """How many pages the print has."""
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class AgreementCopy(Entity):
    """The copy an expert's recommender got of a signed text, and its objection (A13)."""

    __tablename__ = "agreement_copies"
    __table_args__ = (
        UniqueConstraint("agreement_id", "organisation_id", "text_hash"),
        CheckConstraint("num_nulls(reason, objected_at, objected_by) IN (0, 3)", name="objection"),
        CheckConstraint(
            "objected_at IS NULL OR (objected_at AT TIME ZONE 'Asia/Shanghai')::date <= due",
            name="in_time",
        ),
        Index("ix_agreement_copies_organisation", "organisation_id", "due"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    text_hash: Mapped[str]
    due: Mapped[date]
    reason: Mapped[str | None]
    objected_at: Mapped[datetime | None]
    objected_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


class AgreementSignature(Record):
    """One side's signature: account, time, hash of the text. Append-only."""

    __tablename__ = "agreement_signatures"
    __table_args__ = (
        UniqueConstraint(*SIGNATURE),
        UniqueConstraint("agreement_id", "party", "text_hash"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    party: Mapped[str]
    text_hash: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    signer_name: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Filing(Record):
    """What the organisation did with a signed agreement: received or returned. Append-only."""

    __tablename__ = "filings"
    __table_args__ = (
        UniqueConstraint("id", "match_id", "outcome"),
        CheckConstraint("outcome IN ('accepted', 'returned')", name="outcome"),
        CheckConstraint("outcome <> 'accepted' OR number IS NOT NULL", name="number"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    match_id: Mapped[UUID] = mapped_column(ForeignKey("matches.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    outcome: Mapped[str]
    number: Mapped[str | None] = mapped_column(unique=True)
    text_hash: Mapped[str]
    reason: Mapped[str | None]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    decided_by_name: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)

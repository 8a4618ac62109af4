"""Tables of experts and of what they submitted."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.crypto import Encrypted
from backend.platform.models import Record, Stateful

ENDED = "state IN ('withdrawn', 'rejected', 'disqualified')"


class Expert(Stateful):
    """A person who serves enterprises. Columns are the last submission's; `draft` runs ahead."""

    __tablename__ = "experts"
    __table_args__ = (
        CheckConstraint("state NOT IN ('filed', 'paused') OR filed_at IS NOT NULL", name="filed"),
        CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR submission_id IS NOT NULL",
            name="submitted",
        ),
        CheckConstraint("max_enterprises BETWEEN 1 AND 3", name="max_enterprises"),
        Index(
            "uq_experts_account", "account_id", unique=True, postgresql_where=text(f"NOT ({ENDED})")
        ),
        Index(
            "uq_experts_identity",
            "id_fingerprint",
            unique=True,
            postgresql_where=text(f"NOT ({ENDED})"),
        ),
        Index("ix_experts_library", "city_code", postgresql_where=text("state = 'filed'")),
        Index("ix_experts_organisation", "organisation_id", "state"),
        Index("ix_experts_search", "search", postgresql_using="gin"),
        Index("ix_experts_disciplines", "disciplines", postgresql_using="gin"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    draft: Mapped[dict] = mapped_column(default=dict)
    submission_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("expert_submissions.id", use_alter=True)
    )
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation competent for it since the last submission."""
    filed_at: Mapped[datetime | None]
    number: Mapped[str | None] = mapped_column(unique=True)
    """Given out with the first submission: what people name when they ask."""

    name: Mapped[str]
    sex: Mapped[str | None]
    birth_date: Mapped[date | None]
    id_kind: Mapped[str | None]
    id_number: Mapped[str | None] = mapped_column(Encrypted("experts.id_number"))
    id_fingerprint: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(Encrypted("experts.phone"))
    email: Mapped[str | None] = mapped_column(Encrypted("experts.email"))
    degree_code: Mapped[str | None]
    title_name: Mapped[str | None]
    title_level: Mapped[str | None]
    employer_uscc: Mapped[str | None]
    employer_name: Mapped[str | None]
    city_code: Mapped[str | None]
    county_code: Mapped[str | None]
    main_discipline: Mapped[str | None]
    disciplines: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """First-level codes of all declared disciplines, the main one first."""
    chains: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    keywords: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    keywords_confirmed_at: Mapped[datetime | None]
    """When the expert last looked through them; None: not since the filing."""
    summary: Mapped[str] = mapped_column(default="")
    profile: Mapped[dict] = mapped_column(default=dict)
    """The rest of the submission: results, experience, willing places, declarations."""
    max_enterprises: Mapped[int] = mapped_column(default=3)
    is_designable: Mapped[bool] = mapped_column(default=True)
    """False when the expert asked not to be shown by name nor designated (decision A22)."""
    search: Mapped[str | None] = mapped_column(TSVECTOR, deferred=True)


class ExpertSubmission(Record):
    """What was submitted, as it was, under which commitment. Append-only."""

    __tablename__ = "expert_submissions"
    __table_args__ = (UniqueConstraint("expert_id", "number"),)

    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    number: Mapped[int]
    content: Mapped[dict]
    content_hash: Mapped[str]
    commitment_signature_id: Mapped[UUID] = mapped_column(ForeignKey("commitment_signatures.id"))
    policy_name: Mapped[str]
    verdicts: Mapped[list] = mapped_column(default=list)


class EmployerChange(Stateful):
    """A filed expert works elsewhere now: filed he stays, and services go on (decision A29).

    One at a time waits for an expert; nobody confirms his own.
    """

    __tablename__ = "employer_changes"
    __table_args__ = (
        CheckConstraint("decided_by <> account_id", name="not_own"),
        CheckConstraint(
            "state NOT IN ('confirmed', 'declined')"
            " OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decided",
        ),
        Index(
            "uq_employer_changes_waiting",
            "expert_id",
            unique=True,
            postgresql_where=text("state = 'reported'"),
        ),
        Index("ix_employer_changes_organisation", "organisation_id", "state"),
    )

    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    """The expert's, so that the database tells the decider from the one concerned."""
    was: Mapped[dict] = mapped_column(default=dict)
    """The employer until then, by the same fields."""
    content: Mapped[dict] = mapped_column(default=dict)
    since: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    """Competent for the new employer; on which grounds, the next two say."""
    jurisdiction_id: Mapped[UUID] = mapped_column(ForeignKey("jurisdiction_rows.id"))
    relation: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")

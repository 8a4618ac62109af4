"""Tables of enterprises and of what they submitted."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Record, Stateful

ENDED = "state IN ('withdrawn', 'rejected', 'disqualified')"


class Enterprise(Stateful):
    """An enterprise or public institution with legal-person status in Jiangxi."""

    __tablename__ = "enterprises"
    __table_args__ = (
        CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR submission_id IS NOT NULL",
            name="submitted",
        ),
        Index("uq_enterprises_uscc", "uscc", unique=True, postgresql_where=text(f"NOT ({ENDED})")),
        Index("ix_enterprises_organisation", "organisation_id", "state"),
        Index("ix_enterprises_place", "city_code", "county_code"),
    )

    draft: Mapped[dict] = mapped_column(default=dict)
    submission_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("enterprise_submissions.id", use_alter=True)
    )
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation competent for it since the last submission."""
    number: Mapped[str | None] = mapped_column(unique=True)
    """Given out with the first submission: what people name when they ask."""

    name: Mapped[str]
    uscc: Mapped[str | None]
    city_code: Mapped[str | None]
    county_code: Mapped[str | None]
    zone_code: Mapped[str | None]
    industry_code: Mapped[str | None]
    chain_code: Mapped[str | None]
    legal_representative: Mapped[str | None]
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    profile: Mapped[dict] = mapped_column(default=dict)
    """The rest of the submission: R&D, certificates, declarations, working conditions."""


class EnterpriseSubmission(Record):
    """What was submitted, as it was, under which commitment. Append-only."""

    __tablename__ = "enterprise_submissions"
    __table_args__ = (UniqueConstraint("enterprise_id", "number"),)

    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    number: Mapped[int]
    content: Mapped[dict]
    content_hash: Mapped[str]
    commitment_signature_id: Mapped[UUID] = mapped_column(ForeignKey("commitment_signatures.id"))
    policy_name: Mapped[str]
    verdicts: Mapped[list] = mapped_column(default=list)

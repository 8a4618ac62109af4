"""Tables of demands and their versions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity, Record, Stateful


class Demand(Stateful):
    """What an enterprise asks for. Published only by an approval of this very version (5.1.2)."""

    __tablename__ = "demands"
    __table_args__ = (
        ForeignKeyConstraint(
            ["published_review_id", "id", "published_number", "published_decision"],
            [
                "reviews.id",
                "reviews.subject_id",
                "reviews.subject_version",
                "reviews.decision",
            ],
            name="fk_demands_published_review",
        ),
        CheckConstraint("published_decision = 'approve'", name="approved"),
        CheckConstraint(
            "state IN ('draft', 'under_review', 'returned', 'rejected', 'withdrawn')"
            " OR num_nulls(published_review_id, published_number, published_decision) = 0",
            name="published",
        ),
        CheckConstraint(
            "confirmed_by_enterprise OR state IN ('draft', 'withdrawn')", name="confirmed"
        ),
        Index("ix_demands_enterprise", "enterprise_id", "state"),
        Index(
            "ix_demands_open",
            "published_at",
            "id",
            postgresql_where=text("state = 'published'"),
        ),
        Index("ix_demands_place", "city_code", "chain_code"),
        Index("ix_demands_search", "search", postgresql_using="gin"),
    )

    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation competent for it since the last submission."""
    number: Mapped[str] = mapped_column(unique=True)
    draft: Mapped[dict] = mapped_column(default=dict)
    current_number: Mapped[int] = mapped_column(default=0)
    """How often it was submitted; 0 before the first time."""
    published_number: Mapped[int | None]
    published_review_id: Mapped[UUID | None]
    published_decision: Mapped[str | None]
    published_at: Mapped[datetime | None]
    closes_on: Mapped[date | None]
    outcome: Mapped[str | None]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    confirmed_by_enterprise: Mapped[bool] = mapped_column(default=True)
    """False while a draft by zone or county staff waits for the enterprise (clause 6.3)."""

    offered_at: Mapped[datetime | None]
    """When the staff handed their draft to the enterprise; empty again when it was sent back."""

    title: Mapped[str]
    kind: Mapped[str | None]
    chain_code: Mapped[str | None]
    industry_code: Mapped[str | None]
    city_code: Mapped[str | None]
    county_code: Mapped[str | None]
    zone_code: Mapped[str | None]
    disciplines: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    keywords: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    content_hash: Mapped[str | None]
    """Hash of the current submission: what candidates consent to."""
    search: Mapped[str | None] = mapped_column(TSVECTOR, deferred=True)


class DemandView(Entity):
    """A search somebody saved under a name; a shared one is read with each reader's own rights."""

    __tablename__ = "demand_views"
    __table_args__ = (
        UniqueConstraint("membership_id", "name"),
        Index("ix_demand_views_alerts", "account_id", postgresql_where=text("alerts")),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    """The hat it was saved under, and is searched with."""
    name: Mapped[str]
    filter: Mapped[dict]
    is_shared: Mapped[bool] = mapped_column(default=False)
    alerts: Mapped[bool] = mapped_column(default=False)
    alerted_at: Mapped[datetime]
    """Demands published since are new to its owner."""


class DemandVersion(Record):
    """A demand as it was submitted once. Append-only."""

    __tablename__ = "demand_versions"
    __table_args__ = (UniqueConstraint("demand_id", "number"),)

    demand_id: Mapped[UUID] = mapped_column(ForeignKey("demands.id"))
    number: Mapped[int]
    content: Mapped[dict]
    confidential: Mapped[dict] = mapped_column(default=dict)
    """Shown to the matched side alone, each reading logged (annex 2, clause 4)."""
    content_hash: Mapped[str]
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))

"""Tables of engagements, service logs, change requests and endings."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Base, Entity, Stateful


class Engagement(Stateful):
    """Service under a filed agreement. No accepted filing, no row (5.4.2)."""

    __tablename__ = "engagements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["filing_id", "match_id", "filing_outcome"],
            ["filings.id", "filings.match_id", "filings.outcome"],
            name="fk_engagements_accepted_filing",
        ),
        ForeignKeyConstraint(
            ["change_request_id", "id", "change_decision"],
            ["change_requests.id", "change_requests.engagement_id", "change_requests.decision"],
            name="fk_engagements_approved_change",
            use_alter=True,
        ),
        CheckConstraint(
            "state NOT IN ('replaced', 'terminated') OR change_request_id IS NOT NULL",
            name="approved_change",
        ),
        Index("ix_engagements_enterprise", "enterprise_id", "state"),
        Index("ix_engagements_expert", "expert_id", "state"),
        Index("ix_engagements_liaison", "liaison_organisation_id", "state"),
    )

    match_id: Mapped[UUID] = mapped_column(ForeignKey("matches.id"), unique=True)
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), unique=True)
    filing_id: Mapped[UUID]
    filing_outcome: Mapped[str] = mapped_column(Computed("'accepted'", persisted=True))
    demand_id: Mapped[UUID] = mapped_column(ForeignKey("demands.id"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    """The expert, or the team's leader."""
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    liaison_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The zone or county whose liaison follows this service; without one there are two ratings."""
    started_on: Mapped[date]
    planned_end_on: Mapped[date]
    end_proposed_by: Mapped[str | None]
    end_due: Mapped[date | None]
    end_note: Mapped[str | None]
    outcome: Mapped[str | None]
    change_request_id: Mapped[UUID | None]
    change_decision: Mapped[str] = mapped_column(Computed("'approved'", persisted=True))


class EngagementEnding(Base):
    """That, how and when an engagement ended. Append-only; ratings stand on it."""

    __tablename__ = "engagement_endings"

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagements.id"), primary_key=True)
    kind: Mapped[str]
    ended_at: Mapped[datetime]


class ServiceLog(Entity):
    """One entry of the service log, confirmed by the enterprise line by line."""

    __tablename__ = "service_logs"
    __table_args__ = (
        CheckConstraint("hours > 0 AND hours <= 24", name="hours"),
        CheckConstraint("days > 0 AND days <= 31", name="days"),
        CheckConstraint("num_nonnulls(hours, days) = 1", name="length"),
        CheckConstraint(
            "num_nulls(disputed_at, disputed_by, dispute) IN (0, 3)"
            " AND num_nonnulls(confirmed_at, disputed_at) < 2",
            name="answer",
        ),
        Index("ix_service_logs_engagement", "engagement_id", "day"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagements.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    day: Mapped[date]
    hours: Mapped[float | None] = mapped_column(Float)
    days: Mapped[float | None] = mapped_column(Float)
    """In place of hours, for a stay; counted from `day` on."""
    mode: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    work: Mapped[str]
    indicators: Mapped[dict] = mapped_column(default=dict)
    measured: Mapped[dict] = mapped_column(default=dict)
    """What an agreed target stood at, by the target's name."""
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    disputed_at: Mapped[datetime | None]
    disputed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    dispute: Mapped[str | None]
    """Why the enterprise does not confirm it; gone once the writer corrected the line."""


class ChangeRequest(Stateful):
    """A request to replace the expert or to end early; takes effect by consent alone."""

    __tablename__ = "change_requests"
    __table_args__ = (
        UniqueConstraint("id", "engagement_id", "decision"),
        CheckConstraint("kind IN ('replacement', 'termination', 'shortfall')", name="kind"),
        CheckConstraint("(state = 'requested') = (decision IS NULL)", name="decision"),
        CheckConstraint("decided_by <> requested_by", name="not_own"),
        Index(
            "uq_change_requests_open",
            "engagement_id",
            unique=True,
            postgresql_where=text("state = 'requested'"),
        ),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagements.id"))
    kind: Mapped[str]
    party: Mapped[str]
    reason: Mapped[str]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    is_cross_city: Mapped[bool] = mapped_column(default=False)
    """A recommender of the experts is of another city: the department decides (A14)."""
    decision: Mapped[str | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None]


class ChangeHearing(Entity):
    """What an expert's recommender says to a request; silence after the due day is no objection."""

    __tablename__ = "change_hearings"
    __table_args__ = (
        UniqueConstraint("change_id", "organisation_id"),
        CheckConstraint("opinion IN ('agree', 'object')", name="opinion"),
        CheckConstraint("num_nulls(opinion, heard_at, heard_by) IN (0, 3)", name="heard"),
        Index("ix_change_hearings_organisation", "organisation_id", "due"),
    )

    change_id: Mapped[UUID] = mapped_column(ForeignKey("change_requests.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    due: Mapped[date]
    opinion: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    heard_at: Mapped[datetime | None]
    heard_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))

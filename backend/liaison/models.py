"""Tables of problems, visits and reminders."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Record, Stateful


class ServiceProblem(Stateful):
    """What a side of a service raised to its liaison; seen by the three of them."""

    __tablename__ = "service_problems"
    __table_args__ = (
        CheckConstraint("party IN ('expert', 'enterprise')", name="party"),
        CheckConstraint("state <> 'answered' OR answer IS NOT NULL", name="answered"),
        Index("ix_service_problems_engagement", "engagement_id", "state"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagements.id"))
    party: Mapped[str]
    text: Mapped[str]
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class ServiceVisit(Record):
    """A liaison's visit. Append-only."""

    __tablename__ = "service_visits"
    __table_args__ = (Index("ix_service_visits_engagement", "engagement_id", "day"),)

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagements.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    visitor_name: Mapped[str]
    day: Mapped[date]
    way: Mapped[str]
    note: Mapped[str]


class ServiceNudge(Record):
    """A reminder a liaison sent to a side that is late. Append-only."""

    __tablename__ = "service_nudges"
    __table_args__ = (Index("ix_service_nudges_engagement", "engagement_id", "party", "day"),)

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagements.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    party: Mapped[str]
    day: Mapped[date]

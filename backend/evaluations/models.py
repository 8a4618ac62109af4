"""Tables of rating windows and ratings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Entity, Record


class RatingWindow(Entity):
    """How long the parties of an ended engagement may rate, and since when results are open."""

    __tablename__ = "rating_windows"

    engagement_id: Mapped[UUID] = mapped_column(
        ForeignKey("engagement_endings.engagement_id"), unique=True
    )
    closes_at: Mapped[datetime]
    expected: Mapped[int]
    """6 with a liaison, 2 without."""
    unsealed_at: Mapped[datetime | None]


class Rating(Record):
    """One party's word on another, after the end, once. Append-only."""

    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("engagement_id", "from_party", "to_party"),
        CheckConstraint("from_party <> to_party", name="not_self"),
        CheckConstraint(
            "from_party IN ('expert', 'enterprise', 'liaison')"
            " AND to_party IN ('expert', 'enterprise', 'liaison')",
            name="parties",
        ),
        CheckConstraint("grade BETWEEN 1 AND 5", name="grade"),
        CheckConstraint("grade IN (3, 4) OR length(comment) > 0", name="words"),
    )

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement_endings.engagement_id"))
    from_party: Mapped[str]
    to_party: Mapped[str]
    grade: Mapped[int]
    criteria: Mapped[dict] = mapped_column(default=dict)
    comment: Mapped[str] = mapped_column(default="")
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    rater_name: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(default=clock.now)

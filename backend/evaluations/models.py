"""Tables of rating windows, ratings, and what follows of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Entity, Record, Stateful


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


class RatingDispute(Stateful):
    """The rated side's word against a rating, and the department's annotation of both.

    The rating itself stays as it was given.
    """

    __tablename__ = "rating_disputes"
    __table_args__ = (
        CheckConstraint("(state = 'annotated') = (annotation IS NOT NULL)", name="annotated"),
        CheckConstraint("(annotation IS NULL) = (annotated_by IS NULL)", name="annotated_by"),
        CheckConstraint("annotated_by <> raised_by", name="not_own"),
    )

    rating_id: Mapped[UUID] = mapped_column(ForeignKey("ratings.id"), unique=True)
    grounds: Mapped[str]
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    annotation: Mapped[str | None]
    annotated_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    annotated_at: Mapped[datetime | None]


class RatingFollowUp(Stateful):
    """What the competent organisation does about a bad grade, and by when."""

    __tablename__ = "rating_follow_ups"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (done IS NOT NULL)", name="done"),
        CheckConstraint("(done IS NULL) = (closed_by IS NULL)", name="closed_by"),
        Index("ix_rating_follow_ups_desk", "organisation_id", "state", "due_on"),
    )

    rating_id: Mapped[UUID] = mapped_column(ForeignKey("ratings.id"), unique=True)
    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagements.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    due_on: Mapped[date]
    done: Mapped[str | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime | None]


class MemberNote(Record):
    """What a team's leader says of one member's part. Append-only; no grade hangs on it."""

    __tablename__ = "member_notes"
    __table_args__ = (UniqueConstraint("engagement_id", "expert_id"),)

    engagement_id: Mapped[UUID] = mapped_column(ForeignKey("engagement_endings.engagement_id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    note: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))

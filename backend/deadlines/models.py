"""Table of moved deadlines."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Entity


class DeadlineMove(Entity):
    """The department moved one month's deadline, and announced it. The newest counts."""

    __tablename__ = "deadline_moves"
    __table_args__ = (
        CheckConstraint("extract(day FROM month) = 1", name="first_of_month"),
        CheckConstraint("kind IN ('review', 'letter')", name="kind"),
        Index(
            "uq_deadline_moves_in_force",
            "month",
            "kind",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    month: Mapped[date]
    kind: Mapped[str]
    moved_to: Mapped[date]
    announcement: Mapped[str]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    replaced_at: Mapped[datetime | None]

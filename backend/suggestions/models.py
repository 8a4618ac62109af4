"""Tables of suggestions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import REAL, CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform.models import Base, Record


class Suggestion(Record):
    """All open demands of a scope and who would serve them best together, on one day."""

    __tablename__ = "suggestions"
    __table_args__ = (Index("ix_suggestions_scope", "organisation_id", "created_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """Whose demands; of the whole province without one."""
    weights_version: Mapped[str | None] = mapped_column(ForeignKey("matching_weights.name"))
    computed_at: Mapped[datetime | None]


class SuggestionRow(Base):
    """One demand of a suggestion. Nothing follows from it unless the parties themselves act."""

    __tablename__ = "suggestion_rows"
    __table_args__ = (
        CheckConstraint("(expert_id IS NULL) = (score IS NULL)", name="score"),
        CheckConstraint("(first_expert_id IS NULL) = (first_score IS NULL)", name="first_score"),
    )

    suggestion_id: Mapped[UUID] = mapped_column(ForeignKey("suggestions.id"), primary_key=True)
    demand_id: Mapped[UUID] = mapped_column(ForeignKey("demands.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    """In the order of publication, which is the order of first come."""
    candidates: Mapped[int] = mapped_column(Integer)
    expert_id: Mapped[UUID | None] = mapped_column(ForeignKey("experts.id"))
    score: Mapped[float | None] = mapped_column(REAL)
    first_expert_id: Mapped[UUID | None] = mapped_column(ForeignKey("experts.id"))
    """Whom the demand would get if each took the best still free, one after the other."""
    first_score: Mapped[float | None] = mapped_column(REAL)
    told_at: Mapped[datetime | None]

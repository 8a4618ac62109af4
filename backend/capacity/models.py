"""Tables of places. The three-enterprise cap is three numbered places per expert."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Entity

OPEN = text("closed_at IS NULL")


class ExpertPlace(Entity):
    """An expert's numbered place, held by one enterprise from mutual consent to the end.

    Open places of an expert have distinct numbers and distinct enterprises; a number above 3
    exists only with a granted waiver (clause 5.5.1). A closed place never opens again.
    """

    __tablename__ = "expert_places"
    __table_args__ = (
        CheckConstraint(
            "slot_no >= 1 AND (slot_no <= 3 OR waiver_id IS NOT NULL)", name="three_enterprises"
        ),
        Index("uq_expert_places_slot", "expert_id", "slot_no", unique=True, postgresql_where=OPEN),
        Index(
            "uq_expert_places_enterprise",
            "expert_id",
            "enterprise_id",
            unique=True,
            postgresql_where=OPEN,
        ),
    )

    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    slot_no: Mapped[int]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    waiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("waivers.id"))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]


class PlaceUse(Entity):
    """One match standing on a place: two demands of one enterprise share a place."""

    __tablename__ = "place_uses"
    __table_args__ = (
        Index("uq_place_uses_match", "match_id", "expert_id", unique=True, postgresql_where=OPEN),
        Index("ix_place_uses_open", "place_id", postgresql_where=OPEN),
    )

    place_id: Mapped[UUID] = mapped_column(ForeignKey("expert_places.id"))
    expert_id: Mapped[UUID] = mapped_column(ForeignKey("experts.id"))
    match_id: Mapped[UUID] = mapped_column(ForeignKey("matches.id"))
    is_taken: Mapped[bool] = mapped_column(default=False)
    """False while reserved from mutual consent to filing, true in service."""
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

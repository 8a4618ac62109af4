"""Shapes of places."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.platform.language import Words


class PlaceRead(BaseModel):
    """One place, held by an enterprise."""

    slot_no: int
    enterprise_name: Words
    since: datetime
    is_taken: bool
    """False while only reserved: both consented, the agreement is not filed yet."""
    by_waiver: bool


class PlacesRead(BaseModel):
    """An expert's places (clause 5.5.1). Who holds them is for the expert and the offices."""

    expert_id: UUID
    limit: int
    used: int
    free: int
    places: list[PlaceRead] | None

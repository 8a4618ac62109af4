"""Shapes of deadlines."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from backend.deadlines.timetable import Kind
from backend.platform.forms import Form
from backend.platform.language import Words


class DeadlineMoveIn(Form):
    """One month's deadline on another day. `month` is any day of it."""

    month: date
    kind: Kind
    moved_to: date
    announcement: str = Field(min_length=6, max_length=500)
    """Why, in words that every recommending organisation reads."""


class DeadlineRead(BaseModel):
    """One deadline. It is met strictly before `ends_at`, 24:00 of `on`."""

    kind: Kind
    on: date
    ends_at: datetime
    working_days_left: int
    """After today, up to and including the day."""
    last_working_day: date
    """The last working day up to the day (decision A18)."""
    is_past: bool
    moved_from: date | None
    """The notice's own day, where the department moved it."""
    announcement: Words | None


class MonthRead(BaseModel):
    """One month's round."""

    month: date
    guarantee_on: date
    """What is submitted by then is decided in this round."""
    review: DeadlineRead
    letter: DeadlineRead
    is_current: bool
    """The round that takes today's decisions."""
    calendar_is_known: bool
    """Whether the holidays of that year have been published."""

"""Which day a month's round ends: the policy's day, unless the department moved that one month's.

Pure. All days are calendar days; a deadline is met strictly before 24:00 of its day, Asia/Shanghai.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.platform.calendar import end_of_day
from backend.platform.clock import SHANGHAI


class Kind(StrEnum):
    """What has to be done by then."""

    REVIEW = "review"
    LETTER = "letter"


def first_of(day: date) -> date:
    """The month a day is in, by its first day."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after."""
    return first_of(first_of(month) + timedelta(days=32))


@dataclass(frozen=True)
class Timetable:
    """Reviews end on the 20th, letters arrive by the 25th (clauses 6.4.1, 6.4.2), or as moved."""

    review_day: int
    letter_day: int
    guarantee_day: int
    moved: Mapping[tuple[date, Kind], date] = field(default_factory=dict)

    def planned(self, kind: Kind, month: date) -> date:
        """The day of the policy."""
        return month.replace(day=self.review_day if kind is Kind.REVIEW else self.letter_day)

    def on(self, kind: Kind, month: date) -> date:
        """The day in force for any day's month."""
        first = first_of(month)
        return self.moved.get((first, kind), self.planned(kind, first))

    def review(self, month: date) -> date:
        """The last day of reviews."""
        return self.on(Kind.REVIEW, month)

    def letter(self, month: date) -> date:
        """The day by which letter and list have arrived."""
        return self.on(Kind.LETTER, month)

    def guarantee(self, month: date) -> date:
        """What is submitted by this day is decided in this month's round (decision A19)."""
        return first_of(month).replace(day=self.guarantee_day)

    def round_of(self, decided_at: datetime) -> date:
        """The month whose round takes a decision of that moment: the first still open."""
        local = decided_at.astimezone(SHANGHAI)
        # A moved deadline may lie in the month after its own.
        month = first_of(first_of(local.date()) - timedelta(days=1))
        while local >= end_of_day(self.review(month)):
            month = month_after(month)
        return month

    def review_due(self, submitted_on: date) -> date:
        """The day a review is due: what came by the guarantee day, this month; else next (A19)."""
        month = first_of(submitted_on)
        if submitted_on > self.guarantee(month):
            month = month_after(month)
        return self.review(month)

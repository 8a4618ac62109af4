"""Working days: Monday to Friday, less the holidays, plus the weekend days worked for them.

Pure arithmetic. The table of holidays is a code list; whoever needs it passes a Calendar in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.platform.clock import SHANGHAI

SATURDAY = 5
LONGEST_SEARCH = 60
"""No row of days off comes near two months; a longer one is a broken table."""


@dataclass(frozen=True)
class Calendar:
    """The exceptions to "Monday to Friday"; `known_years` are those the table covers."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on this day; years the table lacks count plain weekdays."""
        if day in self.workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def covers(self, day: date) -> bool:
        """Whether the holiday notice of that day's year is in the table."""
        return day.year in self.known_years

    def add_working_days(self, start: date, days: int) -> date:
        """The day `days` working days after `start`; the start itself is not counted.

        With 0 it is the start when that is a working day, else the next one.
        Raises ValueError for a negative number of days.
        """
        if days < 0:
            raise ValueError("working days are counted forward only")
        if days == 0:
            start -= timedelta(days=1)
        ahead = self._working_days_after(start)
        return [next(ahead) for _ in range(max(days, 1))][-1]

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; never negative."""
        span = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, span))

    def last_working_day_before(self, day: date, *, inclusive: bool = False) -> date:
        """The nearest working day before `day`, or `day` itself when `inclusive` and worked."""
        first = 0 if inclusive else 1
        back = (day - timedelta(days=n) for n in range(first, LONGEST_SEARCH))
        return self._first_worked(back)

    def answer_deadline(self, asked_at: datetime, days: int) -> datetime:
        """24:00 of the `days`-th working day after the day of `asked_at` (aware)."""
        return end_of_day(self.add_working_days(asked_at.astimezone(SHANGHAI).date(), days))

    def _working_days_after(self, day: date) -> Iterator[date]:
        while True:
            ahead = (day + timedelta(days=n) for n in range(1, LONGEST_SEARCH))
            day = self._first_worked(ahead)
            yield day

    def _first_worked(self, days: Iterator[date]) -> date:
        found = next(filter(self.is_working_day, days), None)
        if found is None:
            raise ValueError(f"no working day within {LONGEST_SEARCH} days: the table is broken")
        return found


def end_of_day(day: date) -> datetime:
    """24:00 of the day in Asia/Shanghai; a deadline is met strictly before it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)

"""When things happen: everything is told by rounds of review before the moment of loading."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from backend.deadlines.timetable import Timetable
from backend.platform.calendar import end_of_day
from backend.platform.clock import SHANGHAI

DEPTH = 11
"""So many closed rounds of history; what was there before them is the year's preparation."""


@dataclass(frozen=True)
class Rounds:
    """Monthly rounds counted back from `now`: 0 is open, 1 closed last, and so on."""

    now: datetime
    table: Timetable

    def closing(self, back: int) -> datetime:
        """The deadline that ends a round; that of round 0 lies ahead."""
        first = self.table.round_of(self.now)
        for _ in range(back):
            first = (first - timedelta(days=1)).replace(day=1)
        return end_of_day(self.table.review(first))

    def within(self, back: int, share: float) -> datetime:
        """A moment in a round: 0 its beginning, 1 its end or, in the open one, now."""
        begins = self.closing(back + 1)
        ends = min(self.closing(back), self.now)
        return at_work(begins + (ends - begins) * share)

    def ago(self, days: float) -> datetime:
        """So many days before now, in office hours, and never after now."""
        return min(at_work(self.now - timedelta(days=days)), self.now)

    @property
    def start(self) -> datetime:
        """Where the history begins."""
        return self.closing(DEPTH)


def at_work(moment: datetime) -> datetime:
    """The same day between 8:00 and 18:00, the same minute for the same moment."""
    local = moment.astimezone(SHANGHAI)
    minutes = 8 * 60 + (local.hour * 60 + local.minute) * 10 // 24
    hour, minute = divmod(minutes, 60)
    return datetime.combine(local.date(), time(hour, minute, local.second), tzinfo=SHANGHAI)


def later(moment: datetime, days: float) -> datetime:
    """So many days after a moment, in office hours."""
    return at_work(moment + timedelta(days=days))

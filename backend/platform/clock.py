"""The only source of time. Everything is Asia/Shanghai, whatever the server thinks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)
_ahead = timedelta()


def now() -> datetime:
    """The present moment, aware, in Asia/Shanghai."""
    return _fixed.get() or datetime.now(SHANGHAI) + _ahead


def rehearse(start: datetime | None) -> None:
    """Let this process's clock run on from `start` (aware) instead of from now; None ends it.

    For rehearsals of the monthly round: a deadline can be met without waiting for it.
    """
    global _ahead  # noqa: PLW0603 - one process has one clock
    _ahead = start - datetime.now(SHANGHAI) if start else timedelta()


def today() -> date:
    """The present calendar day in Asia/Shanghai."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at one aware moment: for tests and for loading histories."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware moment")
    token = _fixed.set(moment.astimezone(SHANGHAI))
    try:
        yield
    finally:
        _fixed.reset(token)

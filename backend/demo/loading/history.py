"""Months of history in a minute: many lives, each told as a story, played in the order of time.

A life is an async generator. It does something through the services, yields the moment at which
it goes on, and so on to its end. At every moment the platform's clock stands there.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from backend.platform import clock

Life = AsyncIterator[datetime]


async def replay(
    lives: Iterable[Life],
    start: datetime,
    now: datetime,
    tell: Callable[[datetime], None],
) -> None:
    """Play the lives from `start` to `now`; nothing happens later, whatever a life asks for.

    What falls on the same moment happens in the order in which it was asked for.
    """
    order = count()
    waiting: list[tuple[datetime, int, Life]] = []
    for life in lives:
        heappush(waiting, (start, next(order), life))
    while waiting:
        moment, _, life = heappop(waiting)
        tell(moment)
        with clock.at(moment):
            wanted = await anext(life, None)
        if wanted is not None:
            heappush(waiting, (min(max(wanted, moment), now), next(order), life))

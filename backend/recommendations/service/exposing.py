"""How evenly recommendations fall on the library: counted each night, shown to the department."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform import clock
from backend.platform.database import read_case, use_case
from backend.recommendations.queries import lists
from backend.recommendations.schemas import ExposureRead

WINDOW = timedelta(days=90)


def gini(counts: Sequence[int]) -> float:
    """The Gini coefficient of counts in rising order: 0 when all are alike."""
    whole = sum(counts)
    if not whole:
        return 0.0
    ranked = sum(place * count for place, count in enumerate(counts, 1))
    return 2 * ranked / (len(counts) * whole) - (len(counts) + 1) / len(counts)


@use_case
async def count_exposures(session: AsyncSession) -> None:
    """Each night: on how many lists each expert stood in the last three months."""
    await lists.count_exposures(session, clock.today() - WINDOW)


@read_case
async def exposure(session: AsyncSession) -> ExposureRead:
    """Exposure of the whole library and its Gini coefficient."""
    counts = await lists.exposures(session)
    since = clock.today() - WINDOW
    return ExposureRead(
        since=since,
        lists=await lists.shown_lists(session, since),
        experts=len(counts),
        shown_experts=sum(1 for one in counts if one),
        gini=round(gini(counts), 4),
    )

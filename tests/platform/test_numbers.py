"""Numbers people read out."""

import asyncio
from datetime import datetime

from backend.platform import clock
from backend.platform.database import Database
from backend.platform.numbers import next_number


async def _take(db: Database, series: str) -> str:
    async with db.transaction() as session:
        return await next_number(session, series)


async def test_numbers_have_no_gap_and_no_double_under_a_crowd(db: Database) -> None:
    with clock.at(datetime(2026, 5, 1, tzinfo=clock.SHANGHAI)):
        taken = await asyncio.gather(*(_take(db, "XQ") for _ in range(20)))
    assert sorted(taken) == [f"XQ-2026-{n:06d}" for n in range(1, 21)]


async def test_each_series_and_each_year_begins_at_one(db: Database) -> None:
    with clock.at(datetime(2026, 5, 1, tzinfo=clock.SHANGHAI)):
        assert await _take(db, "XQ") == "XQ-2026-000001"
        assert await _take(db, "XY") == "XY-2026-000001"
    with clock.at(datetime(2027, 1, 1, tzinfo=clock.SHANGHAI)):
        assert await _take(db, "XQ") == "XQ-2027-000001"

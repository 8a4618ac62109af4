"""Token buckets: exact under contention, refilled with time."""

import asyncio
from datetime import datetime, timedelta

import pytest

from backend.platform import clock, throttle
from backend.platform.database import Database
from backend.platform.problems import Problem

NOON = datetime(2026, 11, 23, 12, tzinfo=clock.SHANGHAI)
MINUTE = timedelta(minutes=1)


async def take(db: Database, key: str = "k", burst: int = 10) -> int:
    """200, or the refusal's status."""
    try:
        async with db.transaction() as session:
            await throttle.take(session, key, burst=burst, per=MINUTE)
    except Problem as refusal:
        return refusal.status
    return 200


async def test_exactly_ten_of_sixty_at_once_pass(db: Database) -> None:
    with clock.at(NOON):
        answers = await asyncio.gather(*(take(db) for _ in range(60)))
        assert (answers.count(200), answers.count(429)) == (10, 50)
        assert await take(db, "another key") == 200


async def test_time_refills_the_bucket_to_the_brim_and_no_further(db: Database) -> None:
    for elapsed, expected in ((0, 10), (6, 1), (3600, 10)):
        with clock.at(NOON + timedelta(seconds=elapsed)):
            answers = [await take(db) for _ in range(12)]
            assert answers.count(200) == expected, elapsed


async def test_asking_on_does_not_push_the_end_away(db: Database) -> None:
    passed = 0
    for second in range(60):
        with clock.at(NOON + timedelta(seconds=second)):
            passed += [await take(db), await take(db)].count(200)
    assert passed == 10 + 9  # the burst, and one more every six seconds


async def test_a_token_given_back_can_be_taken_again(db: Database) -> None:
    with clock.at(NOON):
        for _ in range(10):
            await take(db)
        async with db.transaction() as session:
            await throttle.give_back(session, "k")
        assert [await take(db), await take(db)] == [200, 429]
        async with db.transaction() as session:
            await throttle.refund(session, "k")
        assert await take(db) == 200


async def test_the_refusal_says_when_to_come_back(db: Database) -> None:
    with clock.at(NOON):
        await take(db, burst=1)
        async with db.transaction() as session:
            with pytest.raises(Problem) as refused:
                await throttle.take(session, "k", burst=1, per=MINUTE)
    assert refused.value.status == 429
    assert refused.value.headers["Retry-After"] == "61"
    assert "分钟后" in refused.value.detail

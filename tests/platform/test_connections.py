"""What the pool hands out after the server went away under it."""

import asyncio

import pytest
from sqlalchemy import text

from backend.platform import database as platform
from backend.platform.database import Database

MINE = text("SELECT pg_backend_pid()")


@pytest.fixture
async def small(db, database_url):
    pool = Database(database_url, pool_size=1, max_overflow=0)
    yield pool
    await pool.close()


async def _backend(pool: Database) -> int:
    async with pool.reading() as session:
        return (await session.execute(MINE)).scalar_one()


async def _cut(db: Database, backend: int) -> None:
    async with db.transaction() as session:
        await session.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": backend})


async def test_a_cut_connection_is_replaced_before_anybody_uses_it(db, small):
    first = await _backend(small)
    await _cut(db, first)
    await asyncio.sleep(0)  # the driver hears of it on the loop's next turn
    assert await _backend(small) != first


async def test_a_connection_that_rested_is_asked_first(db, small, monkeypatch):
    asked = []
    monkeypatch.setattr(platform, "_ping", lambda _engine, _connection: asked.append(True))
    first = await _backend(small)
    assert await _backend(small) == first
    assert not asked
    monkeypatch.setattr(platform, "RESTED_SECONDS", -1)
    assert await _backend(small) == first
    assert asked

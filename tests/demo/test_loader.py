"""The demo province as it is found on the first start, loaded once for all tests here."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import text

from backend.demo import loader
from backend.demo.accounts import demo_accounts
from backend.platform.database import Database


@pytest.fixture(scope="module")
async def province(new_database: Callable[[str], str]) -> AsyncIterator[Database]:
    db = Database(new_database("demo_province"))
    assert await loader.load(db)
    yield db
    await db.close()


async def count(db: Database, what: str) -> int:
    async with db.reading() as session:
        return int(await session.scalar(text(f"SELECT count(*) FROM {what}")) or 0)


@pytest.mark.anyio
async def test_the_province_has_its_size(province: Database) -> None:
    assert await count(province, "organisations WHERE state = 'active'") == 40
    assert await count(province, "experts") == 300
    assert await count(province, "enterprises WHERE state = 'approved'") >= 145
    assert await count(province, "experts WHERE state = 'filed'") > 200


@pytest.mark.anyio
async def test_a_second_load_does_nothing(province: Database) -> None:
    before = await count(province, "audit_events")
    assert not await loader.load(province)
    assert await count(province, "audit_events") == before


def test_every_account_to_show_is_said_what_to_look_at() -> None:
    assert all(one.look_at for one in demo_accounts())

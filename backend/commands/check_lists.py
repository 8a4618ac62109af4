"""Hashes every frozen list anew: what the page shows and the night checks, from a terminal."""

import asyncio

from backend.batches import service
from backend.batches.schemas import AlteredList
from backend.platform.database import Database


async def _check(url: str) -> tuple[int, list[AlteredList]]:
    database = Database(url, pool_size=1)
    try:
        return await service.check_lists(database)
    finally:
        await database.close()


def check_lists(url: str) -> int:
    """Name the altered lists down to the row; the exit code is 1 when there is one."""
    count, altered = asyncio.run(_check(url))
    for one in altered:
        print(f"✗ {one.number}")
        for alteration in one.alterations:
            print(f"    {alteration.words}")
    if altered:
        print(f"✗ {count} 份冻结名单中有 {len(altered)} 份与冻结时不一致 / altered")
        return 1
    print(f"✓ {count} 份冻结名单与冻结时一致 / intact")
    return 0

"""Asks the database whether all that must hold does: what the night asks, from a terminal."""

import asyncio

from backend.invariants import service
from backend.invariants.service import Checked
from backend.platform.database import Database


async def _check(url: str) -> list[Checked]:
    database = Database(url, pool_size=1)
    try:
        return await service.check(database)
    finally:
        await database.close()


def check_invariants(url: str) -> int:
    """Print a line for each invariant and the rows that break it; exit code 1 when there is one."""
    checked = asyncio.run(_check(url))
    broken = [one for one in checked if one.count]
    for one in checked:
        mark = f"✗ {one.count} 行" if one.count else "✓"
        print(f"{mark} {one.invariant.id} {one.invariant.title}")
        for violation in one.first:
            print(f"    {violation.subject}：{violation.found}")
    if broken:
        print(f"✗ {len(checked)} 项中有 {len(broken)} 项不成立 / broken")
        return 1
    print(f"✓ {len(checked)} 项全部成立 / all hold")
    return 0

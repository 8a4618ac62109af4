"""An English reader gets English from every operation; what people typed stays as they typed it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from backend.platform.database import Database
from backend.platform.language import CHINESE
from tests.architecture.test_english import QUOTED
from tests.authorization.asking import Asker
from tests.authorization.builder import REASON
from tests.authorization.matrix import Cell, cells, fills
from tests.authorization.policy import rows
from tests.authorization.spoken import models_of, words_of
from tests.authorization.surface import TEXT, Request, operations
from tests.authorization.world import World

ENGLISH = {"Accept-Language": "en"}
NAMES = """
SELECT title FROM demands UNION SELECT name FROM teams UNION SELECT subject_name FROM credit_records
"""
# All invented people, firms and offices are called so.
CALLED = r"演示[^\s,.“”]*"
# What two people's texts have in common is quoted from them.
QUOTING = re.compile(r"reasons\[\]\.(words\[\]|text)$")
LEAST_WORDS = 3000


async def typed(db: Database) -> re.Pattern[str]:
    """Whatever people of this world are called or wrote, the longest first."""
    async with db.reading() as session:
        found = {str(row[0]) for row in await session.execute(text(NAMES)) if row[0]}
    longest_first = sorted({*found, TEXT, REASON}, key=len)[::-1]
    return re.compile("|".join([*map(re.escape, longest_first), CALLED]))


def _some(world: World) -> Iterator[tuple[str, Cell, Request]]:
    """Each reading as each role, each of the other operations once for each way it may end."""
    table, known = rows(), set()
    for key, operation in operations().items():
        row, fill = table[key], fills(world).get(key, {})
        changes = {name: value for name, value in fill.items() if name != row.field}
        for cell in cells(row, world):
            who = cell.role if operation.method == "GET" else ""
            if (key, cell.expected, who) not in known:
                known.add((key, cell.expected, who))
                asked = operation.request(cell.thing, row.field, **changes)
                yield key, cell, replace(asked, undone=bool(row.writes))


@pytest.fixture(scope="module")
async def english(asker: Asker) -> Asker:
    """Everybody of the cast, reading English."""
    for headers in asker.headers.values():
        headers.update(ENGLISH)
    return asker


async def test_what_the_platform_says_is_english(english: Asker, world: World, covered) -> None:
    models, names = models_of(english.app), await typed(world.db)
    looked_at, chinese = 0, set()
    for key, cell, request in _some(world):
        for place, words in words_of(models.get(key), await english.ask(cell.who, request)):
            looked_at += 1
            left = QUOTED.sub("", names.sub("", words))
            if CHINESE.search(left) and not QUOTING.search(place):
                chinese.add(f"{key} {place}: {words}")
    covered(f"{looked_at} words and sentences of the platform read in English")
    assert sorted(chinese) == []
    assert looked_at > LEAST_WORDS

"""The world and everything asked of it: once for all tests of a file."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from backend.platform.database import Database
from tests.authorization.asking import Asker, asking
from tests.authorization.matrix import Matrix, ask_operation
from tests.authorization.policy import rows
from tests.authorization.surface import operations
from tests.authorization.world import World, build
from tests.fixtures.covered import PROPERTY

TABLES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'test_reset')
"""


@dataclass(frozen=True)
class Sweep:
    """All answers, and every table before and after."""

    matrix: Matrix
    asker: Asker
    before: dict[str, tuple[int, int]]
    after: dict[str, tuple[int, int]]


async def contents(db: Database) -> dict[str, tuple[int, int]]:
    """Rows and a checksum over all their columns, for every table."""
    found = {}
    async with db.reading() as session:
        for (table,) in (await session.execute(text(TABLES))).all():
            query = (
                f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {table} t"
            )
            found[table] = tuple((await session.execute(text(query))).one())
    return found


@pytest.fixture
def covered(record_property) -> Callable[[str], None]:
    """Tell what was covered, at the end of the run."""
    return lambda text: record_property(PROPERTY, text)


@pytest.fixture(scope="module")
async def world(
    new_database, worker_id: str, request: pytest.FixtureRequest
) -> AsyncIterator[World]:
    """A database of each module's own with everybody and everything in it."""
    module = request.module.__name__.rpartition(".")[2]
    database = Database(new_database(f"authorization_{worker_id}_{module}"))
    try:
        yield await build(database)
    finally:
        await database.close()


@pytest.fixture(scope="module")
async def asker(world: World) -> AsyncIterator[Asker]:
    async with asking(world.db, world.cast) as asker:
        yield asker


@pytest.fixture(scope="module")
async def sweep(world: World, asker: Asker) -> Sweep:
    """Every operation of the contract that is in the table, asked by everybody."""
    table, matrix = rows(), Matrix()
    before = await contents(world.db)
    for key, operation in operations().items():
        if key in table:
            await ask_operation(asker, world, operation, table[key], matrix)
    return Sweep(matrix, asker, before, await contents(world.db))

"""Crowds at the real server with two workers: exactly the ideal number wins, the others learn why.

A race counts as many attempts as compete in it. `make test` runs a few hundred, `make contention`
as many as it is told to, 10,000 unless told otherwise.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from backend.invariants import service as invariants
from backend.platform.database import Database
from tests.contention.arena import Arena, Outcome
from tests.contention.races import ALL
from tests.factories.organisations import county_department
from tests.fixtures.live import LiveApp, served

ATTEMPTS = int(os.environ.get("TEPAI_CONTENTION_ATTEMPTS", "120"))
WORKERS = 2


@pytest.fixture(scope="module")
def crowded_app(new_database: Callable[[str], str]) -> Iterator[LiveApp]:
    name = f"contention_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with served(name, new_database(name), WORKERS) as app:
        yield app


@pytest.fixture(scope="module")
async def arena(crowded_app: LiveApp) -> AsyncIterator[Arena]:
    db = Database(crowded_app.database_url, pool_size=5)
    found = Arena(crowded_app.url, db, await county_department(db))
    yield found
    await found.client.aclose()
    await db.close()


async def broken(db: Database) -> set[str]:
    """The invariants that do not hold."""
    return {one.invariant.name for one in await invariants.check(db) if one.count}


async def run(arena: Arena, attempts: int) -> list[Outcome]:
    """Each kind of race in turn, until that many have competed in all."""
    # A crowd in the test command is smaller: sixty-four firms take seconds to found.
    sizes = [(race, size if attempts > 1000 else min(size, 12)) for race, size in ALL]
    running = [race(arena, size) for race, size in sizes]
    outcomes: dict[int, Outcome] = {}
    while sum(one.attempts for one in outcomes.values()) < attempts:
        for number, rounds in enumerate(running):
            outcomes[number] = await anext(rounds)
    for rounds in running:
        await rounds.aclose()
    return list(outcomes.values())


@pytest.mark.clause("5.1.2", "5.2.4", "5.4.1", "5.4.3", "5.5.1")
async def test_exactly_the_ideal_number_wins(
    arena: Arena, record_property: Callable[[str, object], None]
) -> None:
    outcomes = await run(arena, ATTEMPTS)
    # People written straight into the tables lack their papers, which some queries ask for.
    standing = {"in_library_by_two_steps", "credit_code", "pledged_before_submission"}
    found = await broken(arena.db) - standing
    for one in outcomes:
        record_property("covered", f"contention {one}")
    total = sum(one.attempts for one in outcomes)
    record_property("covered", f"contention: {total} attempts, {WORKERS} API workers")
    assert [one.broken for one in outcomes if one.broken] == []
    assert found == set()

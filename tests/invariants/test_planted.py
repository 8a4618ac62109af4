"""Every invariant's query finds its planted bug, and nothing in a world the services made."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.invariants import queries, service
from backend.platform.database import Database
from tests.factories import agreements, enterprises, experts, teams
from tests.factories.demands import published_demand
from tests.factories.matches import Stage, application, consent
from tests.invariants.plantings import FENCES, FENCES_DOWN, PLANTED

pytestmark = pytest.mark.anyio


async def world(db: Database) -> None:
    """One service under way, one ended and rated, one team, each with its whole past."""
    firm = await enterprises.approved_enterprise(db)
    units = ({"employer_uscc": experts.credit_code(number)} for number in (1, 1, 2, 2, 2))
    first, second, *others = await experts.filed_experts_with(db, *units)
    for expert, ends in ((first, False), (second, True)):
        demand = await published_demand(db, firm.actor, firm.reviewer)
        around = Stage(firm.reviewer, firm.actor, expert.actor, demand)
        served = await agreements.filed_agreement(db, around)
        if ends:
            await agreements.propose_end(db, served.expert, served.id)
            await agreements.evaluations.confirm_end(db, served.enterprise, served.id)
            await agreements.rate_all(db, served)
    demand = await published_demand(db, firm.actor, firm.reviewer)
    roster = [first.actor, *(one.actor for one in others)]
    team = await teams.complete_team(db, demand.id, roster)
    offer = await application(db, roster[0], demand.id, team_id=team.id)
    await consent(db, firm.actor, offer)


@pytest.fixture(scope="module")
async def whole(new_database: Callable[[str], str]) -> AsyncIterator[Database]:
    db = Database(new_database("invariants_whole"))
    await world(db)
    yield db
    await db.close()


@pytest.fixture(scope="module")
async def fenceless(new_database: Callable[[str], str]) -> AsyncIterator[Database]:
    db = Database(new_database("invariants_fenceless"))
    await world(db)
    async with db.transaction() as session:
        await session.execute(text(FENCES_DOWN))
    yield db
    await db.close()


async def rows_found(session: AsyncSession, name: str) -> int:
    (one,) = [one for one in await queries.invariants(session) if one.name == name]
    count, _ = await queries.violations(session, one)
    return count


async def found_after(db: Database, statement: str, name: str) -> bool:
    async with db.transaction() as session:
        before = await rows_found(session, name)
        await session.execute(text(statement.replace(":", r"\:")))
        after = await rows_found(session, name)
        await session.rollback()
    return after > before


async def test_nothing_is_broken_where_only_the_services_wrote(whole: Database) -> None:
    found = {one.invariant.name: one.first for one in await service.check(whole) if one.count}
    assert found == {}


async def test_each_invariant_has_a_planted_bug(whole: Database) -> None:
    async with whole.reading() as session:
        named = {one.name for one in await queries.invariants(session)}
    assert named == {*PLANTED, *FENCES}


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_bug_is_found(fenceless: Database, name: str) -> None:
    assert await found_after(fenceless, PLANTED[name], name)


@pytest.mark.parametrize("name", FENCES)
async def test_a_fence_taken_down_is_found(whole: Database, name: str) -> None:
    assert await found_after(whole, FENCES[name], name)

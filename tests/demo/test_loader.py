"""The demo province as it is found on the first start, loaded once for all tests here."""

import importlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from backend.demo import loader
from backend.demo.accounts import DemoAccount, demo_accounts
from backend.demo.names import MARKER
from backend.evaluations.states import DIRECTIONS
from backend.invariants.service import check
from backend.main import create_app
from backend.matches.states import Way
from backend.platform import clock
from backend.platform.database import Database
from backend.platform.states import TABLES
from tests.factories import people

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).resolve().parents[2]
WITH_TASKS = {"enterprise", "expert", "reviewer", "liaison", "department"}


@pytest.fixture(scope="module")
async def province(new_database: Callable[[str], str]) -> AsyncIterator[Database]:
    db = Database(new_database("demo_province"))
    assert await loader.load(db)
    yield db
    await db.close()


@pytest.fixture
async def visitor(province: Database) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(province))
    keys = {"Idempotency-Key": str(uuid4())}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test/api/v1", headers=keys
    ) as client:
        yield client


async def rows(db: Database, query: str) -> list[Any]:
    async with db.reading() as session:
        return list((await session.execute(text(query))).all())


async def values(db: Database, query: str) -> list[Any]:
    return [row[0] for row in await rows(db, query)]


async def count(db: Database, what: str) -> int:
    (number,) = await values(db, f"SELECT count(*) FROM {what}")
    return int(number)


async def test_the_province_has_its_size(province: Database) -> None:
    assert await count(province, "organisations WHERE state = 'active'") == 40
    assert await count(province, "experts") >= 300
    assert await count(province, "experts WHERE state = 'filed'") > 200
    assert await count(province, "enterprises") >= 150
    assert await count(province, "demands") >= 200
    assert await count(province, "demands WHERE state = 'published'") >= 80
    chains = await values(province, "SELECT DISTINCT chain_code FROM demands")
    assert len([code for code in chains if code]) == 12


async def test_what_must_always_hold_holds(province: Database) -> None:
    assert {one.invariant.name: one.first for one in await check(province) if one.count} == {}


async def test_every_state_of_every_workflow_can_be_seen(province: Database) -> None:
    for file in ROOT.glob("backend/*/states.py"):
        importlib.import_module(f"backend.{file.parent.name}.states")
    missing = {}
    for subject, table in TABLES.items():
        found = set(await values(province, f"SELECT DISTINCT state FROM {subject}"))
        missing[subject] = {str(state) for state in table.labels} - found
    assert {subject: states for subject, states in missing.items() if states} == {}


async def test_matches_come_about_in_all_three_ways(province: Database) -> None:
    agreed = "SELECT DISTINCT way FROM matches WHERE state = 'engaged'"
    assert set(await values(province, agreed)) == set(Way)


async def test_ratings_go_in_all_six_directions_and_some_are_still_sealed(
    province: Database,
) -> None:
    given = {tuple(r) for r in await rows(province, "SELECT from_party, to_party FROM ratings")}
    assert given == set(DIRECTIONS)
    assert await count(province, "rating_windows WHERE unsealed_at IS NULL") >= 3
    assert await count(province, "rating_windows WHERE unsealed_at IS NOT NULL") >= 10


async def test_the_history_covers_months_and_ends_today(province: Database) -> None:
    months = await values(province, "SELECT DISTINCT month FROM batches")
    assert len(months) >= 5
    (last,) = await values(province, "SELECT max(occurred_at) FROM audit_events")
    assert clock.now() - timedelta(days=1) < last <= clock.now()


async def test_some_are_late(province: Database) -> None:
    assert await count(province, "review_tasks WHERE closed_at IS NULL AND due_on < now()") >= 5
    late = "batches WHERE state = 'frozen' AND month + interval '25 days' < now()"
    assert await count(province, late) >= 1


async def test_nobody_can_be_taken_for_real(province: Database) -> None:
    people_shown = await values(province, "SELECT display_name FROM accounts")
    assert [name for name in people_shown if not name.endswith(MARKER)] == []
    firms = await values(province, "SELECT name FROM enterprises")
    assert [name for name in firms if not name.startswith("演示·")] == []
    offices = await values(province, "SELECT name FROM organisations")
    assert [name for name in offices if "演示" not in name] == []
    phones = await values(province, "SELECT phone FROM accounts")
    assert [phone for phone in phones if not phone.startswith("100")] == []


async def sign_in(visitor: httpx.AsyncClient, account: DemoAccount) -> dict[str, str]:
    credentials = {"identifier": account.identifier, "password": account.password}
    opened = await visitor.post("/session", json=credentials)
    assert opened.status_code == 200, (account, opened.text)
    return {"Authorization": f"Bearer {opened.json()['access_token']}"}


@pytest.mark.parametrize("account", demo_accounts(), ids=lambda one: f"{one.role}-{one.who}")
async def test_each_account_to_show_signs_in_and_has_something_to_do(
    visitor: httpx.AsyncClient, account: DemoAccount
) -> None:
    headers = await sign_in(visitor, account)
    me = (await visitor.get("/me", headers=headers)).json()
    assert me["role"] == account.role
    waiting = (await visitor.get("/tasks", headers=headers)).json()["items"]
    assert bool(waiting) == (account.role in WITH_TASKS)
    assert account.look_at


async def test_the_demo_firm_and_expert_have_their_next_step(
    visitor: httpx.AsyncClient,
) -> None:
    kinds = {}
    for account in demo_accounts()[:2]:
        headers = await sign_in(visitor, account)
        items = (await visitor.get("/tasks", headers=headers)).json()["items"]
        kinds[account.role.value] = {(item["kind"], item["subject_type"]) for item in items}
        inbox = (await visitor.get("/notifications", headers=headers)).json()
        assert inbox["items"]
    for role, subjects in (("enterprise", {"matches", "agreements"}), ("expert", {"matches"})):
        assert subjects <= {subject for _, subject in kinds[role]}


async def test_the_accounts_are_told_to_everybody(visitor: httpx.AsyncClient) -> None:
    told = (await visitor.get("/demo-accounts")).json()
    assert [one["identifier"] for one in told] == [one.identifier for one in demo_accounts()]


async def test_a_second_load_does_nothing(province: Database) -> None:
    before = await count(province, "audit_events")
    assert not await loader.load(province)
    assert await count(province, "audit_events") == before


async def test_only_an_empty_database_is_loaded(db: Database) -> None:
    await people.person(db)
    with pytest.raises(loader.CannotLoadError, match="空的数据库"):
        await loader.load(db)


async def test_a_broken_load_is_found(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(loader, "replay", breaks)
    with pytest.raises(OSError):  # noqa: PT011
        await loader.load(db)
    with pytest.raises(loader.CannotLoadError, match="没有完成"):
        await loader.load(db)

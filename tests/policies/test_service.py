"""Which version governs a day, and reading it over HTTP."""

import json
from datetime import date
from pathlib import Path

import httpx
import pytest

from backend.platform.database import Database
from backend.policies import service
from tests.policies.test_policy import shipped


async def load(db: Database, folder: Path = service.DATA) -> list[str]:
    async with db.transaction() as session:
        return await service.load_policies(session, folder)


@pytest.fixture
def later_version(tmp_path: Path) -> Path:
    """A folder with a version of 2025: four enterprises, rolling age."""
    changes = {
        "version": "2025",
        "effective_from": "2025-03-01",
        "age_mode": "rolling",
        "enterprises_at_once": 4,
    }
    text = json.dumps(shipped() | changes, ensure_ascii=False)
    (tmp_path / "2025.json").write_text(text, encoding="utf-8")
    return tmp_path


async def cap_on(db: Database, day: date) -> int:
    async with db.reading() as session:
        return (await service.current_policy(session, day)).enterprises_at_once


async def test_loading_twice_changes_nothing(db: Database) -> None:
    await load(db)
    assert await load(db) == []


@pytest.mark.clause("5.5.1")
async def test_each_day_is_governed_by_the_version_begun_by_then(
    db: Database, later_version: Path
) -> None:
    await load(db)
    assert await load(db, later_version) == ["2025"]
    days = [date(2019, 1, 1), date(2021, 7, 1), date(2025, 2, 28), date(2025, 3, 1)]
    assert [await cap_on(db, day) for day in days] == [3, 3, 3, 4]


async def test_anybody_reads_the_policy_of_a_day(
    db: Database, client: httpx.AsyncClient, later_version: Path
) -> None:
    await load(db)
    await load(db, later_version)
    old = await client.get("/api/v1/policies/current", params={"on": "2022-01-01"})
    assert old.json()["parameters"] == shipped()
    assert old.headers["etag"]
    now = (await client.get("/api/v1/policies/current")).json()
    assert (now["name"], now["parameters"]["age_mode"]) == ("2025", "rolling")
    listed = (await client.get("/api/v1/policies")).json()
    assert [item["name"] for item in listed["items"]] == ["2025", "2021"]


async def test_a_broken_file_is_refused_whole(db: Database, later_version: Path) -> None:
    (later_version / "2025.json").write_text(json.dumps({"version": "2025"}))
    with pytest.raises(ValueError, match="missing"):
        await load(db, later_version)

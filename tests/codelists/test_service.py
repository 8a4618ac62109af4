"""Loading the lists, changing them later, and the tables made of them."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from backend.codelists import service
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.database import Database
from tests.codelists.tables import DATA, rows_of

LATER = datetime(2023, 5, 4, 9, tzinfo=SHANGHAI)


async def load(db: Database, folder: Path = DATA) -> list[str]:
    async with db.transaction() as session:
        return await service.load_code_lists(session, folder)


async def test_loading_twice_changes_nothing(db: Database) -> None:
    await load(db)
    assert await load(db) == []
    async with db.reading() as session:
        assert await service.unknown_codes(session, "divisions", ["360100", "999999"]) == ["999999"]


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The lists as a later release may ship them: one word changed, one dropped, one added."""
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "demand_types.csv"
    kept = [line for line in file.read_text().splitlines() if not line.startswith("STANDARD,")]
    changed = [line.replace("工艺改进,", "工艺与装备改进,") for line in kept]
    file.write_text("\n".join([*changed, "SAFETY,安全改造,,"]) + "\n")
    return tmp_path


async def test_a_newer_file_ends_what_it_changes_and_keeps_the_past(
    db: Database, edited: Path
) -> None:
    await load(db)
    with clock.at(LATER):
        assert await load(db, edited) == ["demand_types"]
    _, before = await service.read_list(
        db, "demand_types", service.CodeListQuery(on=date(2023, 5, 3)), None
    )
    _, after = await service.read_list(
        db, "demand_types", service.CodeListQuery(on=date(2023, 5, 4)), None
    )
    assert before
    assert after
    old = {item.code: item.name for item in before.items}
    new = {item.code: item.name for item in after.items}
    assert (old["PROCESS"], new["PROCESS"]) == ("工艺改进", "工艺与装备改进")
    assert "STANDARD" in old
    assert "STANDARD" not in new
    assert new.keys() - old.keys() == {"SAFETY"}
    async with db.reading() as session:
        names = await service.names_of(session, "demand_types", ["STANDARD", "PROCESS", "?"])
        assert await service.unknown_codes(session, "demand_types", ["STANDARD"]) == ["STANDARD"]
    assert names == {"STANDARD": "标准制定", "PROCESS": "工艺与装备改进", "?": "?"}


async def test_two_changes_in_one_day_leave_one_entry(db: Database, edited: Path) -> None:
    await load(db)
    with clock.at(LATER):
        await load(db, edited)
        file = edited / "demand_types.csv"
        file.write_text(file.read_text().replace("工艺与装备改进", "工艺装备改进"))
        assert await load(db, edited) == ["demand_types"]
        assert await load(db, DATA) == ["demand_types"]
    _, found = await service.read_list(
        db, "demand_types", service.CodeListQuery(on=LATER.date()), None
    )
    assert found
    assert [item.code for item in found.items] == [row["code"] for row in rows_of("demand_types")]


async def test_the_tables_of_rules_follow_the_lists(db: Database, edited: Path) -> None:
    await load(db)
    async with db.reading() as session:
        titles = await service.title_table(session)
        degrees = await service.degree_table(session)
        disciplines = await service.discipline_table(session)
        calendar = await service.calendar(session)
    assert titles.look_up("高级工程师").at_least("副高")
    assert degrees.is_doctorate("DOCTOR")
    assert disciplines.group_of("43045") == "D"
    assert not calendar.is_working_day(date(2022, 10, 3))
    file = edited / "holidays.csv"
    file.write_text(file.read_text() + "2027-01-01,holiday,元旦\n")
    await load(db, edited)
    async with db.reading() as session:
        calendar = await service.calendar(session)
        assert await service.name_of(session, "holidays", "2027-01-01") == "元旦"
    assert not calendar.is_working_day(date(2027, 1, 1))

"""The matrix and the zones' places, brought from the files into the database."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.organisations.models import JurisdictionRow, ZoneArea
from backend.organisations.tasks import DATA, load_jurisdiction
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.database import Database
from tests.codelists.tables import rows_of

LATER = datetime(2024, 3, 1, 9, tzinfo=SHANGHAI)


async def load(db: Database, folder: Path = DATA) -> int:
    async with db.transaction() as session:
        return await load_jurisdiction(session, folder)


async def count(session: AsyncSession, model: type) -> int:
    return (await session.execute(select(func.count()).select_from(model))).scalar_one()


async def test_loading_twice_changes_nothing(db: Database) -> None:
    await load(db)
    assert await load(db) == 0
    async with db.reading() as session:
        assert await count(session, ZoneArea) == len(rows_of("zones"))


@pytest.mark.clause("4.4")
async def test_a_dropped_cell_ends_today_and_keeps_its_place(db: Database, tmp_path: Path) -> None:
    await load(db)
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "jurisdiction.csv"
    lines = file.read_text().splitlines()
    gone = "city_bureau,demand,in_city,supervise,"
    changed = [line.replace(",in_city,file,40", ",in_city,file,45") for line in lines]
    file.write_text("\n".join(line for line in changed if not line.startswith(gone)) + "\n")
    with clock.at(LATER):
        assert await load(db, tmp_path) == 2
    query = select(JurisdictionRow).filter_by(organisation_type="city_bureau", relation="in_city")
    async with db.reading() as session:
        cells = {(c.subject, c.capability): c for c in (await session.execute(query)).scalars()}
        assert cells["demand", "supervise"].valid_to == date(2024, 3, 1)
        assert cells["agreement", "file"].rank == 45


def test_every_zone_has_a_place() -> None:
    text = (DATA / "zone_areas.csv").read_text(encoding="utf-8")
    codes = [line.split(",")[0] for line in text.splitlines()[1:]]
    assert codes == [row["id"] for row in rows_of("zones")]

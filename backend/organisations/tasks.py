"""Loading who reviews what and where the zones lie, at every start; dropping forgotten forms."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.organisations import annex1
from backend.organisations.models import JurisdictionRow, ZoneArea
from backend.platform import clock
from backend.platform.database import Database
from backend.platform.jobs import schedule

DATA = Path(__file__).parent / "data"
Row = JurisdictionRow | ZoneArea


@schedule("organisations.sweep", "50 3 * * *")
async def sweep(db: Database) -> None:
    """Each night: forms of annex 1 that nobody submitted or touched for ninety days."""
    await annex1.sweep(db)


async def load_jurisdiction(session: AsyncSession, folder: Path = DATA) -> int:
    """Step: bring the matrix and the zones' places to the shipped files; how many rows changed.

    Rows that are no longer shipped end today: decisions made under them keep their basis.
    """
    cells = [_cell(row) for row in _rows(folder / "jurisdiction.csv")]
    zones = [_zone(row) for row in _rows(folder / "zone_areas.csv")]
    changed = await _bring_to(session, JurisdictionRow, cells, ("rank", "clause", "valid_to"))
    changed += await _bring_to(session, ZoneArea, zones, ("valid_to",))
    await session.flush()
    return changed


async def _bring_to(
    session: AsyncSession, model: type[Row], shipped: list[dict[str, object]], free: tuple[str, ...]
) -> int:
    """Match rows by every column but the `free` ones; those follow the file."""
    fixed = [name for name in shipped[0] if name not in free]
    present = {
        tuple(getattr(row, name) for name in fixed): row
        for row in (await session.execute(select(model))).scalars()
    }
    changed = 0
    for values in shipped:
        row = present.pop(tuple(values[name] for name in fixed), None)
        if row is None:
            session.add(model(**values))
        changed += 1 if row is None else _follow(row, values, free)
    return changed + sum(_end(row) for row in present.values())


def _follow(row: Row, values: Mapping[str, object], free: tuple[str, ...]) -> int:
    different = [name for name in free if getattr(row, name) != values[name]]
    for name in different:
        setattr(row, name, values[name])
    return 1 if different else 0


def _end(row: Row) -> int:
    if row.valid_to is not None:
        return 0
    row.valid_to = clock.today()
    return 1


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def _days(row: Mapping[str, str]) -> dict[str, object]:
    ends = row["valid_to"]
    return {
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(ends) if ends else None,
    }


def _cell(row: Mapping[str, str]) -> dict[str, object]:
    words = ("organisation_type", "subject", "relation", "capability", "clause")
    return {name: row[name] for name in words} | {"rank": int(row["rank"])} | _days(row)


def _zone(row: Mapping[str, str]) -> dict[str, object]:
    return {
        "zone_code": row["zone_code"],
        "county_code": row["county_code"] or None,
        "in_new_area": row["in_new_area"] == "yes",
    } | _days(row)

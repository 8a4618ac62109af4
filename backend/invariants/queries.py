"""The named queries. Each finds the rows that break one invariant; none found is what is wanted.

`data/<id>_<name>.sql` holds one: its first line says in Chinese what must hold, with the clause;
the statement gives `subject` (table and id) and `found` (what is wrong with it).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

FOLDER = Path(__file__).parent / "data"
# Rows shown of one broken invariant; the number beside them is whole.
SHOWN = 20

GUARDED = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'state_has_event' ORDER BY 1
"""
# A table's states against the trail; the table comes from the catalogue above, not from people.
REPLAYED = """
SELECT '{table}/' || s.id AS subject, s.state || '，记录：' || coalesce(e.to_state, '无') AS found
FROM {table} s
LEFT JOIN LATERAL (
  SELECT to_state FROM audit_events
  WHERE subject_type = '{table}' AND subject_id = s.id AND to_state IS NOT NULL
  ORDER BY subject_version DESC LIMIT 1) e ON true
WHERE e.to_state IS DISTINCT FROM s.state
"""


@dataclass(frozen=True)
class Invariant:
    """What must hold, and the statement that finds where it does not."""

    id: str
    """D01 to D30 of the list of invariants; several statements may hold one."""
    name: str
    title: str
    sql: str


@dataclass(frozen=True)
class Violation:
    """One row that breaks an invariant."""

    subject: str
    found: str


@cache
def shipped() -> tuple[Invariant, ...]:
    """All invariants that are one statement, in order."""
    return tuple(_read(file) for file in sorted(FOLDER.glob("*.sql")))


def _read(file: Path) -> Invariant:
    title, sql = file.read_text("utf-8").split("\n", 1)
    id, name = file.stem.split("_", 1)
    return Invariant(id, name, title.removeprefix("-- "), sql)


async def invariants(session: AsyncSession) -> list[Invariant]:
    """The shipped ones, and the trail of each table that has a workflow."""
    tables = (await session.execute(text(GUARDED))).scalars().all()
    replays = "UNION ALL".join(REPLAYED.format(table=table) for table in tables)
    title = "按操作记录重放，得到的就是当前状态"
    return [*shipped(), Invariant("D21", "trail_gives_the_state", title, replays)]


async def violations(session: AsyncSession, one: Invariant) -> tuple[int, list[Violation]]:
    """How many rows break it, and the first of them."""
    rows = (await session.execute(text(one.sql.replace(":", r"\:")))).all()
    return len(rows), [Violation(*row) for row in rows[:SHOWN]]

"""What must always hold, asked of the whole database: at night, and from a terminal."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.invariants import queries
from backend.invariants.queries import Invariant, Violation
from backend.platform import logs
from backend.platform.database import Database, read_case

PATIENCE = "SET LOCAL statement_timeout = '10min'"
_log = logs.get("invariants")


@dataclass(frozen=True)
class Checked:
    """One invariant's result."""

    invariant: Invariant
    count: int
    """Rows that break it."""
    first: list[Violation]


async def _check(session: AsyncSession) -> list[Checked]:
    """Ask every named query, all of one and the same moment."""
    await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    await session.execute(text(PATIENCE))
    checked = []
    for one in await queries.invariants(session):
        count, first = await queries.violations(session, one)
        checked.append(Checked(one, count, first))
    return checked


check = read_case(_check)


async def report(db: Database) -> None:
    """Check, and leave one line in the log for each broken invariant."""
    for one in await check(db):
        if one.count:
            _log.error(
                "invariant_broken",
                invariant=f"{one.invariant.id} {one.invariant.name}",
                rows=one.count,
                subjects=[each.subject for each in one.first],
            )

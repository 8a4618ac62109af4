"""The nightly look at the whole database."""

from backend.invariants import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("invariants.check", "40 2 * * *")
async def check(db: Database) -> None:
    """Each night: ask every named query; whoever reads the log learns of what is broken."""
    await service.report(db)

"""Agreements' nightly work."""

from backend.agreements import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("agreements.expire_unsigned", "10 0 * * *")
async def expire_unsigned(db: Database) -> None:
    """End what was not signed in time, early every morning."""
    await service.expire_unsigned(db)


@schedule("agreements.void_orphans", "*/10 * * * *")
async def void_orphans(db: Database) -> None:
    """Take agreements off the desks whose match one side has left."""
    await service.void_orphans(db)

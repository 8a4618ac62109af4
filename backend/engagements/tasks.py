"""Engagements' nightly work."""

from backend.engagements import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("engagements.end_cures", "40 0 * * *")
async def end_cures(db: Database) -> None:
    """Teams that were not filled up in time come before their organisation."""
    await service.end_cures(db)

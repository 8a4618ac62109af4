"""What time does to candidacies."""

from backend.matches import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("matches.expire", "*/10 * * * *")
async def expire(db: Database) -> None:
    """Every ten minutes: answers not given in time, candidates of demands that are gone."""
    await service.expire_due(db)

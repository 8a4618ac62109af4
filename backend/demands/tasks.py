"""What time does to demands."""

from backend.demands import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("demands.expire", "10 0 * * *")
async def expire(db: Database) -> None:
    """Just after midnight: published demands whose last day is over."""
    await service.expire_lapsed(db)

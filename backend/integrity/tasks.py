"""What time does to findings."""

from backend.integrity.service import finding, holding
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("integrity.expire", "20 0 * * *")
async def expire(db: Database) -> None:
    """Just after midnight: records whose last day is over."""
    await finding.expire_due(db)


@schedule("integrity.clear", "30 0 * * *")
async def clear(db: Database) -> None:
    """Each night: services put before the department that have ended by themselves."""
    await holding.clear_settled(db)

"""Reminders of waivers that end."""

from backend.platform.database import Database
from backend.platform.jobs import schedule
from backend.waivers import service


@schedule("waivers.remind", "10 8 * * *")
async def remind_expiring(db: Database) -> None:
    """Each morning: waivers that end soon, once each."""
    await service.remind_expiring(db)

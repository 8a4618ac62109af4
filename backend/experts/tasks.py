"""What experts are reminded of."""

from backend.experts.service import keeping_current
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("experts.remind-yearly", "20 8 * * *")
async def remind_yearly(db: Database) -> None:
    """Each morning: keywords nobody confirmed for a year, once each."""
    await keeping_current.remind_yearly(db)

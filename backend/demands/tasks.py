"""What time does to demands."""

from backend.demands import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("demands.expire", "10 0 * * *")
async def expire(db: Database) -> None:
    """Just after midnight: published demands whose last day is over."""
    await service.expire_lapsed(db)


@schedule("demands.alert", "0 8 * * *")
async def alert(db: Database) -> None:
    """At eight in the morning: whoever asked hears what is new to a saved search, once a day."""
    await service.alert_views(db)

"""What time does to bindings begun; and with it what messages are about is known everywhere."""

from backend.notifications import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("notifications.forget-requests", "25 3 * * *")
async def forget_requests(db: Database) -> None:
    """Each night: bindings of WeChat that were begun and never finished."""
    await service.forget_requests(db)

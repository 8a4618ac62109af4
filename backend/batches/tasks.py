"""What the round does by itself."""

from backend.batches import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("batches.freeze-due", "5 0 * * *")
async def freeze_due(db: Database) -> None:
    """Each night: freeze the batches whose deadline has passed."""
    await service.freeze_due(db)


@schedule("batches.remind", "30 8 * * *")
async def remind(db: Database) -> None:
    """Each morning: remind desks and senders, when the policy names this day."""
    await service.remind(db)


@schedule("batches.check-lists", "20 1 * * *")
async def check_lists(db: Database) -> None:
    """Each night: hash every frozen list anew; tell the department of altered ones."""
    await service.report_altered(db)

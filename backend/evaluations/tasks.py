"""The nightly work of ends and ratings."""

from backend.evaluations import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("evaluations.lapse_ends", "15 0 * * *")
async def lapse_ends(db: Database) -> None:
    """Let silence confirm the proposed ends nobody answered in time."""
    await service.lapse_ends(db)


@schedule("evaluations.unseal_closed", "20 0 * * *")
async def unseal_closed(db: Database) -> None:
    """Open the results of the windows that closed last night."""
    await service.unseal_closed(db)

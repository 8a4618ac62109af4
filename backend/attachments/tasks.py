"""Cleaning up after uploads."""

from backend.attachments import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("attachments.rescan", "*/2 * * * *")
async def rescan(db: Database) -> None:
    """Every other minute: files the virus scanner could not be asked about."""
    await service.rescan(db)


@schedule("attachments.sweep", "40 3 * * *")
async def sweep(db: Database) -> None:
    """Each night: drafts nobody attached, and files nobody cites."""
    await service.sweep(db)

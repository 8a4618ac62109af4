"""Asking for signatures when a new version comes into force."""

from typing import Any

from backend.commitments import service
from backend.platform.database import Database
from backend.platform.jobs import job, schedule


@schedule("commitments.ask-again", "10 0 * * *")
async def ask_again(db: Database) -> None:
    """Each night: a version that begins today is asked for."""
    await service.ask_again(db)


@job("commitments.ask-again-now")
async def ask_again_now(db: Database, _payload: dict[str, Any]) -> None:
    """At once: a version that was published for the same day."""
    await service.ask_again(db)

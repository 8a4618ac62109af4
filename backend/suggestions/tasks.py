"""Suggestions are computed in the background."""

from typing import Any
from uuid import UUID

from backend.platform.database import Database
from backend.platform.jobs import job
from backend.suggestions import service


@job("suggestions.compute")
async def compute(db: Database, payload: dict[str, Any]) -> None:
    """One suggestion that somebody asked for."""
    await service.compute(db, UUID(payload["id"]))

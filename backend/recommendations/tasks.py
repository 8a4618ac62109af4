"""What the matching index does in the background."""

from backend.platform.database import Database
from backend.platform.jobs import schedule
from backend.recommendations import service


@schedule("recommendations.refresh", "40 2 * * *")
async def refresh(db: Database) -> None:
    """Each night: frequencies and postings anew, and who was shown how often."""
    await service.refresh(db)
    await service.count_exposures(db)


@schedule("recommendations.embed", "*/5 * * * *")
async def embed(db: Database) -> None:
    """Every five minutes: what was written since is embedded, where the site runs a model."""
    await service.refresh_vectors(db)


@schedule("recommendations.fold", "*/5 * * * *")
async def fold(db: Database) -> None:
    """Every five minutes: what was written since goes into the postings when it is much."""
    await service.fold(db)

"""What invitations do by themselves."""

from backend.expert_invitations import service
from backend.platform.database import Database
from backend.platform.jobs import schedule


@schedule("expert_invitations.forget-expired", "40 3 * * *")
async def forget_expired(db: Database) -> None:
    """Each night: forget the people who never took their invitation up."""
    await service.forget_expired(db)

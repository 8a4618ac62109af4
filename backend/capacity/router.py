"""Places over HTTP."""

from uuid import UUID

from backend.capacity import service
from backend.capacity.schemas import PlacesRead
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("capacity")


@router.get("/experts/{expert_id}/places", permission=Permission.EXPERT_READ)
async def read(expert_id: UUID, db: Db, actor: Who) -> PlacesRead:
    """How many enterprises the expert serves, and how many more are possible."""
    return await service.read(db, actor, expert_id)

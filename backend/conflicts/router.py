"""Interests of staff over HTTP."""

from uuid import UUID

from backend.conflicts import service
from backend.conflicts.schemas import InterestIn, InterestRead
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("conflicts")


@router.get("/me/interests", permission=Permission.REVIEW_DECIDE)
async def my_interests(db: Db, actor: Who) -> list[InterestRead]:
    """What keeps me from reviewing."""
    return await service.my_interests(db, actor)


@router.post("/me/interests", permission=Permission.REVIEW_DECIDE, status_code=201)
async def declare_interest(body: InterestIn, db: Db, actor: Who) -> list[InterestRead]:
    """Declare an enterprise or a person whose matters I must not decide."""
    return await service.declare_interest(db, actor, body)


@router.post("/me/interests/{interest_id}/withdraw", permission=Permission.REVIEW_DECIDE)
async def withdraw_interest(interest_id: UUID, db: Db, actor: Who) -> list[InterestRead]:
    """Such an interest is over."""
    return await service.withdraw_interest(db, actor, interest_id)

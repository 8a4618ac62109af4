"""Commitment texts over HTTP."""

from typing import Literal

from backend.commitments import service
from backend.commitments.schemas import CommitmentRead
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("commitments")


@router.get("/commitments/{kind}", public=True)
async def read(kind: Literal["expert", "enterprise"], db: Db) -> CommitmentRead:
    """The commitment in force, in full."""
    return await service.read_current(db, kind)

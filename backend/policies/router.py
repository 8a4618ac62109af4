"""The policy over HTTP."""

from typing import Annotated

from fastapi import Query

from backend.platform.pagination import Page, PageQuery
from backend.platform.routing import Db, SliceRouter
from backend.policies import service
from backend.policies.schemas import PolicyOn, PolicyRead

router = SliceRouter("policies")


@router.get("/policies/current", public=True)
async def current(asked: Annotated[PolicyOn, Query()], db: Db) -> PolicyRead:
    """The numbers and switches in force."""
    return await service.read_current(db, asked)


@router.get("/policies", public=True)
async def versions(asked: Annotated[PageQuery, Query()], db: Db) -> Page[PolicyRead]:
    """All versions of the policy, the latest first."""
    return await service.read_versions(db, asked)

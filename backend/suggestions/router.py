"""Suggestions over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.pagination import Page, PageQuery
from backend.platform.routing import Db, SliceRouter
from backend.suggestions import service
from backend.suggestions.schemas import (
    RowQuery,
    SuggestedPair,
    SuggestionDetail,
    SuggestionRead,
    TellIn,
    ToldRead,
)

router = SliceRouter("suggestions")
USE = Permission.SUGGESTION_USE


@router.get("/suggestions", permission=USE)
async def listing(asked: Annotated[PageQuery, Query()], db: Db, actor: Who) -> Page[SuggestionRead]:
    """Suggestions for all open demands of my scope, the newest first."""
    return await service.listing(db, actor, asked)


@router.post("/suggestions", permission=USE, status_code=201)
async def ask(db: Db, actor: Who) -> SuggestionRead:
    """Compute who would serve all open demands of my scope best together."""
    return await service.ask(db, actor)


@router.get("/suggestions/{suggestion_id}", permission=USE)
async def read(suggestion_id: UUID, db: Db, actor: Who) -> SuggestionDetail:
    """One suggestion beside first come, and the supply gaps."""
    return await service.read(db, actor, suggestion_id)


@router.get("/suggestions/{suggestion_id}/rows", permission=USE)
async def rows(
    suggestion_id: UUID, asked: Annotated[RowQuery, Query()], db: Db, actor: Who
) -> Page[SuggestedPair]:
    """Demand by demand: who is suggested, and who it would be by first come."""
    return await service.rows(db, actor, suggestion_id, asked)


@router.post("/suggestions/{suggestion_id}/tell", permission=USE)
async def tell(suggestion_id: UUID, body: TellIn, db: Db, actor: Who) -> ToldRead:
    """Point enterprises to the experts suggested for their demands."""
    return await service.tell(db, actor, suggestion_id, body)

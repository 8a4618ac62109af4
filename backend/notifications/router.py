"""The inbox over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.notifications import service
from backend.notifications.schemas import NotificationQuery, NotificationRead, UnreadCount
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("notifications")


@router.get("/notifications", permission=Permission.ACCOUNT_SELF)
async def inbox(
    asked: Annotated[NotificationQuery, Query()], db: Db, actor: Who
) -> Page[NotificationRead]:
    """My messages, unread first."""
    return await service.inbox(db, actor, asked)


@router.get("/notifications/unread-count", permission=Permission.ACCOUNT_SELF)
async def unread_count(db: Db, actor: Who) -> UnreadCount:
    """How many of my messages are unread."""
    return await service.unread_count(db, actor)


# Reading a message twice is the same as reading it once: no key needed.
@router.post("/notifications/{id}/read", permission=Permission.ACCOUNT_SELF, idempotent=False)
async def mark_read(id: UUID, db: Db, actor: Who) -> NotificationRead:
    """Note that I read a message."""
    return await service.mark_read(db, actor, id)

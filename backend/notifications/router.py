"""The inbox over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.notifications import service
from backend.notifications.schemas import (
    BindingIn,
    ChoicesIn,
    ChoicesRead,
    NotificationQuery,
    NotificationRead,
    UnreadCount,
    WechatLink,
    WechatRead,
)
from backend.platform.pagination import Page
from backend.platform.routing import Db, SliceRouter, require_if_match

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


@router.get("/me/message-choices", permission=Permission.ACCOUNT_SELF)
async def choices(db: Db, actor: Who) -> ChoicesRead:
    """How I am told, besides the inbox."""
    return await service.choices(db, actor)


@router.put("/me/message-choices", permission=Permission.ACCOUNT_SELF)
async def choose(
    body: ChoicesIn, db: Db, actor: Who, version: Annotated[int, Depends(require_if_match)]
) -> ChoicesRead:
    """Choose how to be told."""
    return await service.choose(db, actor, body, version)


@router.get("/me/wechat", permission=Permission.ACCOUNT_SELF)
async def wechat(db: Db, actor: Who) -> WechatRead:
    """Whether my WeChat is bound."""
    return await service.wechat(db, actor)


# A stored answer would keep the link's secret in clear; one that gets lost is asked for anew.
@router.post("/me/wechat/link", permission=Permission.ACCOUNT_SELF, idempotent=False)
async def begin_binding(response: Response, db: Db, actor: Who) -> WechatLink:
    """A link that leads into WeChat and back, once."""
    response.headers["Cache-Control"] = "no-store"
    return await service.begin_binding(db, actor)


# The state works once: that is its own proof against doing it twice.
@router.post("/me/wechat", permission=Permission.ACCOUNT_SELF, idempotent=False)
async def bind(body: BindingIn, db: Db, actor: Who) -> WechatRead:
    """Bind the WeChat I came back from."""
    return await service.bind(db, actor, body)


@router.delete("/me/wechat", permission=Permission.ACCOUNT_SELF)
async def unbind(
    db: Db, actor: Who, version: Annotated[int, Depends(require_if_match)]
) -> WechatRead:
    """Be told nothing more in WeChat."""
    return await service.unbind(db, actor, version)

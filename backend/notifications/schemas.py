"""Shapes of the inbox."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.platform.language import Words
from backend.platform.pagination import PageQuery


class NotificationQuery(PageQuery):
    """Which messages to list."""

    unread_only: bool = False


class NotificationRead(BaseModel):
    """One message. `link` is a page of the SPA."""

    id: UUID
    title: Words
    body: Words
    link: str
    created_at: datetime
    read_at: datetime | None


class UnreadCount(BaseModel):
    """How many messages wait to be read; stops at 1000."""

    count: int

"""Reading the inbox."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.notifications import queries
from backend.notifications.schemas import NotificationQuery, NotificationRead, UnreadCount
from backend.platform import clock
from backend.platform.database import read_case, use_case
from backend.platform.pagination import Page, count_capped, page_rows
from backend.platform.problems import not_found


@read_case
async def inbox(
    session: AsyncSession, actor: Actor, asked: NotificationQuery
) -> Page[NotificationRead]:
    """The actor's own messages, unread first."""
    query = queries.inbox(actor.account_id, unread_only=asked.unread_only)
    rows, frame = await page_rows(session, query, asked)
    items = [NotificationRead.model_validate(row, from_attributes=True) for row in rows]
    return Page(items=items, **frame)


@read_case
async def unread_count(session: AsyncSession, actor: Actor) -> UnreadCount:
    """How many of the actor's messages are unread."""
    count, _ = await count_capped(session, queries.inbox(actor.account_id, unread_only=True))
    return UnreadCount(count=count)


@use_case
async def mark_read(session: AsyncSession, actor: Actor, id: UUID) -> NotificationRead:
    """Note that a message was read; the first time counts. Raises 404 for another's message."""
    message = await queries.find(session, actor.account_id, id)
    if message is None:
        raise not_found("这条消息")
    message.read_at = message.read_at or clock.now()
    return NotificationRead.model_validate(message, from_attributes=True)

"""What the inbox reads: always one account's own messages."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.outbox import Channel, Message
from backend.platform.rows import AnySelect


def inbox(account_id: UUID | None, *, unread_only: bool = False) -> AnySelect:
    """An account's messages: unread first, then the newest."""
    query = (
        select(Message.id, Message.title, Message.body, Message.link)
        .add_columns(Message.created_at, Message.read_at)
        .where(Message.account_id == account_id, Message.channel == Channel.INBOX)
        .order_by(Message.read_at.is_not(None), Message.created_at.desc(), Message.id.desc())
    )
    return query.where(Message.read_at.is_(None)) if unread_only else query


async def find(session: AsyncSession, account_id: UUID | None, id: UUID) -> Message | None:
    """One of the account's own messages, locked for change."""
    query = select(Message).filter_by(id=id, account_id=account_id, channel=Channel.INBOX)
    return (await session.execute(query.with_for_update())).scalar_one_or_none()

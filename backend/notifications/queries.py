"""What the inbox reads: always one account's own messages."""

from datetime import date
from uuid import UUID

from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.outbox import Channel, Message
from backend.platform.rows import AnySelect
from backend.platform.wechat_bindings import WechatRequest

# Deadlines stand above: their table is read by name.
deadline_moves = table("deadline_moves", *map(column, ("month", "kind", "moved_to", "replaced_at")))


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


async def begun(session: AsyncSession, token_hash: str) -> WechatRequest | None:
    """The binding somebody began under this token, locked for change."""
    query = select(WechatRequest).filter_by(token_hash=token_hash)
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


async def moved_reviews(session: AsyncSession) -> dict[date, date]:
    """The last days of reviews that were moved, by the first day of their months."""
    query = select(deadline_moves.c.month, deadline_moves.c.moved_to).where(
        deadline_moves.c.kind == "review", deadline_moves.c.replaced_at.is_(None)
    )
    return {row.month: row.moved_to for row in await session.execute(query)}

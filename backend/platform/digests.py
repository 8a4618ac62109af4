"""One mail a person and day for what need not be told at once.

All rows of one digest are locked, sent in one mail and marked in one transaction. A worker struck
down after the mail server said yes and before that transaction ended sends it once more: the
Message-ID is then the same, so that the receiving side can drop the repeat.
"""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.platform import clock, jobs, logs, mail, outbox, ways
from backend.platform.database import Database
from backend.platform.outbox import Delivery, Message
from backend.settings import get_settings

DELIVER = "outbox.digest"


async def queue_due(db: Database) -> None:
    """Queue one job for each person whose collected messages are due."""
    if not get_settings().smtp_url:
        return
    async with db.transaction() as session:
        due = select(Message.account_id).where(_waiting(), Message.next_attempt_at <= clock.now())
        for account_id in (await session.execute(due.distinct().limit(500))).scalars():
            key = f"digest:{account_id}"
            await jobs.enqueue(session, DELIVER, {"account_id": str(account_id)}, dedupe_key=key)


def _waiting() -> ColumnElement[bool]:
    return and_(Message.in_digest, Message.delivery == Delivery.QUEUED)


async def _collected(session: AsyncSession, account_id: UUID) -> list[Message]:
    query = (
        select(Message)
        .where(_waiting(), Message.account_id == account_id)
        .where(Message.next_attempt_at <= clock.now())
        .order_by(Message.id)
        .with_for_update(skip_locked=True)
    )
    return list((await session.execute(query)).scalars())


async def deliver(db: Database, account_id: UUID) -> None:
    """Send one person's collected messages as one mail; a failure is tried again later."""
    async with db.transaction() as session:
        rows = await _collected(session, account_id)
        if not rows:
            return
        address = await ways.address_of(session, account_id)
        if address is None:
            for row in rows:
                outbox.give_up(row, "no address")
            return
        await _attempt(rows, address)


def text_of(rows: list[Message]) -> str:
    """What a digest says: each message by its title and sentence, none of them twice."""
    lines = dict.fromkeys(f"· {row.title}：{row.body}" for row in rows)
    listed = "\n".join(lines)
    return f"{listed}\n\n请登录平台查看详情。\n\n本邮件由系统每日汇总发出，请勿回复。\n"


async def _attempt(rows: list[Message], address: str) -> None:
    settings = get_settings()
    domain = settings.mail_from.rpartition("@")[2]
    first, many = rows[0], len(rows)
    title = first.title if many == 1 else f"您有{many}条新消息"
    for row in rows:
        row.attempts += 1
    try:
        key = f"<digest-{first.id}@{domain}>"
        letter = mail.compose(settings.mail_from, address, title, text_of(rows), key)
        await mail.deliver(settings.smtp_url, letter)
    except (OSError, ValueError) as error:
        for row in rows:
            row.last_error = type(error).__name__
            row.next_attempt_at = clock.now() + outbox.wait_before(row.attempts + 1)
        logs.get("outbox").warning("digest not sent", error=type(error).__name__)
    else:
        for row in rows:
            row.delivery, row.sent_at = Delivery.SENT, clock.now()
            row.last_error = row.next_attempt_at = None

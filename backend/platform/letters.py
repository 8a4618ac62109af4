"""Mail to people who have no account yet: sealed while it waits, forgotten once it is sent."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock, jobs, logs, mail
from backend.platform.crypto import Encrypted
from backend.platform.database import Database
from backend.platform.identifiers import new_id
from backend.platform.models import Record
from backend.platform.outbox import GIVE_UP_AFTER, Delivery, wait_before
from backend.settings import get_settings

DELIVER = "letters.deliver"


class Letter(Record):
    """One mail to one address. Address and words are sealed, for they may carry a secret link."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("uq_letters_event", "event_key", unique=True),
        Index("ix_letters_queued", "next_attempt_at", postgresql_where=text("delivery='queued'")),
    )

    event_key: Mapped[str]
    sealed: Mapped[str | None] = mapped_column(Encrypted("letters.sealed"))
    delivery: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


def page_address(path: str) -> str:
    """A path of the site as an address to write into a mail."""
    return get_settings().site_url + path


async def send_letter(
    session: AsyncSession, event_key: str, address: str, title: str, body: str
) -> None:
    """Step: mail somebody without an account, once per `event_key`."""
    row = {
        "id": new_id(),
        "created_at": clock.now(),
        "event_key": event_key,
        "sealed": json.dumps([address, title, body], ensure_ascii=False),
        "delivery": Delivery.QUEUED,
        "attempts": 0,
        "next_attempt_at": clock.now(),
    }
    statement = insert(Letter).values(**row).on_conflict_do_nothing().returning(Letter.id)
    queued = (await session.execute(statement)).scalar_one_or_none()
    if queued and get_settings().smtp_url:
        await _queue(session, queued)


async def _queue(session: AsyncSession, letter_id: UUID) -> None:
    payload = {"letter_id": str(letter_id)}
    await jobs.enqueue(session, DELIVER, payload, dedupe_key=f"letters:{letter_id}")


async def deliver(db: Database, letter_id: UUID) -> None:
    """Send one queued letter; a failure is tried again later, for three days."""
    async with db.transaction() as session:
        query = select(Letter).filter_by(id=letter_id, delivery=Delivery.QUEUED)
        found = await session.execute(query.with_for_update(skip_locked=True))
        letter = found.scalar_one_or_none()
        if letter is not None and letter.sealed is not None:
            await _attempt(letter, *json.loads(letter.sealed))


async def _attempt(letter: Letter, address: str, title: str, body: str) -> None:
    settings = get_settings()
    domain = settings.mail_from.rpartition("@")[2]
    words = f"{body}\n\n本邮件由系统自动发出，请勿回复。\n"
    letter.attempts += 1
    try:
        composed = mail.compose(
            settings.mail_from, address, title, words, f"<{letter.id}@{domain}>"
        )
        await mail.deliver(settings.smtp_url, composed)
    except (OSError, ValueError) as error:
        letter.last_error = type(error).__name__
        letter.next_attempt_at = clock.now() + wait_before(letter.attempts + 1)
        logs.get("letters").warning("not sent", attempt=letter.attempts, error=letter.last_error)
    else:
        letter.delivery, letter.sent_at = Delivery.SENT, clock.now()
        letter.sealed = letter.last_error = letter.next_attempt_at = None


async def deliver_due(db: Database) -> None:
    """Queue every letter that is due; forget those that waited too long, whatever they said."""
    now = clock.now()
    async with db.transaction() as session:
        query = (
            select(Letter)
            .where(Letter.delivery == Delivery.QUEUED, Letter.next_attempt_at <= now)
            .order_by(Letter.next_attempt_at)
            .limit(500)
            .with_for_update(skip_locked=True)
        )
        for letter in (await session.execute(query)).scalars():
            if letter.created_at < now - GIVE_UP_AFTER:
                letter.delivery, letter.sealed = Delivery.GIVEN_UP, None
                letter.last_error = "too old"
            elif get_settings().smtp_url:
                await _queue(session, letter.id)

"""Messages to persons: one in the inbox, others by mail, text and WeChat, kept with the event."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import choices, clock, jobs, logs, masking, matters, ways, wechat_bindings
from backend.platform.crypto import Encrypted
from backend.platform.database import Database
from backend.platform.identifiers import new_id
from backend.platform.models import Record
from backend.platform.quoting import left_out, shown
from backend.platform.ways import Channel
from backend.platform.wechat import WechatUnreachableError
from backend.settings import get_settings

DELIVER = "outbox.deliver"
GIVE_UP_AFTER = timedelta(days=3)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


# Who, besides the addressee, gets a message: (account, what to put before the title).
Forwarding = Callable[[AsyncSession, UUID, str], Awaitable[list[tuple[UUID, str]]]]
_forwardings: list[Forwarding] = []


def forward_by(find: Forwarding) -> None:
    """Let a slice name those who read an account's messages while it is away, by their link."""
    _forwardings.append(find)


class Delivery(StrEnum):
    """What became of what leaves the platform; an inbox message is there once it is written."""

    QUEUED = "queued"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Message(Record):
    """One message to one person through one channel about one event."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("uq_messages_event", "event_key", "account_id", "channel", unique=True),
        CheckConstraint("(channel = 'inbox') = (delivery IS NULL)", name="delivery"),
        CheckConstraint("account_id IS NOT NULL OR channel = 'email'", name="recipient"),
        Index(
            "uq_messages_letter",
            "event_key",
            unique=True,
            postgresql_where=text("account_id IS NULL"),
        ),
        Index(
            "ix_messages_inbox",
            "account_id",
            "created_at",
            postgresql_where=text("channel='inbox'"),
        ),
        Index("ix_messages_queued", "next_attempt_at", postgresql_where=text("delivery='queued'")),
    )

    event_key: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    address: Mapped[str | None] = mapped_column(Encrypted("messages.address"))
    """Of somebody without an account, until the letter is on its way."""
    private_link: Mapped[str | None] = mapped_column(Encrypted("messages.private_link"))
    """A link that proves who its reader is; forgotten with the address."""
    channel: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    in_digest: Mapped[bool] = mapped_column(default=False)
    """Goes out with the others of the day, see `digests`."""
    read_at: Mapped[datetime | None]
    delivery: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


async def send_message(
    session: AsyncSession,
    event_key: str,
    recipient_account_id: UUID,
    title: str,
    body: str,
    link: str = "",
) -> None:
    """Step: tell one person of one event, once however often it is called.

    `event_key` names the event, such as "demand:<id>:published"; `link` is a path of the SPA.
    Write no personal data into the texts: they leave the platform by e-mail, without what is
    `quoting.quoted`. Other ways say less.
    """
    await _tell(session, event_key, recipient_account_id, (title, body, link))
    for find in _forwardings:
        for account_id, mark in await find(session, recipient_account_id, link):
            # One event is told once: a deputy who is concerned himself does not hear it twice.
            await _tell(session, event_key, account_id, (mark + title, body, link))


async def _tell(
    session: AsyncSession, event_key: str, account_id: UUID, words: tuple[str, str, str]
) -> None:
    title, body, link = words
    row = {
        "event_key": event_key,
        "account_id": account_id,
        "title": masking.words(title),
        "body": masking.words(left_out(body)),
        "link": link,
        "created_at": clock.now(),
        "attempts": 0,
    }
    whole = masking.words(shown(body))
    await _write(session, row | {"channel": Channel.INBOX, "body": whole})
    reach = await ways.reaching(session, account_id)
    choice = await choices.choice_of(session, account_id) if reach else None
    if choice is not None:
        await _tell_as_chosen(session, row, choice, reach)
    elif Channel.EMAIL in reach:
        await _mail(session, row, choices.Plan(clock.now(), in_digest=False))


async def _tell_as_chosen(
    session: AsyncSession, row: dict[str, Any], choice: choices.MessageChoice, reach: set[Channel]
) -> None:
    said = matters.Said(row["title"], row["body"], row["link"])
    matter = await matters.matter_of(session, said)
    plan = choices.plan(choice, said.link, clock.now(), matter.urgency)
    if plan is not None and Channel.EMAIL in reach:
        await _mail(session, row, plan)
    for channel, asked in ((Channel.SMS, choice.texting), (Channel.WECHAT, choice.wechat)):
        at = choices.ping_at(choice, asked, said.link, clock.now(), matter.urgency)
        if at is not None and channel in reach:
            await _ping(session, row | {"channel": channel}, matter, at)


async def _ping(
    session: AsyncSession, row: dict[str, Any], matter: matters.Matter, at: datetime
) -> None:
    """By a gateway of others: the platform's words alone, whatever the inbox says."""
    told = {"title": matter.words, "body": matter.kind, "in_digest": False}
    waiting = {"delivery": Delivery.QUEUED, "next_attempt_at": at}
    queued = await _write(session, row | told | waiting)
    if queued and at <= clock.now():
        await _queue(session, queued)


async def _mail(session: AsyncSession, row: dict[str, Any], plan: choices.Plan) -> None:
    mailed = {"channel": Channel.EMAIL, "delivery": Delivery.QUEUED, "in_digest": plan.in_digest}
    queued = await _write(session, row | mailed | {"next_attempt_at": plan.at})
    is_due = not plan.in_digest and plan.at <= clock.now()
    if queued and is_due and get_settings().smtp_url:
        await _queue(session, queued)


async def send_letter(
    session: AsyncSession, event_key: str, address: str, title: str, body: str, link: str
) -> None:
    """Step: mail somebody without an account a link of their own, once for each `event_key`.

    Address and link are kept sealed, and only until the letter is on its way.
    """
    row = {
        "event_key": event_key,
        "account_id": None,
        "address": address,
        "private_link": link,
        "channel": Channel.EMAIL,
        "title": masking.words(title),
        "body": masking.words(body),
        "link": "",
        "created_at": clock.now(),
        "attempts": 0,
        "delivery": Delivery.QUEUED,
        "next_attempt_at": clock.now(),
    }
    queued = await _write(session, row)
    if queued and get_settings().smtp_url:
        await _queue(session, queued)


async def recall_letters(session: AsyncSession, prefix: str) -> None:
    """Step: letters whose event key begins with `prefix` and are not on their way stay here."""
    query = select(Message).where(
        Message.event_key.startswith(prefix, autoescape=True),
        Message.account_id.is_(None),
        Message.delivery == Delivery.QUEUED,
    )
    for message in (await session.execute(query.with_for_update())).scalars():
        give_up(message, "recalled")
    await session.flush()


def give_up(message: Message, why: str) -> None:
    """Step: this mail is not sent any more."""
    message.delivery, message.last_error = Delivery.GIVEN_UP, why
    message.address = message.private_link = None


async def _write(session: AsyncSession, row: dict[str, Any]) -> UUID | None:
    statement = insert(Message).values(id=new_id(), **row).on_conflict_do_nothing()
    written = await session.execute(statement.returning(Message.id))
    found: UUID | None = written.scalar_one_or_none()
    return found


async def _queue(session: AsyncSession, message_id: UUID) -> None:
    await jobs.enqueue(
        session, DELIVER, {"message_id": str(message_id)}, dedupe_key=f"outbox:{message_id}"
    )


async def deliver(db: Database, message_id: UUID) -> None:
    """Send one queued message. A failure is written down and tried again, for three days."""
    async with db.transaction() as session:
        query = select(Message).filter_by(id=message_id, delivery=Delivery.QUEUED, in_digest=False)
        # Locked while it is sent: two workers never send the same mail.
        found = await session.execute(query.with_for_update(skip_locked=True))
        message = found.scalar_one_or_none()
        if message is None:
            return
        address = await ways.where_to(session, message)
        if address is None:
            give_up(message, "no address")
            return
        await _attempt(session, message, address)


async def _attempt(session: AsyncSession, message: Message, address: str) -> None:
    message.attempts += 1
    try:
        await ways.hand_over(message, address)
    except WechatUnreachableError:
        await _lose_wechat(session, message, address)
    except ways.NOT_TAKEN as error:
        # The server's words may repeat the address: keep the kind of failure only.
        message.last_error = type(error).__name__
        message.next_attempt_at = clock.now() + wait_before(message.attempts + 1)
        logs.get("outbox").warning("not sent", attempt=message.attempts, error=message.last_error)
    else:
        message.delivery, message.sent_at = Delivery.SENT, clock.now()
        message.last_error = message.next_attempt_at = None
        message.address = message.private_link = None


async def _lose_wechat(session: AsyncSession, message: Message, openid: str) -> None:
    """Nothing gets through any more: the binding ends, and its owner is told where he reads it."""
    to = message.account_id
    assert to is not None
    give_up(message, "unreachable")
    ended = await wechat_bindings.lose(session, to, openid)
    if ended is not None:
        await send_message(session, f"wechat:{ended}:lost", to, *wechat_bindings.LOST)


def wait_before(attempt: int) -> timedelta:
    """The pause before the n-th attempt: doubling up to an hour."""
    return min(FIRST_WAIT * 2 ** min(attempt - 2, 20), LONGEST_WAIT)


async def deliver_due(db: Database) -> None:
    """Queue the delivery of every mail that is due, and give up on those that waited too long.

    This also finds mails whose first job was lost, or that were written before a mail server
    was configured.
    """
    open_ways = ways.open_channels()
    if not open_ways:
        return
    now = clock.now()
    async with db.transaction() as session:
        query = (
            select(Message)
            .where(Message.channel.in_(open_ways))
            .where(Message.delivery == Delivery.QUEUED, Message.next_attempt_at <= now)
            .where(~Message.in_digest)
            .order_by(Message.next_attempt_at)
            .limit(500)
            .with_for_update(skip_locked=True)
        )
        for message in (await session.execute(query)).scalars():
            if message.created_at < now - GIVE_UP_AFTER:
                give_up(message, "too old")
            else:
                await _queue(session, message.id)

"""How a message leaves the platform: by which address, and over which server or gateway."""

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform import mail, sms, wechat, wechat_bindings
from backend.settings import get_settings

if TYPE_CHECKING:
    from backend.platform.outbox import Message


class Channel(StrEnum):
    """Where a message is read."""

    INBOX = "inbox"
    EMAIL = "email"
    SMS = "sms"
    WECHAT = "wechat"


NOT_TAKEN = (OSError, ValueError, sms.SmsError, wechat.WechatError)
"""What `hand_over` raises."""


# Identity stands above: its table is read by name, so that an address is never copied here.
accounts = table("accounts", column("id"), column("email"), column("phone"), column("state"))


async def address_of(session: AsyncSession, account_id: UUID) -> str | None:
    """Step: where a person's mail goes, read when it is sent."""
    query = select(accounts.c.email).where(accounts.c.id == account_id)
    found: str | None = (await session.execute(query)).scalar_one_or_none()
    return found


async def phone_of(session: AsyncSession, account_id: UUID) -> str | None:
    """Step: where a person's short messages go, read when one is sent."""
    query = select(accounts.c.phone).where(accounts.c.id == account_id)
    found: str | None = (await session.execute(query)).scalar_one_or_none()
    return found


def open_channels() -> list[Channel]:
    """The ways out of the platform that this deployment has."""
    settings = get_settings()
    there = {
        Channel.EMAIL: settings.smtp_url,
        Channel.SMS: settings.sms_url,
        Channel.WECHAT: wechat.account_of(settings),
    }
    return [channel for channel, way in there.items() if way]


async def reaching(session: AsyncSession, account_id: UUID) -> set[Channel]:
    """Step: the ways by which somebody can be told now, besides the inbox.

    Mail without a server waits for one; a gateway that is not there is not asked.
    """
    found = set(open_channels()) & {Channel.SMS, Channel.WECHAT}
    if await address_of(session, account_id) is not None:
        found.add(Channel.EMAIL)
    if Channel.WECHAT in found and not await wechat_bindings.openid_of(session, account_id):
        found.remove(Channel.WECHAT)
    return found


async def where_to(session: AsyncSession, message: "Message") -> str | None:
    """Step: the address of a message, read when it is sent; None where there is none."""
    if message.address is not None or message.account_id is None:
        return message.address
    find = {Channel.SMS: phone_of, Channel.WECHAT: wechat_bindings.openid_of}
    return await find.get(Channel(message.channel), address_of)(session, message.account_id)


async def _text(message: "Message", phone: str) -> None:
    gateway = sms.gateway_of(get_settings())
    if gateway is None:
        raise sms.SmsError("no gateway")
    await gateway.send(message.id, phone, message.title)


async def _wechat(message: "Message", openid: str) -> None:
    account = wechat.account_of(get_settings())
    if account is None:
        raise wechat.WechatError("no service account")
    url = get_settings().site_url + message.link
    telling = wechat.Telling(message.body, message.title, message.created_at, url)
    await account.send(message.id, openid, telling)


async def _letter(message: "Message", address: str) -> None:
    settings = get_settings()
    way = message.private_link or "请登录平台查看详情。"
    text = f"{message.body}\n\n{way}\n\n本邮件由系统自动发出，请勿回复。\n"
    domain = settings.mail_from.rpartition("@")[2]
    letter = mail.compose(
        settings.mail_from, address, message.title, text, f"<{message.id}@{domain}>"
    )
    await mail.deliver(settings.smtp_url, letter)


async def hand_over(message: "Message", address: str) -> None:
    """Send it. Raises one of NOT_TAKEN when it was not taken."""
    send = {Channel.SMS: _text, Channel.WECHAT: _wechat}
    await send.get(Channel(message.channel), _letter)(message, address)

"""Whose WeChat belongs to which account: sealed, one to one, and forgotten when it ends."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import audit, clock
from backend.platform.crypto import Encrypted, keyed_hash
from backend.platform.identifiers import new_id
from backend.platform.models import Entity, Record


class Ended(StrEnum):
    """Why a binding is over."""

    UNBOUND = "unbound"
    REPLACED = "replaced"
    UNREACHABLE = "unreachable"
    DISABLED = "disabled"


class WechatBinding(Entity):
    """A person's WeChat, as the service account knows it, until it ends."""

    __tablename__ = "wechat_bindings"
    __table_args__ = (
        CheckConstraint("num_nonnulls(openid, openid_hash) IN (0, 2)", name="found_again"),
        CheckConstraint("(ended_at IS NULL) = (openid IS NOT NULL)", name="forgotten"),
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="because"),
        Index(
            "uq_wechat_bindings_account",
            "account_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        # Whoever ended has no hash, so that his WeChat may be bound again.
        Index("uq_wechat_bindings_openid", "openid_hash", unique=True),
        Index("ix_wechat_bindings_account", "account_id", "created_at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    openid: Mapped[str | None] = mapped_column(Encrypted("wechat_bindings.openid"))
    openid_hash: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None]


class WechatRequest(Record):
    """A binding somebody has begun: the proof, kept as a hash, that who comes back is him."""

    __tablename__ = "wechat_requests"
    __table_args__ = (
        Index("uq_wechat_requests_token", "token_hash", unique=True),
        Index("ix_wechat_requests_account", "account_id"),
    )

    token_hash: Mapped[str]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


async def latest(session: AsyncSession, account_id: UUID) -> WechatBinding | None:
    """Step: a person's binding, or the last one there was."""
    query = select(WechatBinding).filter_by(account_id=account_id)
    newest = query.order_by(WechatBinding.ended_at.desc().nulls_first()).limit(1)
    return (await session.execute(newest)).scalar_one_or_none()


async def openid_of(session: AsyncSession, account_id: UUID) -> str | None:
    """Step: where a person's WeChat messages go, read when one is sent."""
    query = select(WechatBinding.openid).filter_by(account_id=account_id, ended_at=None)
    found: str | None = (await session.execute(query)).scalar_one_or_none()
    return found


async def bind(
    session: AsyncSession, account_id: UUID, openid: str, actor: audit.Acting
) -> WechatBinding:
    """Step: tell this account in this WeChat from now on, instead of in another.

    Raises IntegrityError on uq_wechat_bindings_openid where it belongs to another account.
    """
    await end(session, account_id, Ended.REPLACED, actor)
    made = WechatBinding(
        id=new_id(), account_id=account_id, openid=openid, openid_hash=keyed_hash(openid)
    )
    session.add(made)
    await audit.record(session, made, "bind", actor)
    return made


async def end(
    session: AsyncSession, account_id: UUID, because: Ended, actor: audit.Acting, **only: str
) -> WechatBinding | None:
    """Step: end an account's binding, if there is one, and forget whose WeChat it was.

    `openid_hash` says which one alone is meant.
    """
    query = select(WechatBinding).filter_by(account_id=account_id, ended_at=None, **only)
    found = (await session.execute(query.with_for_update())).scalar_one_or_none()
    if found is not None:
        found.openid = found.openid_hash = None
        found.ended_at, found.ended_because = clock.now(), because
        await audit.record(session, found, "unbind", actor, because=because)
    return found


LOST = (
    "微信通知已停止",
    "微信消息已送不到您这里，多半是因为没有关注本平台的服务号。需要的话，请关注后重新绑定。",
    "/notifications/choices",
)
"""What is said of it: title, words and page."""


async def lose(session: AsyncSession, account_id: UUID, openid: str) -> UUID | None:
    """Step: nothing reaches this WeChat; the binding that ended, unless it was another by then."""
    only = {"openid_hash": keyed_hash(openid)}
    ended = await end(session, account_id, Ended.UNREACHABLE, audit.PLATFORM, **only)
    return ended.id if ended else None


async def forget_requests(session: AsyncSession, before: datetime) -> None:
    """Step: drop bindings begun that nobody can come back to any more."""
    await session.execute(delete(WechatRequest).where(WechatRequest.expires_at < before))

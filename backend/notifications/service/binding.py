"""Binding one's WeChat: begun here, confirmed in WeChat, ended at any time.

The page that WeChat sends people back to only shows a button: opening it, as scanners do, changes
nothing. Whoever presses it has to be signed in to the account that began.
"""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.notifications import queries
from backend.notifications.rules import comes_back_in_time
from backend.notifications.schemas import BindingIn, WechatLink, WechatRead
from backend.platform import clock, masking, throttle, wechat_bindings
from backend.platform import wechat as adapter
from backend.platform.constraints import on_violation
from backend.platform.database import Database, read_case, use_case
from backend.platform.documents import qr_svg
from backend.platform.edits import expect_version
from backend.platform.identifiers import new_id
from backend.platform.letters import page_address
from backend.platform.outbox import send_message
from backend.platform.problems import Problem, conflict, enforce
from backend.platform.secret_links import token_hash
from backend.platform.wechat_bindings import Ended, WechatBinding, WechatRequest
from backend.settings import get_settings

PAGE = "/wechat"
LIFETIME = timedelta(minutes=10)
KEPT = timedelta(days=1)
"""How long what was begun is remembered, so that a second attempt is told what happened."""
ATTEMPTS, WITHIN = 20, timedelta(minutes=10)
NOT_OFFERED = "本平台没有开通微信通知。"
BOUND = (
    "您的账号绑定了微信",
    "所选事项今后也会在微信里告诉您。如果不是您本人操作，请立即解除绑定并修改密码。",
    "/account",
)

on_violation(
    "uq_wechat_bindings_openid",
    "这个微信已经绑定了另一个账号。请先登录那个账号解除绑定，再来绑定。",
)
on_violation("uq_wechat_bindings_account", "刚才已在别处绑定了微信，请刷新后查看。")


def _offered() -> adapter.ServiceAccount:
    account = adapter.account_of(get_settings())
    if account is None:
        raise conflict(NOT_OFFERED, kind="wechat/not-offered")
    return account


def _read(binding: WechatBinding | None) -> WechatRead:
    """What somebody may know of his own binding: never the whole of who he is to WeChat."""
    openid = binding.openid if binding else None
    return WechatRead(
        version=binding.version if binding else 0,
        is_offered=adapter.account_of(get_settings()) is not None,
        openid=masking.openid(openid),
        bound_at=binding.created_at if binding and openid else None,
        is_lost=binding is not None and binding.ended_because == Ended.UNREACHABLE,
    )


async def _own(session: AsyncSession, actor: Actor) -> WechatBinding | None:
    assert actor.account_id is not None
    return await wechat_bindings.latest(session, actor.account_id)


@read_case
async def wechat(session: AsyncSession, actor: Actor) -> WechatRead:
    """Whether the actor's WeChat is bound."""
    return _read(await _own(session, actor))


@use_case
async def begin_binding(session: AsyncSession, actor: Actor) -> WechatLink:
    """A link into WeChat that leads back here once, for ten minutes, for this account alone.

    Raises 409 where WeChat is not offered, 429 after too many.
    """
    account, secret = _offered(), adapter.new_state()
    await throttle.take(session, f"wechat:{actor.account_id}", burst=ATTEMPTS, per=WITHIN)
    asked = WechatRequest(
        id=new_id(),
        token_hash=token_hash(secret),
        account_id=actor.account_id,
        expires_at=clock.now() + LIFETIME,
    )
    session.add(asked)
    url = account.authorize_url(page_address(PAGE), secret)
    return WechatLink(url=url, qr=qr_svg(url), expires_at=asked.expires_at)


async def bind(db: Database, actor: Actor, body: BindingIn) -> WechatRead:
    """Bind the WeChat that brought `code` to the actor's account.

    Raises 409 TOLD-02 for what was used before, is too old or was begun by another account, 409
    where the code is no good or the WeChat belongs to another account, 503 when WeChat is silent.
    """
    account = _offered()
    await _come_back(db, actor, body.state)
    # Outside of a transaction: nobody waits for WeChat with a row locked.
    try:
        openid = await account.openid_by(body.code)
    except adapter.WechatCodeError:
        text = "微信给的凭据已经用过或过期（五分钟内有效，只能用一次）。请重新开始绑定。"
        raise conflict(text, kind="wechat/code") from None
    except adapter.WechatError:
        text = "暂时连不上微信，没有绑定。请过几分钟重新开始绑定。"
        raise Problem(503, text, headers={"Retry-After": "60"}, kind="wechat/silent") from None
    return await _bind(db, actor, openid)


@use_case
async def _come_back(session: AsyncSession, actor: Actor, secret: str) -> None:
    asked = await queries.begun(session, token_hash(secret))
    enforce(
        comes_back_in_time(
            is_own=asked is not None and asked.account_id == actor.account_id,
            is_used=asked is not None and asked.used_at is not None,
            is_over=asked is not None and asked.expires_at <= clock.now(),
        )
    )
    assert asked is not None
    asked.used_at = clock.now()


@use_case
async def _bind(session: AsyncSession, actor: Actor, openid: str) -> WechatRead:
    assert actor.account_id is not None
    binding = await wechat_bindings.bind(session, actor.account_id, openid, actor)
    await send_message(session, f"wechat:{binding.id}:bound", actor.account_id, *BOUND)
    return _read(binding)


@use_case
async def unbind(session: AsyncSession, actor: Actor, expected: int) -> WechatRead:
    """Tell the actor nothing more in WeChat. Raises 412 when it is another binding by now."""
    binding = await _own(session, actor)
    if binding is not None and binding.ended_at is None:
        expect_version(binding, expected)
        await wechat_bindings.end(session, binding.account_id, Ended.UNBOUND, actor)
    return _read(binding)


async def forget_requests(db: Database) -> None:
    """Drop what was begun and never came back."""
    async with db.transaction() as session:
        await wechat_bindings.forget_requests(session, clock.now() - KEPT)

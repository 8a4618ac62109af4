"""Signing in, staying signed in, signing out."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import queries, tokens
from backend.identity.actor import Actor
from backend.identity.models import Account, RefreshToken, Session
from backend.identity.passwords import verify_password
from backend.identity.permissions import Role
from backend.identity.schemas import SignIn
from backend.identity.states import AccountState
from backend.platform import clock, throttle
from backend.platform.database import Database, read_case, use_case
from backend.platform.problems import Problem
from backend.settings import get_settings

WINDOW = timedelta(minutes=5)
# Two tabs may refresh at once with the same cookie; that is no theft.
HONEST_REPEAT = timedelta(seconds=10)
WRONG = "账号或密码不对。请检查后重试；忘记密码可联系组织推荐部门或技术支持重置。"


@dataclass(frozen=True)
class Tokens:
    """What a sign-in or refresh hands out."""

    access: str
    refresh: str


def _unauthenticated(
    detail: str = "登录已失效，请重新登录。已填写的内容不会丢失。",
) -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": "Bearer"})


async def _throttled(db: Database, key: str) -> None:
    # A transaction of its own: the attempt counts even when all else is rolled back.
    async with db.transaction() as session:
        await throttle.take(session, key, burst=get_settings().login_attempts, per=WINDOW)


@read_case
async def _credentials(session: AsyncSession, identifier: str) -> Account | None:
    return await queries.find_account(session, identifier)


@use_case
async def _open_session(session: AsyncSession, account_id: UUID, user_agent: str) -> Tokens:
    opened = Session(account_id=account_id, user_agent=user_agent[:200])
    session.add(opened)
    await session.flush()
    return await _next_tokens(session, account_id, opened.id)


async def sign_in(db: Database, body: SignIn, address: str, user_agent: str) -> Tokens:
    """Exchange phone or e-mail and password for tokens.

    Raises 401 alike for a wrong password, an unknown and a disabled account, and 429 after too
    many attempts on one account or from one address.
    """
    name = f"sign-in:{tokens.token_hash(body.identifier.strip().lower())}"
    await _throttled(db, name)
    await _throttled(db, f"sign-in-from:{address}")
    account = await _credentials(db, body.identifier)
    right = await verify_password(body.password, account.password_hash if account else None)
    if account is None or not right or account.state != AccountState.ACTIVE:
        raise _unauthenticated(WRONG)
    async with db.transaction() as session:
        await throttle.refund(session, name)
        # Forgotten altogether, it could be reset with one good account to go on guessing others.
        await throttle.give_back(session, f"sign-in-from:{address}")
    return await _open_session(db, account.id, user_agent)


async def _next_tokens(session: AsyncSession, account_id: UUID, session_id: UUID) -> Tokens:
    refresh = tokens.new_refresh_token()
    lifetime = timedelta(days=get_settings().refresh_token_days)
    session.add(
        RefreshToken(
            token_hash=tokens.token_hash(refresh),
            session_id=session_id,
            expires_at=clock.now() + lifetime,
        )
    )
    return Tokens(tokens.issue_access_token(account_id, session_id), refresh)


async def refresh(db: Database, presented: str) -> Tokens:
    """Rotate the refresh token. A used one presented again revokes its whole family (401)."""
    async with db.transaction() as session:
        rotated = await _rotate(session, presented)
    if rotated is None:
        raise _unauthenticated()
    return rotated


async def _rotate(session: AsyncSession, presented: str) -> Tokens | None:
    query = select(RefreshToken).filter_by(token_hash=tokens.token_hash(presented))
    link = (await session.execute(query.with_for_update())).scalar_one_or_none()
    if link is None or link.expires_at < clock.now():
        return None
    family = await session.get_one(Session, link.session_id)
    account = await session.get_one(Account, family.account_id)
    if family.revoked_at or account.state != AccountState.ACTIVE:
        return None
    if link.used_at and clock.now() - link.used_at > HONEST_REPEAT:
        family.revoked_at, family.revoked_because = clock.now(), "refresh token reused"
        return None
    link.used_at = link.used_at or clock.now()
    return await _next_tokens(session, account.id, family.id)


async def revoke_sessions(
    session: AsyncSession, account_id: UUID, because: str, *, keep: UUID | None = None
) -> None:
    """Step: end every session of the account, but for `keep`, from the next request on."""
    ending = update(Session).where(Session.account_id == account_id, Session.revoked_at.is_(None))
    if keep is not None:
        ending = ending.where(Session.id != keep)
    await session.execute(ending.values(revoked_at=clock.now(), revoked_because=because))


@use_case
async def sign_out(session: AsyncSession, presented: str) -> None:
    """End the session the refresh token belongs to; nothing happens for an unknown one."""
    query = select(RefreshToken.session_id).filter_by(token_hash=tokens.token_hash(presented))
    family = (await session.execute(query)).scalar_one_or_none()
    if family is not None:
        ending = update(Session).where(Session.id == family, Session.revoked_at.is_(None))
        await session.execute(ending.values(revoked_at=clock.now(), revoked_because="sign-out"))


@read_case
async def actor_of(session: AsyncSession, token: str | None, hat_id: UUID | None) -> Actor:
    """The actor behind an access token, wearing `hat_id` or else the oldest hat.

    Raises 401 when token, session or account are not good any more, 403 for a foreign hat.
    """
    named = tokens.read_access_token(token) if token else None
    live = await queries.live_session(session, *named) if named else None
    if named is None or live is None:
        raise _unauthenticated("请先登录。" if token is None else "登录已失效，请重新登录。")
    hats = await queries.hats(session, live.id)
    hat = next((row for row in hats if hat_id is None or row.id == hat_id), None)
    if hat is None and hat_id is not None:
        raise Problem(403, "您没有这个身份，或已不再担任。请重新选择身份。")
    if hat is None:
        return Actor(live.id, None, live.display_name, Role.PERSON, named[1])
    return Actor(
        account_id=live.id,
        membership_id=hat.id,
        # Everything that names an actor then says for whom it was done.
        name=live.display_name + (f"（代{hat.acting_for}）" if hat.acting_for else ""),
        role=Role(hat.role),
        session_id=named[1],
        expert_id=hat.expert_id,
        enterprise_id=hat.enterprise_id,
        organisation_id=hat.organisation_id,
        organisation_type=hat.organisation_type,
        acting_for=hat.acting_for,
    )

"""Accounts and sessions over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Cookie, Header, Response

from backend.identity import invitations, service, sessions
from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.identity.schemas import (
    AccessToken,
    AccountIn,
    AccountRead,
    Activated,
    Activation,
    InvitationPreview,
    MeRead,
    PasswordChange,
    SignIn,
)
from backend.platform import request_scope
from backend.platform.problems import Problem
from backend.platform.routing import Db, SecretLink, SliceRouter
from backend.settings import get_settings

router = SliceRouter("identity")

COOKIE = "tepai_refresh"
PATH = "/api/v1/session"
RefreshCookie = Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)]


def _hand_out(response: Response, handed: sessions.Tokens) -> AccessToken:
    settings = get_settings()
    response.set_cookie(
        COOKIE,
        handed.refresh,
        max_age=settings.refresh_token_days * 86400,
        path=PATH,
        httponly=True,
        secure=settings.secure_cookies,
        samesite="strict",
    )
    response.headers["Cache-Control"] = "no-store"
    return AccessToken(access_token=handed.access, expires_in=settings.access_token_minutes * 60)


@router.post("/accounts", public=True, status_code=201)
async def register(body: AccountIn, db: Db) -> AccountRead:
    """Open an account."""
    scope = request_scope.current()
    return await service.sign_up(db, body, scope.client_address if scope else "")


@router.post("/session", public=True, idempotent=False)
async def sign_in(
    body: SignIn,
    response: Response,
    db: Db,
    user_agent: Annotated[str, Header()] = "",
) -> AccessToken:
    """Sign in with phone or e-mail and password."""
    scope = request_scope.current()
    address = scope.client_address if scope else ""
    return _hand_out(response, await sessions.sign_in(db, body, address, user_agent))


@router.post("/session/refresh", public=True, idempotent=False)
async def refresh(response: Response, db: Db, cookie: RefreshCookie = None) -> AccessToken:
    """Exchange the refresh cookie for a new access token."""
    if cookie is None:
        raise Problem(401, "请先登录。", headers={"WWW-Authenticate": "Bearer"})
    return _hand_out(response, await sessions.refresh(db, cookie))


@router.delete("/session", public=True, guarded_edit=False, status_code=204)
async def sign_out(response: Response, db: Db, cookie: RefreshCookie = None) -> None:
    """Sign out on this device."""
    if cookie is not None:
        await sessions.sign_out(db, cookie)
    response.delete_cookie(COOKIE, path=PATH)


@router.get("/invitation", public=True)
async def open_invitation(db: Db, link: SecretLink = "") -> InvitationPreview:
    """What an activation link offers."""
    return await invitations.preview(db, link)


# The link works once: that is its own proof against doing it twice.
@router.post("/invitation/accept", public=True, idempotent=False)
async def accept_invitation(body: Activation, db: Db, link: SecretLink = "") -> Activated:
    """Take up an activation link: set a password, or prove the account there is."""
    return await invitations.accept(db, link, body)


@router.get("/me", permission=Permission.ACCOUNT_SELF)
async def me(db: Db, actor: Who) -> MeRead:
    """Who I am, my hats, and what the present one may do."""
    return await service.me(db, actor)


@router.put(
    "/me/password",
    permission=Permission.ACCOUNT_SELF,
    guarded_edit=False,
    status_code=204,
)
async def change_password(body: PasswordChange, db: Db, actor: Who) -> None:
    """Change my password; every other device is signed out."""
    await service.change_password(db, actor, body)


@router.post("/accounts/{account_id}/disable", permission=Permission.ACCOUNT_MANAGE)
async def disable(account_id: UUID, db: Db, actor: Who) -> AccountRead:
    """Stop an account from acting, from its next request on."""
    return await service.set_account_state(db, actor, account_id, "disable")


@router.post("/accounts/{account_id}/enable", permission=Permission.ACCOUNT_MANAGE)
async def enable(account_id: UUID, db: Db, actor: Who) -> AccountRead:
    """Let a disabled account sign in again."""
    return await service.set_account_state(db, actor, account_id, "enable")

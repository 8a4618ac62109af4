"""Speaking to WeChat as a service account (服务号); off unless a deployment has one.

Spoken is the server API of official accounts as published: `stable_token`, which any number of
our processes may ask for without taking it from one another, `message/template/send`, and the web
page authorisation `snsapi_base`, which tells who somebody is to this account, and nothing else.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx

from backend.platform import clock
from backend.settings import Settings

TIMEOUT_SECONDS = 10
LONGEST_WORD = 20
"""What a hole of the kind `thing` takes; WeChat refuses longer ones."""
STALE = frozenset({40001, 40014, 42001})
"""The access token is not good any more."""
UNREACHABLE = frozenset({40003, 43004, 43019})
"""No such person, or one who does not follow, or blocked, the account: trying again is no use."""
CODE_REFUSED = frozenset({40029, 40163, 41008, 42003})
MARGIN = timedelta(minutes=5)


class WechatError(Exception):
    """WeChat did not do it. Says its error code only, never whom it was about."""


class WechatUnreachableError(WechatError):
    """Nothing will reach this person until he binds again."""


class WechatCodeError(WechatError):
    """What somebody brought back from WeChat is used, too old, or not from there."""


@dataclass(frozen=True)
class _Token:
    text: str
    until: datetime


_tokens: dict[tuple[str, str], _Token] = {}
"""The access token of this process, by address and account."""


@dataclass(frozen=True)
class Telling:
    """All a message says: the kind of matter and what happened, in our words, when, and where."""

    kind: str
    words: str
    at: datetime
    url: str


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_WORD else words[: LONGEST_WORD - 1] + "…"


def _checked(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    code = int(answer.get("errcode") or 0)
    if code in UNREACHABLE:
        raise WechatUnreachableError(str(code))
    if code in CODE_REFUSED:
        raise WechatCodeError(str(code))
    if code:
        raise WechatError(str(code))
    return answer


@dataclass(frozen=True)
class ServiceAccount:
    """One service account, with its template and the names of the template's three holes."""

    app_id: str
    secret: str
    template: str
    fields: tuple[str, str, str]
    api_url: str
    open_url: str

    def authorize_url(self, back: str, state: str) -> str:
        """Where somebody, inside WeChat, is sent `back` from with `state` and a code."""
        asked = {
            "appid": self.app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
        }
        # WeChat wants them in this order, and the fragment.
        return f"{self.open_url}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect"

    async def openid_by(self, code: str) -> str:
        """Who brought `code`, as this account knows him.

        Raises WechatCodeError for a code that is no good, WechatError when WeChat cannot say.
        """
        asked = {
            "appid": self.app_id,
            "secret": self.secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        answer = await self._ask("GET", "/sns/oauth2/access_token", params=asked)
        openid = _checked(answer).get("openid")
        if not isinstance(openid, str) or not re.fullmatch(r"[\w-]{6,128}", openid):
            raise WechatError("no openid")
        return openid

    async def send(self, id: UUID, openid: str, telling: Telling) -> None:
        """Send one template message; `id` is the same at each attempt.

        Raises WechatUnreachableError where no attempt will do, WechatError when it was not taken.
        """
        kind, words, when = self.fields
        body = {
            "touser": openid,
            "template_id": self.template,
            "url": telling.url,
            "client_msg_id": str(id),
            "data": {
                kind: {"value": _short(telling.kind)},
                words: {"value": _short(telling.words)},
                when: {"value": f"{telling.at.astimezone(clock.SHANGHAI):%Y年%-m月%-d日 %H:%M}"},
            },
        }
        token = await self._token()
        answer = await self._send(token, body)
        if int(answer.get("errcode") or 0) in STALE:
            answer = await self._send(await self._token(refused=token), body)
        _checked(answer)

    async def _send(self, token: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        path = "/cgi-bin/message/template/send"
        return await self._ask("POST", path, params={"access_token": token}, json=body)

    async def _token(self, *, refused: str = "") -> str:
        """The present access token; a new one where `refused` was it."""
        known = _tokens.get((self.api_url, self.app_id))
        if known and known.text != refused and clock.now() < known.until:
            return known.text
        token = await self._new_token(force=False)
        # Asked in the ordinary way WeChat repeats its token while it thinks that it is good.
        return await self._new_token(force=True) if token == refused else token

    async def _new_token(self, *, force: bool) -> str:
        asked = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": force,
        }
        answer = _checked(await self._ask("POST", "/cgi-bin/stable_token", json=asked))
        try:
            token, seconds = str(answer["access_token"]), int(answer["expires_in"])
        except (KeyError, TypeError, ValueError):
            raise WechatError("no token") from None
        until = clock.now() + max(timedelta(seconds=seconds) - MARGIN, timedelta())
        _tokens[self.api_url, self.app_id] = _Token(token, until)
        return token

    async def _ask(self, method: str, path: str, **what: Any) -> Mapping[str, Any]:
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
                answer = (await client.request(method, f"{self.api_url}{path}", **what)).json()
        # The failure's own words would repeat the address, and with it secret and token.
        except (httpx.HTTPError, ValueError) as error:
            raise WechatError(type(error).__name__) from None
        if not isinstance(answer, dict):
            raise WechatError("no object")
        return answer


def new_state() -> str:
    """256 random bits in the letters and digits that WeChat hands back unchanged."""
    return secrets.token_hex(32)


def account_of(settings: Settings) -> ServiceAccount | None:
    """The service account of this deployment; None, as delivered, tells nobody in WeChat."""
    if not (settings.wechat_app_id and settings.wechat_secret and settings.wechat_template):
        return None
    kind, words, when = (name.strip() for name in settings.wechat_fields.split(","))
    return ServiceAccount(
        app_id=settings.wechat_app_id,
        secret=settings.wechat_secret,
        template=settings.wechat_template,
        fields=(kind, words, when),
        api_url=settings.wechat_api_url.rstrip("/"),
        open_url=settings.wechat_open_url.rstrip("/"),
    )

"""What a request may cost before anybody looks at it: time to arrive, bytes, nesting."""

import asyncio
import re
from contextlib import suppress

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.problems import Problem, respond
from backend.settings import Settings, get_settings

MAX_NESTING = 50
LINGER_SECONDS = 1.0
BEGAN = "tepai.began"
"""Scope extension: the loop's time at the request's first byte, set by platform.server."""

# Filled by routes that say `upload=True`: the only ones that take a large body.
UPLOAD_PATHS: set[str] = set()

# PostgreSQL stores every character but this one, plain or escaped in JSON.
_NUL = re.compile(rb"\x00|(?<!\\)(?:\\\\)*\\u0000")
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def nesting(text: bytes) -> int:
    """How deep the brackets of a JSON text go, brackets inside strings not counted."""
    if text.count(b"[") + text.count(b"{") <= MAX_NESTING:
        return 0  # too few brackets to be deep: nearly every request ends here
    depth = deepest = 0
    for character in _STRINGS.sub(b"", text):
        if character in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in b"]}":
            depth -= 1
    return deepest


def _megabytes(limit: int) -> str:
    return f"{limit / 1024 / 1024:g} MB"


class Intake:
    """One request's body on its way in. Once refused, the application's own answer is dropped."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, settings: Settings) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        headers = dict(scope["headers"])
        self._declared = headers.get(b"content-length", b"")
        self._json = bytearray() if b"json" in headers.get(b"content-type", b"") else None
        is_upload = scope["path"] in UPLOAD_PATHS
        self._limit = settings.upload_limit_bytes if is_upload else settings.body_limit_bytes
        now = asyncio.get_running_loop().time()
        began = (scope.get("extensions") or {}).get(BEGAN, {}).get("at", now)
        self._seconds = settings.request_timeout_seconds
        self._deadline = began + self._seconds
        self._arrived = 0
        self._complete = self._answering = False
        self.refusal: Problem | None = None

    def _refuse(self, status: int, detail: str) -> Problem:
        self.refusal = Problem(status, detail)
        return self.refusal

    def check_head(self) -> None:
        """What the head alone tells, before a byte of the body is read.

        Raises 413 for a Content-Length over the limit, 400 for an address nothing can match.
        """
        if "\0" in self.scope["path"] or b"%00" in self.scope["query_string"]:
            raise self._refuse(400, "地址中含有无法识别的字符。")
        if self._declared.isdigit() and int(self._declared) > self._limit:
            raise self._too_large()

    def _too_large(self) -> Problem:
        limit = _megabytes(self._limit)
        return self._refuse(413, f"提交的内容超过 {limit}，请压缩或分开后再提交。")

    async def receive(self) -> Message:
        """The next part of the body. Raises 408, 413 or 400 when it breaks a limit."""
        if self._complete:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            seconds = f"{self._seconds:g}"
            text = f"内容在 {seconds} 秒内没有传完，请检查网络后重新提交。"
            raise self._refuse(408, text) from None
        if message["type"] == "http.request":
            self._inspect(message)
        return message

    def _inspect(self, message: Message) -> None:
        part = message.get("body", b"")
        self._arrived += len(part)
        if self._arrived > self._limit:
            raise self._too_large()
        self._complete = not message.get("more_body", False)
        if self._json is None:
            return
        self._json += part
        if self._complete:
            self._inspect_json(bytes(self._json))

    def _inspect_json(self, text: bytes) -> None:
        if nesting(text) > MAX_NESTING:
            raise self._refuse(400, f"提交的内容嵌套超过 {MAX_NESTING} 层，无法处理。")
        if _NUL.search(text):
            raise self._refuse(400, "提交的内容含有无法保存的字符（U+0000），请去掉后再提交。")

    async def send(self, message: Message) -> None:
        """Pass an answer on, unless the request was refused before it began."""
        if self.refusal is None or self._answering:
            self._answering = True
            await self._send(message)

    async def answer_refusal(self) -> None:
        """Send the refusal and close, if there is one and nothing was answered before it."""
        if self.refusal is None or self._answering:
            return
        self.refusal.headers["Connection"] = "close"
        response = respond(self.refusal, Request(self.scope))
        start = {"type": "http.response.start", "status": response.status_code}
        await self._send({**start, "headers": response.raw_headers})
        await self._send(
            {"type": "http.response.body", "body": bytes(response.body), "more_body": True}
        )
        await self._linger()
        await self._send({"type": "http.response.body", "body": b""})

    async def _linger(self) -> None:
        # Closing while the client still sends resets the connection, and the client may
        # never read why: take in what comes for a moment, and throw it away.
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                message: Message = {"type": "http.request", "more_body": not self._complete}
                while message["type"] == "http.request" and message.get("more_body", False):
                    message = await self._receive()


class RequestLimits:
    """Pure ASGI: bounds each body in time, size and nesting, chunked ones too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request within the limits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        intake = Intake(scope, receive, send, get_settings())
        try:
            intake.check_head()
            await self.app(scope, intake.receive, intake.send)
        except Exception:  # whatever the application made of the refusal it was given
            if intake.refusal is None:
                raise
        await intake.answer_refusal()

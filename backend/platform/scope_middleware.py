"""The outermost layer: gives each request its scope and its line in the log."""

import time

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform import logs, request_scope
from backend.platform.database import is_unreachable
from backend.platform.language import preferred
from backend.platform.problems import respond, unforeseen
from backend.platform.request_scope import RequestScope

# What every answer carries, the SPA's files included.
SECURITY_HEADERS = {
    b"content-security-policy": (
        b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    ),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"geolocation=(), microphone=(), payment=()",
    b"cross-origin-opener-policy": b"same-origin",
}
SPOKEN = {b"vary": b"Accept-Language"}
HTTPS_HEADERS = {b"strict-transport-security": b"max-age=31536000; includeSubDomains"}


def _address(scope: Scope, trusted_proxy: bool) -> str:
    if trusted_proxy:
        forwarded = dict(scope["headers"]).get(b"x-forwarded-for", b"")
        if forwarded:
            return str(forwarded.decode("latin-1").split(",")[-1].strip())
    return str((scope.get("client") or ("",))[0])


def _language(scope: Scope) -> str:
    asked = dict(scope["headers"]).get(b"accept-language", b"")
    return preferred(asked.decode("latin-1"))


def _is_spoken(scope: Scope) -> bool:
    """Whether the answer depends on the reader's language: the API's do, files of the pages not."""
    return str(scope["path"]).startswith("/api/")


class ScopeMiddleware:
    """Pure ASGI: wraps HTTP requests only."""

    def __init__(self, app: ASGIApp, *, trusted_proxy: bool = False, https: bool = False) -> None:
        self.app = app
        self.trusted_proxy = trusted_proxy
        self.headers = SECURITY_HEADERS | (HTTPS_HEADERS if https else {})
        self.log = logs.get("http")

    def _scope_of(self, scope: Scope) -> RequestScope:
        address = _address(scope, self.trusted_proxy)
        return RequestScope(client_address=address, language=_language(scope))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        outer = request_scope.current()
        mine = self._scope_of(scope)
        request_scope.enter(mine)
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name for name, _ in message["headers"]}
                own = self.headers | (SPOKEN if _is_spoken(scope) else {})
                extra = [(k, v) for k, v in own.items() if k not in present]
                request_id = (b"x-request-id", mine.request_id.encode())
                message["headers"] = [*message["headers"], *extra, request_id]
            await send(message)

        with structlog.contextvars.bound_contextvars(request=mine.request_id):
            try:
                await self.app(scope, receive, send_with_headers)
            except Exception as error:
                self.log.exception("unforeseen", path=scope["path"])
                if status:
                    raise  # half an answer is out: only breaking the connection is honest
                problem = unforeseen(unreachable=is_unreachable(error))
                response = respond(problem, Request(scope))
                await response(scope, receive, send_with_headers)
            finally:
                request_scope.enter(outer)
                route = scope.get("route")
                self.log.info(
                    "served",
                    method=scope["method"],
                    route=getattr(route, "path", scope["path"].split("?")[0]),
                    status=status,
                    ms=round((time.perf_counter() - started) * 1000, 1),
                )

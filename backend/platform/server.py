"""uvicorn with the deadlines it lacks: they hold without a proxy in front."""

from asyncio import Transport
from asyncio.events import TimerHandle

import uvicorn
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from backend.platform.limits import BEGAN, LINGER_SECONDS
from backend.platform.problems import MEDIA_TYPE, TITLES, Problem
from backend.settings import get_settings

MAX_HEAD_BYTES = 64 * 1024
# The application answers 408 at its deadline and lingers; only then is the line cut.
GRACE_SECONDS = LINGER_SECONDS + 2


def _refusal(status: int, detail: str) -> bytes:
    problem = Problem(status, detail).body("")
    body = problem.model_dump_json().encode()
    head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    return STATUS_LINE[status] + head.encode() + body


class DeadlineProtocol(HttpToolsProtocol):
    """Closes a connection whose request head or body does not arrive in time."""

    transport: Transport
    _timer: TimerHandle | None = None
    _in_body = False
    _head_bytes = 0
    _began = 0.0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """A new connection owes us a head."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._disarm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes of a head or body; a head that grows without end is refused with 431."""
        if not self._in_body and self._timer is None:
            self._await_head()
        if not self._in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        if not self._in_body and self._timer and self._head_bytes > MAX_HEAD_BYTES:
            self._refuse(431, "请求头太大，请清除浏览器缓存后重试。")

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        if self._timer is None:
            self._await_head()
        extensions: dict[str, dict[object, object]] = {BEGAN: {"at": self._began}}
        self.scope["extensions"] = extensions

    def on_headers_complete(self) -> None:
        """The head is there: from now on the whole request counts."""
        super().on_headers_complete()
        self._disarm()
        self._in_body, self._head_bytes = True, 0
        whole = get_settings().request_timeout_seconds + GRACE_SECONDS
        self._timer = self.loop.call_at(self._began + whole, self._cut)

    def on_message_complete(self) -> None:
        """The whole request is there."""
        self._in_body = False
        self._disarm()
        super().on_message_complete()
        if self.cycle.response_complete:  # answered before the body came: now it is idle
            self._await_head()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is refused in the same shape as everything else."""
        self._refuse(400, "收到的内容不是有效的 HTTP 请求。")

    def _refuse(self, status: int, detail: str) -> None:
        self._disarm()
        self.transport.write(_refusal(status, detail))
        self.transport.close()

    def _await_head(self) -> None:
        self._began = self.loop.time()
        self._timer = self.loop.call_later(get_settings().header_timeout_seconds, self._head_late)

    def _head_late(self) -> None:
        if self.flow.read_paused:  # a pipelined head waits on us, not we on it
            self._await_head()
        elif self._head_bytes == 0:  # opened in advance and not used
            self._disarm()
            self.transport.close()
        else:
            self._refuse(408, f"{TITLES[408]}，请重试。")

    def _cut(self) -> None:
        self._timer = None
        self.transport.abort()

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def serve(app_path: str, port: int, workers: int, *, host: str = "127.0.0.1") -> None:
    """Serve the application factory `app_path` ("package.module:function") until stopped."""
    uvicorn.run(
        app_path,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=DeadlineProtocol,
        ws="none",  # a WebSocket would leave the deadlines behind
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # TEPAI_TRUSTED_PROXY decides, in one place
        timeout_graceful_shutdown=20,
    )

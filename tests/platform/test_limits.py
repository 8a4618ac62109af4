"""Slow and huge requests, over real sockets and without a proxy."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import FastAPI, Request

from backend.platform import limits
from backend.platform.limits import RequestLimits
from backend.platform.problems import install_problem_handlers
from backend.platform.scope_middleware import ScopeMiddleware
from backend.platform.server import DeadlineProtocol
from backend.settings import get_settings

HEADER_SECONDS, REQUEST_SECONDS = 0.4, 0.8
BODY_LIMIT, UPLOAD_LIMIT = 10_000, 50_000
# Far above the deadlines, far below "stays open".
PATIENCE = 10


def _application() -> FastAPI:
    app = FastAPI()

    @app.post("/echo")
    async def echo(body: dict) -> dict[str, int]:
        return {"fields": len(body)}

    @app.post("/upload")
    async def upload(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.post("/unread")
    async def unread() -> dict[str, str]:
        return {"body": "not read"}

    install_problem_handlers(app)
    app.add_middleware(RequestLimits)
    app.add_middleware(ScopeMiddleware)
    return app


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """A server of ours with short deadlines, in a thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEPAI_HEADER_TIMEOUT_SECONDS", str(HEADER_SECONDS))
        patch.setenv("TEPAI_REQUEST_TIMEOUT_SECONDS", str(REQUEST_SECONDS))
        patch.setenv("TEPAI_BODY_LIMIT_BYTES", str(BODY_LIMIT))
        patch.setenv("TEPAI_UPLOAD_LIMIT_BYTES", str(UPLOAD_LIMIT))
        patch.setattr(limits, "UPLOAD_PATHS", {"/upload"})
        get_settings.cache_clear()
        with _serving(_application()) as where:
            yield where
    get_settings.cache_clear()


@contextmanager
def _serving(app: FastAPI) -> Iterator[tuple[str, int]]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=DeadlineProtocol, ws="none", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()
    server.should_exit = True
    thread.join(PATIENCE)
    assert not thread.is_alive(), "a connection kept the server from stopping"


class Client:
    """A socket, and what the server said on it."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, timeout=PATIENCE)
        self.opened = time.monotonic()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def trickle(self, data: bytes) -> None:
        """One byte at a time until the server hangs up."""
        try:
            for byte in data:
                self.socket.sendall(bytes([byte]))
                time.sleep(0.05)
        except OSError:
            return

    def until_closed(self) -> tuple[int, bytes, float]:
        """Status, body and seconds until the server closed the connection."""
        said = b""
        while True:
            try:
                part = self.socket.recv(65536)
            except ConnectionError:
                break
            if not part:
                break
            said += part
        self.socket.close()
        head, _, body = said.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1]) if head else 0
        return status, body, time.monotonic() - self.opened


def _post(path: str, length: int, kind: str = "application/json") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: t\r\nContent-Type: {kind}\r\nContent-Length: {length}"
    return f"{head}\r\n\r\n".encode()


def _problem(body: bytes) -> dict:
    found = json.loads(body)
    assert found["type"].startswith("/problems/")
    assert found["detail"]
    return found


def _healthy(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(_post("/echo", 7)[:-2] + b"Connection: close\r\n\r\n" + b'{"a":1}')
    status, body, _ = client.until_closed()
    assert (status, body) == (200, b'{"fields":1}')


def test_an_honest_request_passes(address: tuple[str, int]) -> None:
    _healthy(address)


def test_a_trickled_head_is_refused(address: tuple[str, int]) -> None:
    client = Client(address)
    client.trickle(b"POST /echo HTTP/1.1\r\nHost: t\r\nX-Slow: " + b"a" * 60)
    status, _, seconds = client.until_closed()
    assert status in {0, 408}  # writing on after the refusal may reset the line before it is read
    assert seconds < HEADER_SECONDS + 4


def test_a_stalled_head_is_told_why(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(b"POST /echo HTTP/1.1\r\nHost: t\r\n")
    status, body, seconds = client.until_closed()
    assert status == 408
    assert _problem(body)["status"] == 408
    assert HEADER_SECONDS * 0.9 < seconds < HEADER_SECONDS + 3


def test_a_connection_without_a_word_is_closed(address: tuple[str, int]) -> None:
    status, _, seconds = Client(address).until_closed()
    assert status == 0
    assert seconds < HEADER_SECONDS + 3


def test_blank_lines_do_not_keep_a_used_connection_open(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(_post("/echo", 7) + b'{"a":1}')
    assert b"200" in client.socket.recv(65536)
    client.send(b"\r\n")
    _, _, seconds = client.until_closed()
    assert seconds < HEADER_SECONDS + 3


def test_a_stalled_body_is_refused(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(_post("/echo", 100) + b'{"a":')
    status, body, seconds = client.until_closed()
    assert status == 408
    assert _problem(body)["status"] == 408
    assert seconds < REQUEST_SECONDS + 4


def test_a_trickled_body_is_cut_at_the_absolute_deadline(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(_post("/upload", 10_000))
    client.trickle(b"x" * 400)
    _, _, seconds = client.until_closed()
    assert seconds < REQUEST_SECONDS + 5


def test_a_body_nobody_reads_is_cut_too(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(_post("/unread", 5000))
    assert b"200" in client.socket.recv(65536)
    client.trickle(b"x" * 400)
    _, _, seconds = client.until_closed()
    assert seconds < REQUEST_SECONDS + 6


def test_a_declared_large_body_is_refused_unread(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(_post("/echo", 200_000_000))
    status, body, seconds = client.until_closed()
    assert status == 413
    assert _problem(body)["status"] == 413
    assert seconds < PATIENCE


def test_a_chunked_body_is_counted(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(
        b"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    for _ in range(BODY_LIMIT // 1000 + 2):
        client.send(b"3e8\r\n" + b" " * 1000 + b"\r\n")
    status, body, _ = client.until_closed()
    assert status == 413
    _problem(body)


def test_a_large_body_being_sent_still_gets_its_answer(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(_post("/echo", BODY_LIMIT * 20) + b" " * (BODY_LIMIT * 20))
    status, body, _ = client.until_closed()
    assert status == 413
    _problem(body)


def test_upload_routes_have_their_own_limit(address: tuple[str, int]) -> None:
    for size, expected in ((UPLOAD_LIMIT, 200), (UPLOAD_LIMIT + 1, 413)):
        client = Client(address)
        head = _post("/upload", size, "application/octet-stream")[:-2]
        client.send(head + b"Connection: close\r\n\r\n" + b"x" * size)
        status, _, _ = client.until_closed()
        assert status == expected


@pytest.mark.parametrize(
    "text",
    [b"[" * 51 + b"]" * 51, b'{"a":' * 51 + b"1" + b"}" * 51, b"[" * 5000],
)
def test_deep_json_is_refused(address: tuple[str, int], text: bytes) -> None:
    client = Client(address)
    client.send(_post("/echo", len(text)) + text)
    status, body, _ = client.until_closed()
    assert status == 400
    assert "50" in _problem(body)["detail"]


def test_brackets_inside_strings_are_no_nesting(address: tuple[str, int]) -> None:
    text = json.dumps({"a": '[{\\"' * 100, "b": [1, {"c": "}]"}]}).encode()
    client = Client(address)
    head = _post("/echo", len(text))[:-2]
    client.send(head + b"Connection: close\r\n\r\n" + text)
    status, _, _ = client.until_closed()
    assert status == 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [(rb'{"a":"x\u0000y"}', 400), (rb'{"a":"\\\u0000"}', 400), (rb'{"a":"\\u0000"}', 200)],
)
def test_a_character_nobody_can_store_is_refused(
    address: tuple[str, int], text: bytes, expected: int
) -> None:
    client = Client(address)
    client.send(_post("/echo", len(text))[:-2] + b"Connection: close\r\n\r\n" + text)
    assert client.until_closed()[0] == expected


def test_an_address_nothing_can_match_is_refused(address: tuple[str, int]) -> None:
    for path in (b"/a%00b", b"/echo?q=%00"):
        client = Client(address)
        client.send(b"GET " + path + b" HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n")
        assert client.until_closed()[0] == 400


def test_an_endless_head_is_refused(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(b"GET / HTTP/1.1\r\nHost: t\r\n")
    try:
        for _ in range(200):
            client.send(b"X-Big: " + b"a" * 8000 + b"\r\n")
    except OSError:
        pass
    status, _, seconds = client.until_closed()
    assert status in {0, 431}
    assert seconds < PATIENCE


def test_what_is_no_http_gets_a_problem(address: tuple[str, int]) -> None:
    client = Client(address)
    client.send(b"hello\r\n\r\n")
    status, body, _ = client.until_closed()
    assert status == 400
    _problem(body)


def test_many_idle_connections_do_not_disturb_an_honest_one(address: tuple[str, int]) -> None:
    idle = [Client(address) for _ in range(300)]
    _healthy(address)
    assert all(client.until_closed()[0] == 0 for client in idle)
    _healthy(address)

"""Every failure leaves in the one shape, in Chinese, telling nothing of the inside."""

import io
import json
from collections.abc import Iterator

import httpx
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import text

from backend.main import create_app
from backend.platform import logs
from backend.platform.database import Database
from backend.platform.embedded.host import free_port
from backend.platform.forms import Form
from backend.platform.routing import Db, SliceRouter

SECRET = "号码13800000001"


class Order(Form):
    """A body with a list inside."""

    name: str
    amounts: list[int]


def _with_faulty_routes(app: FastAPI) -> FastAPI:
    router = SliceRouter("faulty")

    @router.get("/broken", public=True)
    async def broken() -> None:
        raise RuntimeError(f"SELECT secret FROM accounts -- {SECRET}")

    @router.get("/reading", public=True)
    async def reading(db: Db) -> None:
        async with db.reading() as session:
            await session.execute(text("SELECT 1"))

    @router.post("/orders", public=True, idempotent=False)
    async def orders(body: Order) -> Order:
        return body

    app.include_router(router)
    return app


def client_of(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.fixture
def faulty(own_app: FastAPI) -> httpx.AsyncClient:
    """The API with routes that fail. Failures leave as answers, never as exceptions."""
    return client_of(_with_faulty_routes(own_app))


def assert_problem(answer: httpx.Response, status: int) -> dict:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]
    body = answer.json()
    assert body["type"].startswith("/problems/")
    assert (body["status"], body["instance"]) == (status, answer.request.url.path)
    assert body["title"]
    assert body["detail"]
    assert not (body["title"] + body["detail"]).isascii()
    return body


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/nowhere", 404),
        ("DELETE", "/api/v1/rules", 405),
        ("GET", "/api/v1/me", 401),
        ("POST", "/api/v1/session", 422),
        ("POST", "/api/v1/accounts", 400),
        ("GET", "/api/v1/broken", 500),
    ],
)
async def test_failures_have_one_shape(
    faulty: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    assert_problem(await faulty.request(method, path), status)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What production would log during a test."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure()
    yield stream
    structlog.reset_defaults()


async def test_the_inside_stays_inside(db: Database, logged: io.StringIO) -> None:
    answer = await client_of(_with_faulty_routes(create_app(db))).get("/api/v1/broken")
    body = json.dumps(assert_problem(answer, 500), ensure_ascii=False)
    assert not any(word in body for word in ("SELECT", "RuntimeError", "Traceback", ".py", SECRET))
    lines = logged.getvalue()
    assert "RuntimeError" in lines
    assert "test_problems.py" in lines
    assert "13800000001" not in lines


async def test_field_errors_point_into_the_body(faulty: httpx.AsyncClient) -> None:
    answer = await faulty.post("/api/v1/orders", json={"amounts": [1, "二"], "extra": True})
    errors = {e["pointer"]: e["message"] for e in assert_problem(answer, 422)["errors"]}
    assert set(errors) == {"/name", "/amounts/1", "/extra"}
    assert errors["/amounts/1"] == "请填写整数。"


async def test_ten_thousand_faults_make_a_short_answer(faulty: httpx.AsyncClient) -> None:
    answer = await faulty.post("/api/v1/orders", json={f"f{n}": n for n in range(10_000)})
    assert len(assert_problem(answer, 422)["errors"]) == 100


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"name":', "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"name=x", "application/x-www-form-urlencoded"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
    ],
)
async def test_what_cannot_be_read_is_the_senders_fault(
    faulty: httpx.AsyncClient, content: bytes, kind: str
) -> None:
    answer = await faulty.post("/api/v1/orders", content=content, headers={"Content-Type": kind})
    assert answer.status_code in {400, 422}
    assert_problem(answer, answer.status_code)


async def test_without_a_database_it_says_come_back() -> None:
    database = Database(f"postgresql+asyncpg://a:b@127.0.0.1:{free_port()}/c")
    faulty = client_of(_with_faulty_routes(create_app(database)))
    answer = await faulty.get("/api/v1/reading")
    assert_problem(answer, 503)
    assert answer.headers["retry-after"] == "5"
    assert_problem(await faulty.get("/readyz"), 503)
    assert (await faulty.get("/healthz")).json() == {"status": "ok"}
    await database.close()

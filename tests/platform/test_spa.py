"""The built SPA as browsers, caches and attackers ask for it."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from backend.platform.problems import install_problem_handlers
from backend.platform.spa import Spa, accepted_encodings

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = "/assets/index-abc123.js"


@pytest.fixture
def client(tmp_path: Path) -> httpx.AsyncClient:
    """An application with one route and a small build."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (dist / "link.txt").symlink_to(tmp_path / "secret.txt")
    (dist / "index.html").write_text("<!doctype html>页面")
    script = dist / SCRIPT.removeprefix("/")
    script.write_text("let a = 1")
    script.with_name(script.name + ".br").write_bytes(b"brotli bytes")
    script.with_name(script.name + ".gz").write_bytes(gzip.compress(b"let a = 1"))
    (dist / "favicon.svg").write_text("<svg/>")

    app = FastAPI(redirect_slashes=False)

    @app.get("/api/v1/known")
    async def known() -> dict[str, str]:
        return {"known": "yes"}

    app.router.default = Spa(dist)
    install_problem_handlers(app)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://t")


@pytest.mark.parametrize("path", ["/", "/index.html", "/demands/7", "/demands/a.b"])
async def test_pages_open_with_an_index_that_is_always_asked_for(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path, headers=PAGE)
    assert answer.status_code == 200
    assert answer.text == "<!doctype html>页面"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_hashed_files_are_kept_forever(client: httpx.AsyncClient) -> None:
    answer = await client.get(SCRIPT, headers={"Accept-Encoding": "identity"})
    assert answer.text == "let a = 1"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("", None),
    ],
)
async def test_the_best_prepared_encoding_is_sent(
    client: httpx.AsyncClient, accepts: str, coding: str | None
) -> None:
    async with client.stream("GET", SCRIPT, headers={"Accept-Encoding": accepts}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == coding
    assert (raw == b"let a = 1") is (coding is None)
    assert int(answer.headers["content-length"]) == len(raw)


async def test_a_known_file_is_not_sent_again(client: httpx.AsyncClient) -> None:
    first = await client.get("/", headers=PAGE)
    again = await client.get("/", headers=PAGE | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    encoded = await client.get(SCRIPT, headers={"Accept-Encoding": "gzip"})
    other = await client.get(
        SCRIPT, headers={"Accept-Encoding": "identity", "If-None-Match": encoded.headers["etag"]}
    )
    assert other.status_code == 200  # another encoding is another representation


@pytest.mark.parametrize("path", ["/api", "/api/unknown", "/api/v1/unknown"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_unknown_api_addresses_are_problems_even_for_browsers(
    client: httpx.AsyncClient, path: str, method: str
) -> None:
    answer = await client.request(method, path, headers=PAGE)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_wrong_method_on_a_known_api_address_stays_405(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/v1/known")).status_code == 405


@pytest.mark.parametrize(
    ("method", "path", "accept", "status"),
    [
        ("GET", "/demands/7", "application/json", 404),
        ("GET", "/demands/7", "*/*", 404),
        ("GET", "/assets/gone-123.js", "text/html", 404),
        ("POST", "/demands/7", "text/html", 405),
        ("PUT", "/", "text/html", 405),
        ("HEAD", "/", "text/html", 200),
    ],
)
async def test_only_a_page_visit_falls_back_to_the_index(
    client: httpx.AsyncClient, method: str, path: str, accept: str, status: int
) -> None:
    answer = await client.request(method, path, headers={"Accept": accept})
    assert answer.status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/link.txt",
        "/index.html%00.js",
        "/assets/index-abc123.js.br",
    ],
)
async def test_nothing_outside_the_build_is_served(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"Accept": "*/*"})
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("secret.txt", "")


def test_refused_encodings_are_not_used() -> None:
    assert accepted_encodings("br;q=0.0, gzip;q=0") == []
    assert accepted_encodings("br;q=1.0,*;q=0") == ["br"]

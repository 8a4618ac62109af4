"""Asking the real API as somebody: in this process, writes undone, every refusal looked at."""

import io
import json
import logging
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import structlog
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from backend.identity.authentication import HAT_HEADER
from backend.main import create_app
from backend.platform.database import Database
from backend.platform.problems import MEDIA_TYPE
from tests.authorization.cast import Cast
from tests.authorization.surface import Request
from tests.fixtures.http import token_of

ANONYMOUS = "anonymous"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
INSIDES = re.compile(
    r"Traceback|SELECT |INSERT |UPDATE |asyncpg|sqlalchemy|\.py\b|/backend/|0x[0-9a-f]{8}"
)
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
REQUIRED = ("type", "title", "status", "detail", "instance")


class Sandbox(Database):
    """A database whose transactions are savepoints of one that never commits."""

    def __init__(self, real: Database) -> None:
        self.engine = real.engine
        self.engine.sync_engine.pool._pre_ping = False  # a round trip for each of ten thousand asks
        self._real = real
        self._held: AsyncConnection | None = None

    @asynccontextmanager
    async def undone(self) -> AsyncIterator[None]:
        """What is written inside is gone afterwards."""
        async with self.engine.connect() as held:
            # Exports ask for it, and a savepoint cannot grant it.
            await held.execution_options(isolation_level="REPEATABLE READ")
            await held.begin()
            self._held = held
            try:
                yield
            finally:
                self._held = None
                await held.rollback()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        if self._held is None:
            async with self._real.transaction() as session:
                yield session
            return
        how = {"expire_on_commit": False, "join_transaction_mode": "create_savepoint"}
        async with AsyncSession(self._held, **how) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        where = self._real.reading() if self._held is None else self.transaction()
        async with where as session:
            yield session


@dataclass(frozen=True)
class Answer:
    """What somebody got."""

    status: int
    body: bytes
    media_type: str
    version: str | None = None

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def is_json(self) -> bool:
        return self.media_type.startswith("application/json")

    @property
    def text(self) -> str:
        """All it says; of a spreadsheet, what its parts say unpacked."""
        if not self.media_type.startswith(SPREADSHEET):
            return self.body.decode(errors="replace")
        with zipfile.ZipFile(io.BytesIO(self.body)) as package:
            return "\n".join(package.read(name).decode() for name in package.namelist())


def fault_of(answer: Answer, path: str) -> str | None:
    """What is wrong with a refusal (RFC 9457, in Chinese, nothing from the inside)."""
    if answer.media_type != MEDIA_TYPE:
        return f"{answer.status} {answer.media_type}"
    said = answer.json
    missing = [name for name in REQUIRED if not said.get(name)]
    if missing or said["status"] != answer.status or said["instance"] != path:
        return f"{answer.status} without {missing} or with another status or instance: {said}"
    if not CHINESE.search(said["detail"]) or INSIDES.search(answer.body.decode()):
        return f"{answer.status} says {said['detail']!r}"
    return None


@dataclass
class Asker:
    """Sends requests as anybody of the cast, and remembers what was wrong with refusals."""

    app: FastAPI
    sandbox: Sandbox
    headers: dict[str, dict[str, str]]
    client: httpx.AsyncClient
    asked: int = 0
    refusals: int = 0
    faults: list[str] = field(default_factory=list)

    async def ask(self, who: str, request: Request) -> Answer:
        """One answer; what it wrote is undone. Reading asks the database itself."""
        if request.method == "GET" and not request.undone:
            return await self._send(who, request)
        async with self.sandbox.undone():
            return await self._send(who, request)

    async def _send(self, who: str, request: Request) -> Answer:
        headers = dict(self.headers[who])
        if request.method == "POST":
            headers["Idempotency-Key"] = str(uuid4())
        if request.method in {"PUT", "PATCH", "DELETE"}:
            headers["If-Match"] = '"1"'
        got = await self.client.request(
            request.method,
            request.path,
            params=request.query,
            json=request.body,
            files=request.files,
            data=request.form,
            headers=headers,
        )
        kind = got.headers.get("content-type", "")
        answer = Answer(got.status_code, got.content, kind, got.headers.get("etag"))
        self._look_at(request, answer)
        return answer

    def _look_at(self, request: Request, answer: Answer) -> None:
        self.asked += 1
        if answer.status < 400:
            return
        self.refusals += 1
        fault = fault_of(answer, request.path)
        if fault or answer.status >= 500:
            self.faults.append(f"{request.method} {request.path}: {fault or answer.status}")


def _remembering(authenticate: Any) -> Any:
    """Who a token and hat stand for, looked up once: sessions are proven elsewhere."""
    known: dict[tuple[str | None, str | None], Any] = {}

    async def remembered(request: Any) -> Any:
        key = (request.headers.get("Authorization"), request.headers.get(HAT_HEADER))
        if key not in known:
            known[key] = await authenticate(request)
        return known[key]

    return remembered


async def _headers(db: Database, cast: Cast) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {ANONYMOUS: {}}
    for name, actor in cast.actors.items():
        found[name] = {"Authorization": f"Bearer {await token_of(db, actor)}"}
        if actor.membership_id:
            found[name][HAT_HEADER] = str(actor.membership_id)
    return found


@asynccontextmanager
async def asking(db: Database, cast: Cast) -> AsyncIterator[Asker]:
    """An asker for everybody of the cast."""
    sandbox = Sandbox(db)
    # Ten thousand lines of "served" help nobody; what goes wrong is in the answers.
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    before = structlog.get_config()
    structlog.configure(wrapper_class=quiet)
    app = create_app(sandbox)
    app.state.authenticate = _remembering(app.state.authenticate)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield Asker(app, sandbox, await _headers(db, cast), client)
    finally:
        structlog.configure(**before)

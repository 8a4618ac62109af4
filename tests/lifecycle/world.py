"""The province the machine plays in: real people, the real API, the real database."""

import asyncio
import copy
import json
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import asyncpg
import httpx
from sqlalchemy import text

from backend.identity.actor import Actor
from backend.identity.models import Session
from backend.identity.permissions import Role
from backend.identity.tokens import issue_access_token
from backend.invariants import queries
from backend.main import create_app
from backend.platform import clock
from backend.platform.database import Database
from tests.factories import enterprises, experts
from tests.factories.organisations import XUNYANG, colleague, county_department, member_of
from tests.factories.people import officer
from tests.lifecycle.model import EXPERTS, FIRMS, RECOMMENDED, START, State, Who
from tests.lifecycle.steps import ACTIONS, Call, Step

T = TypeVar("T")
EARLIER = datetime(2026, 9, 10, 10, tzinfo=clock.SHANGHAI)
TOKEN_LIFE = timedelta(minutes=5)
MOVES = """
SELECT subject_type, coalesce(from_state, ''), action, count(*) FROM audit_events
WHERE to_state IS NOT NULL GROUP BY 1, 2, 3
"""
UNRECOMMENDED = """
UPDATE experts SET organisation_id = NULL, version = version + 1 WHERE id <> ALL(:recommended)
"""
Moves = dict[tuple[str, str, str], int]


class World:
    """One database with its people; every call of it runs on a loop of its own."""

    def __init__(self, database_url: str, owner_url: str) -> None:
        self._loop = asyncio.Runner()
        self._database_url, self._owner_url = database_url, owner_url
        self.people: dict[Who, Actor] = {}
        self.kept: list[tuple[State, Moves]] = []
        self._tokens: dict[Who, tuple[str, datetime]] = {}
        self._sessions: dict[Who, UUID] = {}
        self._checks: list[Any] = []
        self.run(self._open())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(work)

    async def _open(self) -> None:
        self.db = Database(self._database_url, pool_size=5)
        app = create_app(self.db)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://test/api/v1")
        self._owner = await asyncpg.connect(self._owner_url.replace("+asyncpg", ""))
        await self._owner.execute(Path(__file__).with_name("snapshots.sql").read_text("utf-8"))
        with clock.at(EARLIER):
            await self._people()
        await self._prepare_checks()

    async def _people(self) -> None:
        county = await enterprises.county(self.db)
        assert county.organisation_id
        self.people["reviewer", 0] = county
        self.people["colleague", 0] = await colleague(self.db, county, "演示同事")
        self.people["stranger", 0] = await county_department(self.db, XUNYANG)
        liaison = await member_of(self.db, county.organisation_id, Role.LIAISON)
        self.people["liaison", 0] = liaison
        for number in range(FIRMS):
            made = await enterprises.approved_enterprise(self.db)
            self.people["firm", number] = made.actor
        self.people["recommender", 0] = await experts.bureau(self.db)
        self.people["department", 0] = await officer(self.db)
        units = ({"employer_uscc": experts.credit_code(n + 1)} for n in range(EXPERTS))
        for number, one in enumerate(await experts.filed_experts_with(self.db, *units)):
            self.people["expert", number] = one.actor
        async with self.db.transaction() as session:
            recommended = [self.people["expert", one].expert_id for one in RECOMMENDED]
            await session.execute(text(UNRECOMMENDED), {"recommended": recommended})
            for who, actor in self.people.items():
                opened = Session(account_id=actor.account_id)
                session.add(opened)
                await session.flush()
                self._sessions[who] = opened.id

    async def _prepare_checks(self) -> None:
        """All named queries as one prepared statement: one round trip, planned once."""
        async with self.db.reading() as session:
            found = await queries.invariants(session)
        parts = [
            f"SELECT '{one.id} {one.name}' AS name, subject::text, found::text FROM ({one.sql}) q"
            for one in found
        ]
        self.named = len(found)
        self._checker = await self._owner.prepare(" UNION ALL ".join(parts))

    def blank(self) -> State:
        """The model of a province in which nothing has been asked for yet."""
        state = State(now=START)
        for number in range(EXPERTS):
            id = self.people["expert", number].expert_id
            state.facts["id", f"expert{number}"] = str(id)
        return state

    def keep(self, state: State) -> None:
        """Remember database and model as a place to begin from."""
        self.run(self._owner.execute("SELECT lifecycle.keep($1)", len(self.kept)))
        self.kept.append((copy.deepcopy(state), self.moves()))

    def begin(self, number: int) -> State:
        """Bring a kept beginning back."""
        self.run(self._owner.execute("SELECT lifecycle.restore($1)", number))
        self._tokens.clear()
        return copy.deepcopy(self.kept[number][0])

    def moves(self) -> Moves:
        """How often each state was left by each action, as the trail tells it."""
        rows = self.run(self._owner.fetch(MOVES))
        return {(row[0], row[1], row[2]): row[3] for row in rows}

    def broken(self) -> list[str]:
        """The rows that break an invariant."""
        return [" ".join(row.values()) for row in self.run(self._checker.fetch())]

    def _token(self, who: Who, now: datetime) -> str:
        token, issued = self._tokens.get(who, ("", EARLIER))
        if not issued <= now < issued + TOKEN_LIFE:
            account = self.people[who].account_id
            assert account
            token = issue_access_token(account, self._sessions[who])
            self._tokens[who] = token, now
        return token

    async def _version(self, who: Who, call: Call, now: datetime) -> str:
        seen = await self._request("GET", call.read, who, now)
        present = seen.json().get("version", 1) if seen.is_success else 1
        return f'"{present - (call.at == "stale")}"'

    async def _request(
        self, method: str, path: str, who: Who, now: datetime, **options: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token(who, now)}"} | options.pop("extra", {})
        hat = self.people[who].membership_id
        headers["Tepai-Membership"] = str(hat)
        return await self.client.request(method, path, headers=headers, **options)

    async def send(self, who: Who, call: Call, now: datetime, key: str = "") -> httpx.Response:
        """One request by somebody at a moment."""
        with clock.at(now):
            extra = {}
            if call.at in {"ok", "stale"}:
                extra["If-Match"] = await self._version(who, call, now)
            if call.method == "POST":
                extra["Idempotency-Key"] = key or str(uuid4())
            return await self._request(
                call.method, call.path, who, now, json=call.body, extra=extra
            )

    def do(self, state: State, step: Step, key: str = "") -> httpx.Response:
        """A step, alone."""
        call = ACTIONS[step.action].ask(state, step)
        return self.run(self.send(step.who, call, state.now, key))

    def at_once(self, now: datetime, *calls: tuple[Who, Call, str]) -> list[httpx.Response]:
        """Several requests under way at the same time."""

        async def all_of_them() -> list[httpx.Response]:
            return await asyncio.gather(*(self.send(w, c, now, key) for w, c, key in calls))

        return self.run(all_of_them())

    def read(self, who: Who, path: str, now: datetime) -> dict[str, Any]:
        """Something somebody may see."""
        answer = self.run(self.send(who, Call("GET", path), now))
        assert answer.is_success, answer.text
        found: dict[str, Any] = json.loads(answer.content)
        return found

    def work(self, now: datetime, *jobs: Callable[[Database], Awaitable[object]]) -> None:
        """The worker's periodic jobs, one after the other."""

        async def all_of_them() -> None:
            with clock.at(now):
                for job in jobs:
                    await job(self.db)

        self.run(all_of_them())

    def close(self) -> None:
        async def close() -> None:
            await self.client.aclose()
            await self._owner.close()
            await self.db.close()

        self.run(close())
        self._loop.close()

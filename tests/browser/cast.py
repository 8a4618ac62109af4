"""The people of a browser journey: offices, experts and enterprises on the live server."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from backend.identity.actor import Actor
from backend.identity.models import Account
from backend.platform.database import Database
from tests.factories.people import PASSWORD
from tests.fixtures.live import LiveApp

T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, by what they type to sign in."""

    identifier: str
    actor: Actor
    url: str

    def ask(self, path: str, **params: Any) -> Any:
        """What the public API answers this person, whatever the pages show."""
        with httpx.Client(base_url=f"{self.url}/api/v1", timeout=30) as client:
            body = {"identifier": self.identifier, "password": PASSWORD}
            key = {"Idempotency-Key": f"{self.identifier}-{path}"}
            opened = client.post("/session", json=body, headers=key).raise_for_status().json()
            headers = {"Authorization": f"Bearer {opened['access_token']}"}
            if self.actor.membership_id:
                headers["Tepai-Membership"] = str(self.actor.membership_id)
            return client.get(path, params=params, headers=headers).raise_for_status().json()


@dataclass(frozen=True)
class Cast:
    """Brings people and their papers to a state through the services, behind the pages."""

    app: LiveApp

    def arrange(self, make: Callable[[Database], Awaitable[T]]) -> T:
        """Run factories on the server's database; in a thread, as Playwright has a loop here."""

        async def run() -> T:
            database = Database(self.app.database_url)
            try:
                return await make(database)
            finally:
                await database.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(run())).result()

    def person(self, actor: Actor) -> Person:
        """The account a factory made, ready to sign in."""

        async def read(db: Database) -> str:
            async with db.reading() as session:
                account = await session.get_one(Account, actor.account_id)
                return account.email or account.phone or ""

        return Person(self.arrange(read), actor, self.app.url)

"""Where crowds meet: the real server with several workers, and what came of each attempt."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from backend.identity.actor import Actor
from backend.platform.database import Database
from tests.fixtures.http import token_of

CREATED = (200, 201)


@dataclass(frozen=True)
class Try:
    """One attempt: who asks for what. Attempts of one key are one press of a button."""

    who: Actor
    path: str
    body: dict[str, Any] = field(default_factory=dict)
    key: str = ""


@dataclass
class Outcome:
    """What the attempts of one kind of race came to, over all rounds."""

    name: str
    rounds: int = 0
    attempts: int = 0
    winners: int = 0
    ideal: int = 0
    losers: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    """Answers of 500 and above, and rounds with another number of winners than the ideal."""

    def __str__(self) -> str:
        lost = " · ".join(f"{code} {count}" for code, count in sorted(self.losers.items()))
        return (
            f"{self.name}: {self.rounds} rounds, {self.attempts} attempts, winners"
            f" {self.winners} of ideally {self.ideal}, losers {lost or 'none'},"
            f" violations and 5xx {len(self.broken)}"
        )


class Arena:
    """A client that acts for many people at once."""

    def __init__(self, url: str, db: Database, reviewer: Actor) -> None:
        # Given up before the server gives them up: founding a crowd takes longer than it waits.
        limits = httpx.Limits(
            max_connections=128, max_keepalive_connections=128, keepalive_expiry=2
        )
        self.client = httpx.AsyncClient(base_url=f"{url}/api/v1", limits=limits, timeout=60)
        self.db, self.reviewer = db, reviewer
        self._headers: dict[Actor, dict[str, str]] = {}

    async def know(self, *people: Actor) -> None:
        """Sign people in. A token lives for minutes: long races do it again each round."""
        for who in people:
            token = await token_of(self.db, who)
            headers = {"Authorization": f"Bearer {token}"}
            self._headers[who] = headers | {"Tepai-Membership": str(who.membership_id)}

    async def ask(self, one: Try) -> httpx.Response:
        """One attempt; who is not signed in any more signs in again."""
        answer = await self._post(one)
        if answer.status_code == 401:
            await self.know(one.who)
            answer = await self._post(one)
        return answer

    async def _post(self, one: Try) -> httpx.Response:
        headers = self._headers[one.who] | {"Idempotency-Key": one.key or str(uuid4())}
        return await self.client.post(one.path, json=one.body, headers=headers)

    async def must(self, who: Actor, path: str, **body: Any) -> dict[str, Any]:
        """Something between two rounds that has to succeed."""
        answer = await self.ask(Try(who, path, body))
        assert answer.status_code in CREATED, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def version(self, who: Actor, path: str) -> int:
        """The present version of something, and a fresh sign-in by the way."""
        await self.know(who)
        answer = await self.client.get(path, headers=self._headers[who])
        return int(answer.json()["version"])

    async def patch(self, who: Actor, path: str, version: int, **body: Any) -> None:
        """An edit between two rounds."""
        headers = self._headers[who] | {"If-Match": f'"{version}"'}
        answer = await self.client.patch(path, json=body, headers=headers)
        assert answer.is_success, answer.text

    async def race(self, outcome: Outcome, ideal: int, *tries: Try) -> list[httpx.Response]:
        """All at the same moment; counts who won and why the others did not."""
        await self.know(*{one.who for one in tries})
        answers = await asyncio.gather(*(self.ask(one) for one in tries))
        winners = [one for one in answers if one.status_code in CREATED]
        fresh = [one for one in winners if "idempotency-replayed" not in one.headers]
        outcome.rounds += 1
        outcome.attempts += len(tries)
        outcome.ideal += ideal
        outcome.winners += len(fresh)
        for answer in answers:
            if answer.status_code >= 500:
                outcome.broken.append(answer.text[:200])
            elif "idempotency-replayed" in answer.headers:
                outcome.losers["told the winner's answer"] += 1
            elif answer.status_code not in CREATED:
                outcome.losers[_reason(answer)] += 1
        if len(fresh) != ideal:
            outcome.broken.append(f"{len(fresh)} won instead of {ideal}")
        return winners


def _reason(answer: httpx.Response) -> str:
    problem = answer.json()
    return str(problem.get("rule") or f"{answer.status_code} {problem['type'].rsplit('/')[-1]}")

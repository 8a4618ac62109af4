"""People who go on writing while things are struck down, and the ledger of what they were told."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from backend.identity.actor import Actor
from backend.platform.database import Database
from tests.factories.demands import CONTENT
from tests.fixtures.http import token_of

ACKNOWLEDGED = (200, 201)
REST, PAUSE = 0.02, 0.5


@dataclass
class Ledger:
    """What was acknowledged: nothing of it may be missing afterwards."""

    drafts: dict[str, str] = field(default_factory=dict)
    """Title of each demand made, and the id we were told."""
    edits: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of each edited demand: the newest edit acknowledged, and the newest sent."""
    matches: dict[str, str] = field(default_factory=dict)
    """Each match with the newest state we were told."""
    acknowledged: int = 0
    failures: int = 0
    unforeseen: list[str] = field(default_factory=list)


class Writer:
    """One person, who sends the same request with the same key until he is answered."""

    def __init__(self, url: str, who: Actor, ledger: Ledger) -> None:
        self.client = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=15)
        self.who, self.ledger = who, ledger
        self.headers: dict[str, str] = {}

    async def know(self, db: Database) -> None:
        """Sign in."""
        token = await token_of(db, self.who)
        self.headers = {"Authorization": f"Bearer {token}"}
        self.headers["Tepai-Membership"] = str(self.who.membership_id)

    async def send(self, method: str, path: str, body: dict[str, Any], **extra: str) -> Any:
        """Until acknowledged; a refusal that a person can understand ends it too."""
        headers = self.headers | extra
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid4())
        while True:
            try:
                answer = await self.client.request(method, path, json=body, headers=headers)
            except httpx.HTTPError:
                self.ledger.failures += 1
                await asyncio.sleep(PAUSE)
                continue
            if answer.status_code in ACKNOWLEDGED:
                self.ledger.acknowledged += 1
                return answer.json()
            if answer.status_code not in {500, 503}:
                return answer
            self.ledger.failures += 1
            if answer.status_code == 500:
                self.ledger.unforeseen.append(answer.text[:120])
            await asyncio.sleep(PAUSE)


async def draft(writer: Writer) -> None:
    """Make demands, each with a title of its own."""
    for number in range(10**9):
        title = f"{writer.who.name}第{number}项需求"
        made = await writer.send("POST", "/demands", CONTENT | {"title": title})
        writer.ledger.drafts[title] = made["id"]
        await asyncio.sleep(REST)


async def edit(writer: Writer) -> None:
    """Count upwards in one draft; a stale version means an edit got through unacknowledged."""
    made = await writer.send("POST", "/demands", CONTENT | {"title": f"{writer.who.name}第0改"})
    key, version, count = made["id"], made["version"], 0
    writer.ledger.edits[key] = (0, 0)
    while True:
        acknowledged = writer.ledger.edits[key][0]
        count += 1
        writer.ledger.edits[key] = (acknowledged, count)
        body = {"title": f"{writer.who.name}第{count}改"}
        stale = {"If-Match": f'"{version}"'}
        answer = await writer.send("PATCH", f"/demands/{key}/draft", body, **stale)
        if isinstance(answer, httpx.Response):
            seen = await writer.client.get(f"/demands/{key}", headers=writer.headers)
            version = seen.json()["version"] if seen.is_success else version
        else:
            version = answer["version"]
            writer.ledger.edits[key] = (count, count)
        await asyncio.sleep(REST)


async def match(expert: Writer, firm: Writer, demand_id: str, text_hash: str) -> None:
    """Apply, agree, withdraw, and again; each step sends messages and mails."""
    told = expert.ledger.matches
    while True:
        made = await expert.send("POST", "/matches/applications", {"demand_id": demand_id})
        told[made["id"]] = "applied"
        path = f"/matches/{made['id']}"
        await firm.send("POST", f"{path}/consent", {"text_hash": text_hash})
        told[made["id"]] = "agreed"
        await expert.send("POST", f"{path}/withdraw", {"code": "time"})
        told[made["id"]] = "withdrawn"
        await asyncio.sleep(REST * random.random())

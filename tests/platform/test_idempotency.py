"""Same client, same key: one effect, one answer."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend.platform import clock, idempotency
from backend.platform.database import Database

KEY = {"Idempotency-Key": "one-and-only"}


def body(number: int = 1, name: str = "演示用户") -> dict[str, Any]:
    """A sign-up."""
    return {"phone": f"100{number:08d}", "display_name": name, "password": "correct horse battery"}


async def register(client: httpx.AsyncClient, content: dict[str, Any], key=KEY) -> httpx.Response:
    return await client.post("/api/v1/accounts", json=content, headers=key)


async def accounts(db: Database) -> int:
    async with db.reading() as session:
        return await session.scalar(text("SELECT count(*) FROM accounts")) or 0


async def test_twenty_at_once_have_one_effect_and_one_answer(db: Database, client) -> None:
    answers = await asyncio.gather(*(register(client, body()) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 19
    assert await accounts(db) == 1
    async with db.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM audit_events")) == 1


async def test_a_key_used_for_something_else_is_refused(db: Database, client) -> None:
    await register(client, body())
    other = await register(client, body(2))
    assert other.status_code == 409
    assert other.json()["type"] == "/problems/idempotency-key"
    assert await accounts(db) == 1


async def test_a_key_is_needed(client) -> None:
    assert (await register(client, body(), {})).status_code == 400
    assert (await register(client, body(), {"Idempotency-Key": "short"})).status_code == 422


async def test_a_refused_request_does_not_use_its_key_up(db: Database, client) -> None:
    await register(client, body(1))
    key = {"Idempotency-Key": "second-attempt"}
    taken = await register(client, body(1), key)
    assert taken.status_code == 409
    assert taken.json()["type"] == "/problems/constraint"
    assert (await register(client, body(2), key)).status_code == 201


async def test_keys_of_two_clients_do_not_meet(db: Database, app) -> None:
    for number in (1, 2):
        transport = httpx.ASGITransport(app=app, client=(f"127.0.0.{number}", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await register(client, body(number))).status_code == 201
    assert await accounts(db) == 2


async def test_a_failure_before_the_answer_leaves_nothing(
    db: Database, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(idempotency, "remember", broken)
        assert (await register(client, body())).status_code == 500
    assert await accounts(db) == 0
    assert (await register(client, body())).status_code == 201
    assert await accounts(db) == 1


async def test_keys_are_kept_a_week(db: Database, client) -> None:
    first = await register(client, body())
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        await sweep(db)
        assert (await register(client, body())).content == first.content
    with clock.at(clock.now() + timedelta(days=7, hours=1)):
        await sweep(db)
    async with db.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM idempotency_keys")) == 0


async def sweep(db: Database) -> None:
    async with db.transaction() as session:
        await idempotency.sweep(session)

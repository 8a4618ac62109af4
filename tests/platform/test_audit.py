"""Each change of state has exactly one event, and no event is ever altered."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.identity.models import Account
from backend.identity.states import ACCOUNT
from backend.platform import audit
from backend.platform.database import Database
from backend.platform.problems import Problem
from tests.factories import people


async def run(db: Database, sql: str, **values: Any) -> None:
    """One statement, as somebody with the application's own rights would send it."""
    async with db.transaction() as session:
        await session.execute(text(sql), values)


async def events(db: Database, id: object) -> list[tuple[str, str | None, str | None, int]]:
    query = """SELECT action, from_state, to_state, subject_version FROM audit_events
               WHERE subject_id = :id ORDER BY id"""
    async with db.reading() as session:
        return [tuple(row) for row in await session.execute(text(query), {"id": id})]


async def test_a_transition_writes_its_event(db: Database) -> None:
    admin, person = await people.officer(db), await people.person(db)
    async with db.transaction() as session:
        account = await session.get_one(Account, person.account_id)
        await audit.transition(session, account, ACCOUNT, "disable", admin, why="测试")
    assert await events(db, person.account_id) == [
        ("create", None, "active", 1),
        ("disable", "active", "disabled", 2),
    ]
    async with db.reading() as session:
        query = text(
            "SELECT actor_name, actor_role, detail FROM audit_events WHERE action='disable'"
        )
        assert tuple((await session.execute(query)).one()) == (
            "演示处长",
            "department",
            {"why": "测试"},
        )


async def test_a_move_the_table_does_not_know_changes_nothing(db: Database) -> None:
    person = await people.person(db)
    with pytest.raises(Problem) as refused:
        await move(db, person, "enable")
    assert refused.value.status == 409
    assert "正常" in refused.value.detail
    assert len(await events(db, person.account_id)) == 1


async def move(db: Database, person, action: str) -> None:
    async with db.transaction() as session:
        account = await session.get_one(Account, person.account_id)
        await audit.transition(session, account, ACCOUNT, action, person)


async def test_a_state_without_an_event_cannot_be_committed(db: Database) -> None:
    person = await people.person(db)
    with pytest.raises(IntegrityError, match="D21"):
        await run(
            db,
            "UPDATE accounts SET state = 'disabled', version = version + 1 WHERE id = :id",
            id=person.account_id,
        )
    with pytest.raises(IntegrityError, match="D21"):
        await run(
            db,
            "INSERT INTO accounts (id, phone, display_name, password_hash, password_changed_at,"
            " state, version, created_at, updated_at) VALUES (gen_random_uuid(), '1', 'x', 'x',"
            " now(), 'active', 1, now(), now())",
        )


async def test_a_version_rises_by_one(db: Database) -> None:
    person = await people.person(db)
    for step in ("version", "version + 2"):
        with pytest.raises(IntegrityError, match="D23"):
            await run(
                db,
                f"UPDATE accounts SET display_name = 'x', version = {step} WHERE id = :id",
                id=person.account_id,
            )


async def test_one_state_change_has_one_event_only(db: Database) -> None:
    person = await people.person(db)
    columns = """occurred_at, actor_name, actor_role, subject_type, subject_id, subject_version,
                 action, to_state, detail, request_id, client_address, created_at"""
    with pytest.raises(IntegrityError, match="uq_audit_events_state_change"):
        await run(
            db,
            f"INSERT INTO audit_events (id, {columns}) SELECT gen_random_uuid(), {columns}"
            " FROM audit_events WHERE subject_id = :id",
            id=person.account_id,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET actor_name = 'somebody else'",
        "UPDATE audit_events SET detail = '{}'",
        "DELETE FROM audit_events",
    ],
)
async def test_the_trail_is_append_only(db: Database, statement: str) -> None:
    await people.person(db)
    with pytest.raises(IntegrityError, match="append_only"):
        await run(db, statement)

"""The trail is chained: whoever changes it past the fences is found, at the first bad row."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.invariants import queries
from backend.platform import audit
from backend.platform.database import Database
from backend.platform.embedded import EmbeddedPostgres
from tests.factories.matches import agreed_match, stage

CHAIN, ANCHOR = "trail_is_chained", "trail_is_anchored"
# The matched demand's chain, which has more than three events.
DEMAND = "subject_type = 'demands'"
ROW = f"(SELECT id FROM audit_events WHERE {DEMAND} AND chain_no = 2)"
TAMPERINGS = {
    "edit": f"UPDATE audit_events SET actor_name = '演示他人' WHERE id = {ROW}",
    "edit that mends its own hash": f"""
        UPDATE audit_events SET actor_name = '演示他人' WHERE id = {ROW};
        UPDATE audit_events SET hash = audit_hash(audit_events) WHERE id = {ROW}""",
    "delete": f"DELETE FROM audit_events WHERE id = {ROW}",
    "reorder": f"""
        DROP INDEX uq_audit_events_chain;
        UPDATE audit_events SET chain_no = 5 - chain_no WHERE {DEMAND} AND chain_no IN (2, 3)""",
    "truncate": f"""
        DELETE FROM audit_events WHERE {DEMAND} AND chain_no >= 3""",
    "truncate the whole chain": f"DELETE FROM audit_events WHERE {DEMAND}",
    "insert": f"""
        INSERT INTO audit_events SELECT (made).* FROM (
          SELECT jsonb_populate_record(e, jsonb_build_object(
            'id', gen_random_uuid(), 'chain_no', 9, 'to_state', NULL)) AS made
          FROM audit_events e WHERE id = {ROW}) m""",
}
# The row each has to be found at, by its place in the chain; the head where none is left.
FIRST_BAD = {
    "edit": 2,
    "edit that mends its own hash": 3,
    "delete": 3,
    "reorder": 2,
    "truncate": None,
    "truncate the whole chain": None,
    "insert": 9,
}


async def found(session: AsyncSession, name: str) -> list[str]:
    (one,) = [one for one in queries.shipped() if one.name == name]
    _, rows = await queries.violations(session, one)
    return [f"{row.subject}：{row.found}" for row in rows]


@pytest.fixture
async def owner(
    db: Database, postgres: EmbeddedPostgres, database_url: str
) -> AsyncIterator[Database]:
    """The database's owner, before whom no trigger stands."""
    name = database_url.rsplit("/", 1)[1]
    found = Database(postgres.url(name, role="postgres"), pool_size=1)
    yield found
    await found.close()


@pytest.mark.parametrize("how", TAMPERINGS)
async def test_tampering_is_found_at_the_first_bad_row(
    db: Database, owner: Database, how: str
) -> None:
    await agreed_match(db)
    async with owner.transaction() as session:
        assert await found(session, CHAIN) == []
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in TAMPERINGS[how].split(";"):
            await session.execute(text(statement))
        first = await found(session, CHAIN)
        place = f"第 {FIRST_BAD[how]} 条"
        assert any(
            place in one if FIRST_BAD[how] else "audit_chains/demands" in one for one in first
        )
        await session.rollback()


async def test_a_trail_rewritten_with_all_its_hashes_differs_from_the_anchor(
    db: Database, owner: Database
) -> None:
    await agreed_match(db)
    async with db.transaction() as session:
        number, digest = (await audit.anchor(session)).split()
    assert (number, len(digest)) == ("1", 64)
    async with owner.transaction() as session:
        assert await found(session, ANCHOR) == []
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in (
            f"DELETE FROM audit_events WHERE {DEMAND} AND chain_no >= 3",
            f"""UPDATE audit_chains SET length = 2, head = (
                SELECT hash FROM audit_events WHERE {DEMAND} AND chain_no = 2) WHERE {DEMAND}""",
        ):
            await session.execute(text(statement))
        assert await found(session, CHAIN) == []
        assert any("与第 1 份存证不符" in one for one in await found(session, ANCHOR))
        await session.execute(text("DELETE FROM audit_anchored_heads"))
        assert any("audit_anchors/1" in one for one in await found(session, ANCHOR))
        await session.rollback()


async def test_a_second_anchor_stands_on_the_first(db: Database) -> None:
    first, _ = await agreed_match(db)
    async with db.transaction() as session:
        await audit.anchor(session)
    await agreed_match(db, await stage(db, first.reviewer))
    async with db.transaction() as session:
        assert (await audit.anchor(session)).startswith("2 ")
    async with db.reading() as session:
        assert await found(session, ANCHOR) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_chains SET length = 1",
        "DELETE FROM audit_chains",
        "TRUNCATE audit_events",
        "DELETE FROM audit_anchors",
    ],
)
async def test_the_chain_is_out_of_reach_of_the_application(db: Database, statement: str) -> None:
    await agreed_match(db)
    async with db.transaction() as session:
        await audit.anchor(session)
    async with db.transaction() as session:
        with pytest.raises(IntegrityError, match="append_only"):
            await session.execute(text(statement))
        await session.rollback()

"""The test database itself: each test finds it as the migrations left it."""

import socket
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

import tests.fixtures
from backend.platform.database import Database
from backend.platform.embedded import EmbeddedPostgres
from tests.fixtures.network import OutsideWorldError

RESET = Path(tests.fixtures.__path__[0]) / "reset.sql"
SCHEMA = """
CREATE TABLE kinds (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text,
  long text GENERATED ALWAYS AS (name || name) STORED);
INSERT INTO kinds (name) VALUES ('专家'), ('企业');
CREATE TABLE cases (id int PRIMARY KEY, kind int REFERENCES kinds);
"""


@pytest.fixture
def scratch(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A database with two tables and the reset machinery."""
    postgres.execute("create database scratch", "postgres")
    postgres.execute(SCHEMA + RESET.read_text(), "scratch")
    yield "scratch"
    postgres.execute("drop database scratch with (force)", "postgres")


def test_reset_restores_shipped_rows_and_empties_the_rest(
    postgres: EmbeddedPostgres, scratch: str
) -> None:
    content = "select string_agg(id || name || long, ' ' order by id) from kinds"
    shipped = postgres.execute(content, scratch)
    postgres.execute("insert into cases values (1, 1)", scratch)
    postgres.execute("update kinds set name = 'x'; insert into kinds (name) values ('y')", scratch)
    assert postgres.execute(content, scratch) != shipped
    postgres.execute("select test_reset.reset()", scratch)
    assert postgres.execute(content, scratch) == shipped
    assert postgres.execute("select count(*) from cases", scratch) == "0"
    assert postgres.execute("select count(*) from test_reset.touched", scratch) == "0"


@pytest.mark.parametrize("turn", ["first", "second"])
async def test_committed_rows_of_one_test_are_gone_in_the_next(db: Database, turn: str) -> None:
    async with db.transaction() as session:
        before = await session.scalar(text("SELECT count(*) FROM rate_buckets"))
        assert before == 0, turn
        await session.execute(
            text("INSERT INTO rate_buckets (key, tokens, refilled_at) VALUES ('a', 1, now())")
        )


async def test_time_zone_and_encoding_are_those_of_production(db: Database) -> None:
    async with db.reading() as session:
        assert await session.scalar(text("SHOW timezone")) == "Asia/Shanghai"
        assert await session.scalar(text("SHOW server_encoding")) == "UTF8"


async def test_the_application_role_is_no_superuser(db: Database) -> None:
    async with db.reading() as session:
        assert await session.scalar(text("SHOW is_superuser")) == "off"


def test_the_outside_world_is_out_of_reach() -> None:
    with socket.socket() as outside, pytest.raises(OutsideWorldError):
        outside.connect(("192.0.2.1", 80))


async def test_wrong_password_is_refused(database_url: str) -> None:
    wrong = database_url.replace("+asyncpg", "").replace("tepai:", "tepai:not-", 1)
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)

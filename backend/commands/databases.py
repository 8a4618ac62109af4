"""Which database a command works on, and what is in it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg

from backend.commands.failures import CommandError
from backend.platform.embedded import running_server
from backend.settings import get_settings

REFERENCE = "SELECT obj_description('public'::regnamespace, 'pg_namespace')"


@dataclass(frozen=True)
class Content:
    """What was found in a database."""

    revision: str | None
    reference: str | None
    has_accounts: bool


@contextmanager
def any_database() -> Iterator[str]:
    """The address of the configured database, or of the embedded one, running for the block."""
    settings = get_settings()
    if settings.database_url:
        yield settings.database_url
        return
    with running_server(settings.data_dir / "postgres") as server:
        yield server.url()


def look_into(url: str) -> Content:
    """Ask for the schema's revision, the shipped tables' edition and for accounts, quickly.

    Raises CommandError when the database cannot be reached.
    """
    try:
        return asyncio.run(_look(url.replace("+asyncpg", "")))
    except (OSError, asyncpg.PostgresError) as error:
        raise CommandError(
            f"连不上数据库，请检查 TEPAI_DATABASE_URL：{error}\n"
            f"  The database cannot be reached, check TEPAI_DATABASE_URL: {error}"
        ) from error


async def _look(address: str) -> Content:
    connection = await asyncpg.connect(address, timeout=10)
    try:
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return Content(None, None, has_accounts=False)
        revision = await connection.fetchval("SELECT version_num FROM alembic_version")
        reference = await connection.fetchval(REFERENCE)
        if await connection.fetchval("SELECT to_regclass('accounts')") is None:
            return Content(revision, reference, has_accounts=False)
        filled = await connection.fetchval("SELECT EXISTS (SELECT FROM accounts)")
        return Content(revision, reference, has_accounts=filled)
    finally:
        await connection.close()

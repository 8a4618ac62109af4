"""How migrations run: one at a time, giving up rather than blocking a live system."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from backend.platform.registry import all_tables
from backend.settings import get_settings

# Any number; it only has to be the same in every process that migrates.
ADVISORY_LOCK = 7_365_001
# Waiting longer for a lock would stop every reader and writer behind us.
DDL_LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "10min"


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the job queue's own tables out of the comparison with the models."""
    return not (kind == "table" and (name or "").startswith("pgqueuer"))


def run(connection: Connection) -> None:
    """Take the lock, then run what is missing, each migration in its own transaction."""
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
    connection.execute(text(f"SET lock_timeout = '{DDL_LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=all_tables() if comparing else None,
        transaction_per_migration=True,
        compare_server_default=True,
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


async def connect_and_run(url: str) -> None:
    """Run over a connection of our own; closing it gives the advisory lock back."""
    engine = create_async_engine(url, poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


# Only a comparison needs the models; a plain upgrade starts quicker without them.
comparing = context.config.attributes.get("compare_models", False)
address = context.config.attributes.get("url") or get_settings().database_url
if not address:
    raise SystemExit("TEPAI_DATABASE_URL is not set; use `python -m backend migrate` instead.")
asyncio.run(connect_and_run(address))

"""Somebody with the database's password changes what the application would not."""

from sqlalchemy import text

from backend.platform.database import Database


async def behind_the_back(db: Database, table: str, change: str) -> None:
    """Run `UPDATE table SET …` or the like with the table's own fences down."""
    async with db.transaction() as session:
        await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        await session.execute(text(change))
        await session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))

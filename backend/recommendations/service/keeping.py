"""Keeping the index: what profiles and demands change is there at once; this folds and counts."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.database import Database, use_case
from backend.recommendations.queries import index

CHUNK = 5000
FOLD_FROM = 200
"""So many documents may be compared one by one before the postings take them over."""
COUNT_AGAIN = 0.1
"""A collection that grew or shrank by this share is counted before the night."""
Say = Callable[[str], None]


def _silent(_words: str) -> None:
    return


async def rebuild(session: AsyncSession, say: Say = _silent) -> None:
    """Step: count every collection and build its postings anew; till then readers see the old."""
    await index.take_time(session)
    for collection in index.COLLECTIONS:
        await index.count(session, collection)
        whole = await index.unfold(session, collection)
        done = 0
        while moved := await index.fold(session, collection, CHUNK):
            done += moved
            say(f"  {collection}: {done} / {whole}")


@use_case
async def refresh(session: AsyncSession) -> None:
    """Each night: frequencies, lengths and postings of the whole index."""
    await rebuild(session)


@use_case
async def fold(session: AsyncSession) -> None:
    """Every few minutes: documents written since go into the postings when there are many.

    A collection that changed by a tenth is built anew, so that its frequencies are its own.
    """
    await index.take_time(session)
    for collection in index.COLLECTIONS:
        now, then = await index.drift(session, collection)
        if abs(now - then) > max(COUNT_AGAIN * then, FOLD_FROM / 10):
            await rebuild(session)
            return
        if await index.recent(session, collection) >= FOLD_FROM:
            await index.fold(session, collection, CHUNK)


async def rebuild_at(url: str, say: Say = print) -> None:
    """Rebuild the index of one database, saying how far it is."""
    database = Database(url, pool_size=1)
    try:
        async with database.transaction() as session:
            await rebuild(session, say)
    finally:
        await database.close()

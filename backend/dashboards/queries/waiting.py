"""Work that waits for somebody: each source is a SELECT of (id, words, since, due).

However many kinds of work a role has, they are read in one statement.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, DateTime, Text, cast, func, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform.rows import AnyRow, AnySelect

MOST = 50
"""Of one kind, the most urgent first; who has more works from the list itself."""


@dataclass(frozen=True)
class Source:
    """One kind of waiting work. `words` and `link` are filled in from the row."""

    kind: str
    subject_type: str
    words: str
    link: str
    rows: Callable[[Actor], AnySelect]


def row(id: Any, words: Any, since: Any, due: Any = None) -> AnySelect:
    """The columns every source has."""
    return select(
        id.label("id"),
        cast(words, Text).label("words"),
        cast(since, DateTime(timezone=True)).label("since"),
        cast(null() if due is None else due, Date).label("due"),
    )


def _numbered(number: int, source: Source, actor: Actor) -> AnySelect:
    rows = source.rows(actor).subquery()
    return (
        select(literal(number).label("source"), rows, func.count().over().label("of_kind"))
        .order_by(rows.c.due.asc().nulls_last(), rows.c.since)
        .limit(MOST)
    )


async def found(session: AsyncSession, sources: Sequence[Source], actor: Actor) -> list[AnyRow]:
    """The most pressing rows of every source: its place in `sources`, and how many it has."""
    if not sources:
        return []
    parts = (_numbered(n, one, actor).subquery() for n, one in enumerate(sources))
    query = union_all(*(select(part) for part in parts))
    return list((await session.execute(query)).all())

"""Work that waits for somebody: each source is a SELECT of (id, words, since, due)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, cast, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform.rows import AnyRow, AnySelect

MOST = 50
"""Of one kind; who has more works from the list itself."""


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
        words.label("words"),
        since.label("since"),
        cast(null() if due is None else due, Date).label("due"),
    )


async def found(session: AsyncSession, source: Source, actor: Actor) -> list[AnyRow]:
    """The first rows of one source, the longest waiting first."""
    query = source.rows(actor).order_by("since").limit(MOST)
    return list((await session.execute(query)).all())

"""The ranking: one SQL statement over the index of terms (matching.md in backend/decisions/0016).

First the rarest terms of what is asked for, as many as `budget` postings allow, name `pool`
candidates; documents the postings do not know yet are candidates too. Then each candidate is scored
with all terms, and with field, chain, place, load and freshness. Nothing in a score depends on who
else is on the list, so degrees can be compared between lists, and what is left out tells nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Date,
    Double,
    Integer,
    Text,
    TextClause,
    Uuid,
    bindparam,
    text,
)
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.rows import AnyRow
from backend.recommendations.queries.statements import (
    AMONG,
    AMONG_SERVING,
    ASKED,
    HINTS,
    OBSTACLES,
    OUT,
    PAIR,
    STATEMENTS,
    TERMS,
)

__all__ = ["HINTS", "OUT"]

CARD, FULL, DEMAND = "expert_card", "expert_full", "demand"
"""Collections: what an expert's card shows, all an expert wrote, published demands."""


@dataclass(frozen=True)
class Search:
    """What is searched with, from which collection in which, for how many."""

    kind: str
    source: str
    target: str
    subject_id: UUID
    most: int
    cap: int
    today: date
    near: bool = False
    """Only those of the place, as far as the searched collection knows places."""


_TYPES: dict[str, Any] = {
    **dict.fromkeys(("pool", "most", "cap"), Integer()),
    **dict.fromkeys(("subject", "expert"), Uuid()),
    **dict.fromkeys(("source", "target"), Text()),
    "today": Date(),
    **dict.fromkeys(("main_of_target", "near"), Boolean()),
    "only": ARRAY(Uuid()),
}
_NAMES = re.compile(r"(?<![:\w]):([a-z]\w*)")


def bound(search: Search, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The statement's parameters by name."""
    return {
        **settings,
        "source": search.source,
        "target": search.target,
        "subject": search.subject_id,
        "most": search.most,
        "cap": search.cap,
        "today": search.today,
        "near": search.near,
        "main_of_target": search.kind == "experts",
    }


@cache
def _statement(sql: str) -> TextClause:
    """The statement with the type of each parameter, which PostgreSQL could not always tell."""
    names = set(_NAMES.findall(sql))
    typed = (bindparam(name, type_=_TYPES.get(name, Double())) for name in sorted(names))
    return text(sql).bindparams(*typed)


def plain(kind: str) -> tuple[str, list[str]]:
    """The statement with numbered parameters, and their names in order: for the benchmark."""
    compiled = _statement(ASKED + STATEMENTS[kind]).compile(dialect=asyncpg.dialect())
    return str(compiled), list(compiled.positiontup or ())


async def ranked(
    session: AsyncSession, search: Search, settings: Mapping[str, Any]
) -> list[AnyRow]:
    """The best of a collection with the facts their scores are made of, best first."""
    statement = _statement(ASKED + STATEMENTS[search.kind])
    await session.execute(_statement(HINTS))
    return list((await session.execute(statement, bound(search, settings))).all())


async def pairs(
    session: AsyncSession, search: Search, settings: Mapping[str, Any], ids: Sequence[UUID]
) -> dict[UUID, AnyRow]:
    """The facts of these experts for one demand, whatever would keep them apart."""
    values = bound(search, settings) | {"only": list(ids), "most": len(ids)}
    rows = await session.execute(_statement(ASKED + PAIR), values)
    return {row.subject_id: row for row in rows}


async def pair(
    session: AsyncSession, search: Search, settings: Mapping[str, Any], expert_id: UUID
) -> AnyRow | None:
    """The same of one expert."""
    return (await pairs(session, search, settings, [expert_id])).get(expert_id)


async def among(
    session: AsyncSession,
    search: Search,
    settings: Mapping[str, Any],
    ids: Sequence[UUID],
    *,
    serving: bool,
) -> list[AnyRow]:
    """Those of these experts nothing stands against, best first; `serving` for a running match."""
    statement = _statement(ASKED + (AMONG_SERVING if serving else AMONG))
    return list(
        (await session.execute(statement, bound(search, settings) | {"only": list(ids)})).all()
    )


async def terms(
    session: AsyncSession, search: Search, settings: Mapping[str, Any], ids: Sequence[UUID]
) -> list[AnyRow]:
    """Which terms brought how many points of the text, for these documents."""
    values = bound(search, settings) | {"only": list(ids)}
    return list((await session.execute(_statement(TERMS), values)).all())


async def obstacles(session: AsyncSession, search: Search, expert_id: UUID) -> AnyRow | None:
    """Which exclusions hold for one expert and one demand, each by its name."""
    bound = {
        "expert": expert_id,
        "subject": search.subject_id,
        "cap": search.cap,
        "today": search.today,
    }
    return (await session.execute(_statement(OBSTACLES), bound)).one_or_none()

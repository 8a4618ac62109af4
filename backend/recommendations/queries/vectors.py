"""Vectors of texts: which are missing or outdated, writing them, reading them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.rows import AnyRow
from backend.recommendations.models import MatchingDocument, MatchingVector

KINDS = ("expert_full", "demand")


async def outdated(session: AsyncSession, provider: str, most: int) -> list[AnyRow]:
    """Documents of which the provider has no vectors; a rewritten one has a new number."""
    known = exists().where(
        MatchingVector.subject_id == MatchingDocument.subject_id,
        MatchingVector.provider == provider,
        MatchingVector.document == MatchingDocument.number,
    )
    query = (
        select(MatchingDocument.number, MatchingDocument.collection, MatchingDocument.subject_id)
        .where(MatchingDocument.collection.in_(KINDS), ~known)
        .order_by(MatchingDocument.number)
        .limit(most)
    )
    return list((await session.execute(query)).all())


async def put(
    session: AsyncSession, provider: str, document: AnyRow, found: Sequence[Sequence[float]]
) -> None:
    """The vectors of one document instead of those it had, of whichever provider."""
    await session.execute(
        delete(MatchingVector).where(MatchingVector.subject_id == document.subject_id)
    )
    rows = [
        {
            "subject_id": document.subject_id,
            "part": part,
            "provider": provider,
            "document": document.number,
            "vector": list(vector),
        }
        for part, vector in enumerate(found)
    ]
    await session.execute(insert(MatchingVector), rows)


async def forget_gone(session: AsyncSession) -> None:
    """Drop the vectors of what is searched no more."""
    there = exists().where(MatchingDocument.subject_id == MatchingVector.subject_id)
    await session.execute(delete(MatchingVector).where(~there))


async def of(
    session: AsyncSession, provider: str, ids: Sequence[UUID]
) -> dict[UUID, list[tuple[int, Sequence[float]]]]:
    """The parts of these subjects with their vectors."""
    query = select(MatchingVector).where(
        MatchingVector.provider == provider, MatchingVector.subject_id.in_(ids)
    )
    found: dict[UUID, list[tuple[int, Sequence[float]]]] = {}
    for one in (await session.execute(query)).scalars():
        found.setdefault(one.subject_id, []).append((one.part, one.vector))
    return found

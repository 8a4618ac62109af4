"""Closeness of meaning beside closeness of words, where a site runs a model for it.

An expert has a vector for the card and one for each achievement; the nearest counts. Whoever may
not read achievements is served from the card's alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform import logs
from backend.platform.database import Database
from backend.platform.rows import AnyRow
from backend.recommendations.embedding import (
    EmbeddingError,
    EmbeddingProvider,
    cosine,
    key_of,
    provider_of,
)
from backend.recommendations.queries import lists, vectors
from backend.recommendations.queries.ranking import DEMAND, FULL, Search
from backend.recommendations.scoring import Facts
from backend.recommendations.service.telling import demand_text, expert_texts
from backend.settings import get_settings

BATCH, MOST = 20, 200
"""So many documents at once are asked for, and in one run."""
CARD_PART = 0


def provider() -> EmbeddingProvider | None:
    """The model of this site, if it has one."""
    return provider_of(get_settings())


async def _texts(session: AsyncSession, documents: Sequence[AnyRow]) -> dict[UUID, list[str]]:
    ids = [one.subject_id for one in documents]
    found = {id: expert_texts(one) for id, one in (await lists.experts(session, ids)).items()}
    rows = await lists.demands(session, ids)
    return found | {id: [demand_text(row.content)] for id, row in rows.items()}


async def _embed(db: Database, model: EmbeddingProvider, documents: Sequence[AnyRow]) -> None:
    # The server is asked outside a transaction: it may take its time.
    async with db.reading() as session:
        texts = await _texts(session, documents)
    flat = [text for one in documents for text in texts.get(one.subject_id, [])]
    found = iter(await model.vectors(flat)) if flat else iter(())
    async with db.transaction() as session:
        for one in documents:
            mine = [next(found) for _ in texts.get(one.subject_id, [])]
            # Of what says nothing that is kept, too: it is not asked for again.
            await vectors.put(session, key_of(model), one, mine or [[]])


async def refresh_vectors(db: Database) -> int:
    """Embed what was written since; how many documents. A silent server is asked again later."""
    model = provider()
    if model is None:
        return 0
    async with db.transaction() as session:
        await vectors.forget_gone(session)
        documents = await vectors.outdated(session, key_of(model), MOST)
    try:
        for start in range(0, len(documents), BATCH):
            await _embed(db, model, documents[start : start + BATCH])
    except EmbeddingError as error:
        logs.get("embedding").warning("failed", reason=str(error))
        return 0
    return len(documents)


async def with_meaning(session: AsyncSession, wanted: Search, pool: Sequence[Facts]) -> list[Facts]:
    """Step: the facts with the nearest meaning of each pair; as they are without a model."""
    model = provider()
    if model is None or not pool:
        return list(pool)
    ids = [UUID(one.id) for one in pool]
    known = await vectors.of(session, key_of(model), [wanted.subject_id, *ids])
    asked = _parts(known.get(wanted.subject_id, []), wanted.source)
    return [
        replace(one, meaning=_nearest(asked, _parts(known.get(id, []), wanted.target)))
        for id, one in zip(ids, pool, strict=True)
    ]


def _parts(found: Sequence[tuple[int, Sequence[float]]], collection: str) -> list[Sequence[float]]:
    everything = collection in {FULL, DEMAND}
    return [vector for part, vector in found if vector and (everything or part == CARD_PART)]


def _nearest(some: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> float:
    return max((cosine(one, other) for one in some for other in others), default=0.0)

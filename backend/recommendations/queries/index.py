"""Keeping the index: weights in force, folding, counting."""

from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.identity.models import Account
from backend.platform.rows import AnyRow
from backend.recommendations.models import (
    MatchingDocument,
    MatchingPosting,
    MatchingStatistics,
    MatchingWeights,
    MatchingWeightsChange,
)

COLLECTIONS = ("expert_card", "expert_full", "demand")


async def weights(session: AsyncSession, name: str | None = None) -> MatchingWeights:
    """The parameters in force, or those of a version."""
    wanted = MatchingWeights.name == name if name else MatchingWeights.is_current
    return (await session.execute(select(MatchingWeights).where(wanted))).scalar_one()


async def weights_changes(session: AsyncSession, most: int) -> list[AnyRow]:
    """The latest changes of the weights with both versions and who made them."""
    was, now = aliased(MatchingWeights), aliased(MatchingWeights)
    query = (
        select(
            MatchingWeightsChange,
            was.settings.label("was_settings"),
            now.settings.label("now_settings"),
            Account.display_name.label("changed_by"),
        )
        .join(was, was.name == MatchingWeightsChange.was)
        .join(now, now.name == MatchingWeightsChange.now)
        .join(Account, Account.id == MatchingWeightsChange.changed_by)
        .order_by(MatchingWeightsChange.id.desc())
        .limit(most)
    )
    return list((await session.execute(query)).all())


async def versions(session: AsyncSession) -> int:
    """How many versions of the weights there are."""
    return (await session.execute(select(func.count()).select_from(MatchingWeights))).scalar_one()


async def recent(session: AsyncSession, collection: str) -> int:
    """How many documents the postings do not know yet."""
    query = select(func.count()).where(
        MatchingDocument.collection == collection, ~MatchingDocument.is_folded
    )
    return (await session.execute(query)).scalar_one()


async def drift(session: AsyncSession, collection: str) -> tuple[int, int]:
    """Documents now, and when they were last counted."""
    now = select(func.count()).where(MatchingDocument.collection == collection)
    then = select(MatchingStatistics.documents).where(MatchingStatistics.collection == collection)
    return (await session.execute(now)).scalar_one(), (await session.execute(then)).scalar_one()


async def take_time(session: AsyncSession) -> None:
    """Long work may take long; one at a time, whoever begins it."""
    await session.execute(text("SET LOCAL statement_timeout = 0"))
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('matching'))"))


async def _call(session: AsyncSession, function: str, *values: Any) -> Any:
    called = getattr(func, function)(*values)
    return (await session.execute(select(called))).scalar_one_or_none()


async def unfold(session: AsyncSession, collection: str) -> int:
    """Empty the postings; gives how many documents are to be folded again."""
    return int(await _call(session, "matching_unfold", collection))


async def fold(session: AsyncSession, collection: str, most: int) -> int:
    """Move up to so many documents into the postings; gives how many there were."""
    return int(await _call(session, "matching_fold", collection, most))


async def count(session: AsyncSession, collection: str) -> None:
    """Count frequencies, lengths and what terms say of fields anew."""
    await _call(session, "matching_count", collection)


async def segments(session: AsyncSession, collection: str) -> int:
    """Rows of postings: many segments slow the reading down."""
    query = select(func.count()).where(MatchingPosting.collection == collection)
    return (await session.execute(query)).scalar_one()

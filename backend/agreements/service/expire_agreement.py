"""What becomes of an agreed match nobody signs for in time: the places go back (A8, A10)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement
from backend.agreements.states import AGREEMENT
from backend.identity.actor import SYSTEM, Actor
from backend.matches import service as matches
from backend.platform import audit, clock
from backend.platform.database import Database, read_case, use_case
from backend.platform.edits import lock
from backend.reviews import service as reviews
from backend.reviews.states import Subject


@read_case
async def _past_due(session: AsyncSession) -> list[UUID]:
    return await queries.unsigned_past_due(session, clock.today())


async def void_agreement(session: AsyncSession, match_id: UUID, actor: Actor, reason: str) -> None:
    """Step: void the match's agreement, where there is one that is not filed yet."""
    agreement = await queries.of_match(session, match_id)
    if agreement is None:
        return
    await lock(session, Agreement, agreement.id)
    if not AGREEMENT.allows(agreement.state, "void"):
        return
    await audit.transition(session, agreement, AGREEMENT, "void", actor, reason=reason)
    await reviews.withdraw_task(session, Subject.AGREEMENT, agreement.id)


@use_case
async def _expire(session: AsyncSession, match_id: UUID) -> bool:
    agreement = await queries.of_match(session, match_id)
    if agreement is not None:
        await lock(session, Agreement, agreement.id)
    if match_id not in await queries.unsigned_past_due(session, clock.today()):
        return False  # signed while we waited
    match = await matches.agreed_match(session, match_id, lock=True)
    await void_agreement(session, match_id, SYSTEM, "逾期未完成签署")
    await matches.cancel(session, match, "expire", SYSTEM)
    return True


@read_case
async def _orphaned(session: AsyncSession) -> list[UUID]:
    return await queries.orphaned(session)


@use_case
async def _void_orphan(session: AsyncSession, match_id: UUID) -> None:
    await void_agreement(session, match_id, SYSTEM, "一方已退出匹配")


async def void_orphans(db: Database) -> int:
    """Void the agreements whose match one side has left; how many there were."""
    left = await _orphaned(db)
    for match_id in left:
        await _void_orphan(db, match_id)
    return len(left)


async def expire_unsigned(db: Database) -> int:
    """Void the agreements not signed in time and end their matches; how many there were."""
    done = [await _expire(db, match_id) for match_id in await _past_due(db)]
    return sum(done)

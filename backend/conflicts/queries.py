"""Reading declared interests."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.conflicts.models import ConflictDeclaration, ReviewerInterest


async def declared(
    session: AsyncSession, expert_ids: Sequence[UUID], uscc: str | None = None
) -> list[ConflictDeclaration]:
    """What these experts declare, of one enterprise or of all."""
    query = select(ConflictDeclaration).where(
        ConflictDeclaration.expert_id.in_(expert_ids), ConflictDeclaration.withdrawn_at.is_(None)
    )
    if uscc is not None:
        query = query.where(ConflictDeclaration.enterprise_uscc == uscc)
    return list((await session.execute(query.order_by(ConflictDeclaration.id))).scalars())


async def interests(session: AsyncSession, account_id: UUID | None) -> list[ReviewerInterest]:
    """What a member of staff declares at present."""
    query = select(ReviewerInterest).where(
        ReviewerInterest.account_id == account_id, ReviewerInterest.withdrawn_at.is_(None)
    )
    return list((await session.execute(query.order_by(ReviewerInterest.id))).scalars())


async def interest(
    session: AsyncSession, account_id: UUID | None, interest_id: UUID
) -> ReviewerInterest | None:
    """One of them, locked."""
    query = select(ReviewerInterest).where(
        ReviewerInterest.id == interest_id,
        ReviewerInterest.account_id == account_id,
        ReviewerInterest.withdrawn_at.is_(None),
    )
    return (await session.execute(query.with_for_update())).scalar_one_or_none()

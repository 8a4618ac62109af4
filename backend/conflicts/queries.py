"""Reading declared interests."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.conflicts.models import ConflictDeclaration


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

"""What is read of the policy versions. They are public."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.policies.models import PolicyVersion


async def versions(session: AsyncSession) -> list[PolicyVersion]:
    """All versions, the latest first."""
    query = select(PolicyVersion).order_by(PolicyVersion.effective_from.desc())
    return list((await session.execute(query)).scalars())


async def in_force(session: AsyncSession, on: date) -> PolicyVersion | None:
    """The version that governs a day: the newest begun by then, before all the first."""
    began = select(PolicyVersion).where(PolicyVersion.effective_from <= on)
    newest = began.order_by(PolicyVersion.effective_from.desc()).limit(1)
    first = select(PolicyVersion).order_by(PolicyVersion.effective_from).limit(1)
    found = (await session.execute(newest)).scalar_one_or_none()
    return found or (await session.execute(first)).scalar_one_or_none()

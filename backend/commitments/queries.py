"""Which commitment text is in force."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.commitments.models import CommitmentText


async def newest(session: AsyncSession, kind: str, on: date) -> CommitmentText | None:
    """The newest text of `kind` valid on a day."""
    query = (
        select(CommitmentText)
        .where(CommitmentText.kind == kind, CommitmentText.valid_from <= on)
        .order_by(CommitmentText.number.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()

"""What is read of the site's texts."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.site.models import SiteText


async def text(session: AsyncSession, key: str, *, locked: bool = False) -> SiteText | None:
    """One text."""
    query = select(SiteText).where(SiteText.key == key)
    if locked:
        query = query.with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


async def keys(session: AsyncSession) -> set[str]:
    """The texts there are."""
    return set((await session.execute(select(SiteText.key))).scalars())

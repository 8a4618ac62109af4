"""Saying what a message is about and how urgent it is, for what leaves the platform."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.notifications import matters, queries
from backend.platform import clock
from backend.platform.choices import area_of
from backend.platform.matters import Matter, Said, described_by
from backend.policies.service import current_policy


async def describe(session: AsyncSession, said: Said) -> Matter:
    """Step: kind, words that name nobody, and urgency of a message."""
    known, today = matters.known(said.title), clock.today()
    when = known.when if known else None
    left = await _days_left(session) if when is matters.When.ROUND else None
    return Matter(
        kind=matters.AREAS.get(area_of(said.link), matters.OTHER),
        words=matters.words_of(said.title),
        urgency=matters.urgency(when, said.title + said.body, today, left),
    )


async def _days_left(session: AsyncSession) -> int:
    policy = await current_policy(session)
    moved = await queries.moved_reviews(session)
    return matters.days_left(clock.today(), policy.review_deadline_day, moved)


described_by(describe)

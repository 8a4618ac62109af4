"""Telling both sides of a match what happened."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.matches.states import Party
from backend.platform.outbox import send_message


async def tell_sides(
    session: AsyncSession,
    match_id: UUID,
    event: str,
    words: tuple[str, str],
    link: str,
    *,
    only: Party | None = None,
) -> None:
    """Step: a message (title, body) to the people of both sides, or of one."""
    for party, account_id in await queries.accounts(session, match_id):
        if only is None or party == only:
            await send_message(session, event, account_id, *words, link)


def other_side(party: str) -> Party:
    """The side across the table."""
    return Party.EXPERT if party == Party.ENTERPRISE else Party.ENTERPRISE

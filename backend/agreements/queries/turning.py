"""What whose turn it is rests on, of many agreements in one statement."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.models import Agreement
from backend.agreements.queries import Sides, cards
from backend.identity.actor import Actor


async def facts(
    session: AsyncSession, actor: Actor, ids: Collection[UUID]
) -> list[tuple[Agreement, Sides]]:
    """Those of these agreements the actor may see, with both sides; membership is not asked."""
    rows = await session.execute(cards(actor).where(Agreement.id.in_(ids)))
    return [
        (
            row[0],
            Sides(
                row[0].match_id,
                row.enterprise_id,
                row.expert_id,
                row.team_id,
                is_team_member=False,
            ),
        )
        for row in rows
    ]

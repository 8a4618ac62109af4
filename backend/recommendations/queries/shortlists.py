"""Whom an enterprise thinks of for a demand, and how candidates stand with it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.matches.models import Match, Participation
from backend.platform.rows import AnyRow
from backend.recommendations.models import ShortlistMark
from backend.teams.models import Team


async def marks(session: AsyncSession, demand_id: UUID) -> Sequence[AnyRow]:
    """The marks of a demand with the teams' names, oldest first."""
    query = (
        select(ShortlistMark, Team.name)
        .outerjoin(Team, Team.id == ShortlistMark.team_id)
        .where(ShortlistMark.demand_id == demand_id)
        .order_by(ShortlistMark.id)
    )
    return (await session.execute(query)).all()


async def drop(
    session: AsyncSession, demand_id: UUID, expert_id: UUID | None, team_id: UUID | None
) -> None:
    """Take one mark away; nothing when there is none."""
    who = ShortlistMark.expert_id == expert_id if expert_id else ShortlistMark.team_id == team_id
    await session.execute(delete(ShortlistMark).where(ShortlistMark.demand_id == demand_id, who))


async def standing(
    session: AsyncSession, demand_id: UUID, expert_ids: Sequence[UUID]
) -> dict[UUID, Match]:
    """By which match each of these experts takes, or last took, part in a demand."""
    query = (
        select(Participation.expert_id, Match)
        .join(Match, Match.id == Participation.match_id)
        .where(Participation.demand_id == demand_id, Participation.expert_id.in_(expert_ids))
        .order_by(Participation.closed_at.nulls_last(), Match.id)
    )
    return {row.expert_id: row.Match for row in await session.execute(query)}


async def team_standing(
    session: AsyncSession, demand_id: UUID, team_ids: Sequence[UUID]
) -> dict[UUID, Match]:
    """By which match each of these teams is, or last was, a candidate of a demand."""
    query = (
        select(Match.team_id, Match)
        .where(Match.demand_id == demand_id, Match.team_id.in_(team_ids))
        .order_by(Match.id)
    )
    return {row.team_id: row.Match for row in await session.execute(query)}

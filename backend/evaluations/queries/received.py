"""What one side received in ratings, over all its services whose results are open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands.models import Demand
from backend.engagements.models import Engagement
from backend.enterprises.models import Enterprise
from backend.evaluations.models import Rating, RatingDispute, RatingWindow
from backend.evaluations.states import Rater
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.platform import clock
from backend.platform.rows import AnyRow, AnySelect
from backend.teams.models import Team


@dataclass(frozen=True)
class Side:
    """Whose ratings are read: of which party, and in which services."""

    party: Rater
    own: ColumnElement[bool]


def side_of(actor: Actor) -> Side:
    """The side the actor's hat stands for; a team's ratings are its leader's."""
    if actor.expert_id is not None:
        return Side(Rater.EXPERT, Engagement.expert_id == actor.expert_id)
    if actor.enterprise_id is not None:
        return Side(Rater.ENTERPRISE, Engagement.enterprise_id == actor.enterprise_id)
    followed = Engagement.liaison_organisation_id == actor.organisation_id
    return Side(Rater.LIAISON, followed)


def _open() -> ColumnElement[bool]:
    return or_(RatingWindow.unsealed_at.is_not(None), RatingWindow.closes_at <= clock.now())


async def grades(session: AsyncSession, side: Side) -> Sequence[AnyRow]:
    """How often each party gave this side each grade."""
    query = (
        select(Rating.from_party, Rating.grade, func.count().label("times"))
        .join(RatingWindow, RatingWindow.engagement_id == Rating.engagement_id)
        .join(Engagement, Engagement.id == Rating.engagement_id)
        .where(side.own, _open(), Rating.to_party == side.party)
        .group_by(Rating.from_party, Rating.grade)
    )
    return (await session.execute(query)).all()


async def count_services(session: AsyncSession, side: Side) -> int:
    """How many services of this side have open results, rated or not."""
    query = (
        select(func.count())
        .select_from(RatingWindow)
        .join(Engagement, Engagement.id == RatingWindow.engagement_id)
        .where(side.own, _open())
    )
    return (await session.execute(query)).scalar_one()


def services(side: Side) -> AnySelect:
    """The services of this side with open results, the last opened first."""
    opened = func.coalesce(RatingWindow.unsealed_at, RatingWindow.closes_at)
    return (
        select(
            Engagement.id,
            Engagement.liaison_organisation_id,
            Demand.number.label("demand_number"),
            Demand.title.label("demand_title"),
            Enterprise.name.label("enterprise_name"),
            func.coalesce(Team.name, Expert.name).label("expert_name"),
            opened.label("opened_at"),
        )
        .join(RatingWindow, RatingWindow.engagement_id == Engagement.id)
        .join(Demand, Demand.id == Engagement.demand_id)
        .join(Enterprise, Enterprise.id == Engagement.enterprise_id)
        .join(Expert, Expert.id == Engagement.expert_id)
        .outerjoin(Team, Team.id == Engagement.team_id)
        .where(side.own, _open())
        .order_by(opened.desc(), Engagement.id.desc())
    )


async def ratings(
    session: AsyncSession, side: Side, engagement_ids: Collection[UUID]
) -> dict[tuple[UUID, str], AnyRow]:
    """What these services brought this side, by service and giver, each with its dispute."""
    query = (
        select(Rating, RatingDispute)
        .outerjoin(RatingDispute, RatingDispute.rating_id == Rating.id)
        .where(Rating.engagement_id.in_(engagement_ids), Rating.to_party == side.party)
    )
    rows = (await session.execute(query)).all()
    return {(row.Rating.engagement_id, row.Rating.from_party): row for row in rows}

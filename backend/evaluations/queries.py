"""What is read of ratings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.models import Agreement
from backend.engagements.models import Engagement, EngagementEnding, ServiceLog
from backend.evaluations.models import Rating, RatingWindow
from backend.evaluations.states import Rater
from backend.experts.models import Expert
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.platform.rows import AnyRow


async def window(
    session: AsyncSession, engagement_id: UUID, *, locked: bool = False
) -> RatingWindow | None:
    """The window of an ended engagement; locked, raters of one service take turns."""
    query = select(RatingWindow).where(RatingWindow.engagement_id == engagement_id)
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def ratings(session: AsyncSession, engagement_id: UUID) -> Sequence[Rating]:
    """All ratings of a service, in the order given."""
    query = select(Rating).where(Rating.engagement_id == engagement_id).order_by(Rating.id)
    return (await session.execute(query)).scalars().all()


async def ended_at(session: AsyncSession, engagement_id: UUID) -> datetime | None:
    """When a service ended."""
    ending = await session.get(EngagementEnding, engagement_id)
    return ending.ended_at if ending else None


async def past_closing(session: AsyncSession, now: datetime) -> list[UUID]:
    """Services whose window closed while the results were still sealed."""
    query = select(RatingWindow.engagement_id).where(
        RatingWindow.unsealed_at.is_(None), RatingWindow.closes_at <= now
    )
    return list((await session.execute(query)).scalars())


def _days(engagement_id: Any) -> Any:
    return (
        select(
            func.count(func.distinct(ServiceLog.day)).filter(ServiceLog.days.is_(None))
            + cast(func.coalesce(func.sum(ServiceLog.days), 0), Integer)
        )
        .where(ServiceLog.engagement_id == engagement_id, ServiceLog.confirmed_at.is_not(None))
        .scalar_subquery()
    )


def _grade(rater: Rater) -> Any:
    return (
        select(Rating.grade)
        .where(
            Rating.engagement_id == Engagement.id,
            Rating.from_party == rater,
            Rating.to_party == Rater.EXPERT,
        )
        .scalar_subquery()
    )


async def marks(
    session: AsyncSession,
    now: datetime,
    *,
    engagement_id: UUID | None = None,
    expert_id: UUID | None = None,
) -> Sequence[AnyRow]:
    """Grades, confirmed and agreed days of services whose results are open."""
    query = (
        select(
            _grade(Rater.ENTERPRISE).label("enterprise"),
            _grade(Rater.LIAISON).label("liaison"),
            _days(Engagement.id).label("confirmed_days"),
            Agreement.terms["days"].as_integer().label("agreed_days"),
        )
        .select_from(Engagement)
        .join(RatingWindow, RatingWindow.engagement_id == Engagement.id)
        .join(Agreement, Agreement.id == Engagement.agreement_id)
        .where(or_(RatingWindow.unsealed_at.is_not(None), RatingWindow.closes_at <= now))
    )
    if engagement_id is not None:
        query = query.where(Engagement.id == engagement_id)
    if expert_id is not None:
        query = query.where(Engagement.expert_id == expert_id)
    return (await session.execute(query)).all()


async def raters(session: AsyncSession, engagement: Engagement) -> list[UUID]:
    """The accounts of all three parties."""
    staff = select(Membership.account_id).where(
        Membership.ended_at.is_(None), Membership.enterprise_id == engagement.enterprise_id
    )
    liaison = select(Membership.account_id).where(
        Membership.ended_at.is_(None),
        Membership.role == Role.LIAISON,
        Membership.organisation_id == engagement.liaison_organisation_id,
    )
    leader = select(Expert.account_id).where(Expert.id == engagement.expert_id)
    found = await session.execute(staff.union(liaison, leader))
    return list(found.scalars())

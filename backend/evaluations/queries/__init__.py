"""What is read of ratings."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, and_, cast, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements.models import Agreement
from backend.demands.models import Demand
from backend.engagements.models import Engagement, EngagementEnding, ServiceLog
from backend.enterprises.models import Enterprise
from backend.evaluations.models import (
    MemberNote,
    Rating,
    RatingDispute,
    RatingFollowUp,
    RatingWindow,
)
from backend.evaluations.schemas import FollowUpQuery
from backend.evaluations.states import FollowUpState, Rater
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.organisations.models import Organisation
from backend.platform import clock
from backend.platform.rows import AnyRow, AnySelect
from backend.teams.models import TeamMember
from backend.teams.states import Standing


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
    ids: Collection[UUID] | None = None,
    expert_id: UUID | None = None,
) -> Sequence[AnyRow]:
    """Grades, confirmed and agreed days of services whose results are open."""
    query = (
        select(
            Engagement.id,
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
    if ids is not None:
        query = query.where(Engagement.id.in_(ids))
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


async def disputes(session: AsyncSession, engagement_id: UUID) -> dict[UUID, RatingDispute]:
    """The disputes about a service's ratings, by rating."""
    query = select(RatingDispute).join(Rating, Rating.id == RatingDispute.rating_id)
    found = await session.execute(query.where(Rating.engagement_id == engagement_id))
    return {one.rating_id: one for one in found.scalars()}


async def engagement_of_dispute(session: AsyncSession, dispute_id: UUID) -> UUID | None:
    """Which service a dispute is about."""
    query = (
        select(Rating.engagement_id)
        .join(RatingDispute, RatingDispute.rating_id == Rating.id)
        .where(RatingDispute.id == dispute_id)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def rating(session: AsyncSession, rating_id: UUID) -> Rating | None:
    """One rating."""
    return await session.get(Rating, rating_id)


def follow_ups(actor: Actor, asked: FollowUpQuery) -> AnySelect:
    """The bad grades an office follows up, all of them for the department; what is due first."""
    query = _follow_up_rows().where(_follows_up(actor))
    if asked.state:
        query = query.where(RatingFollowUp.state == asked.state)
    if asked.organisation_id:
        query = query.where(RatingFollowUp.organisation_id == asked.organisation_id)
    late = and_(RatingFollowUp.state == FollowUpState.OPEN, RatingFollowUp.due_on < clock.today())
    if asked.overdue is not None:
        query = query.where(late if asked.overdue else ~late)
    return query.order_by(
        RatingFollowUp.state == FollowUpState.CLOSED, RatingFollowUp.due_on, RatingFollowUp.id
    )


def _follows_up(actor: Actor) -> Any:
    if actor.role is Role.DEPARTMENT:
        return true()
    if actor.role is Role.REVIEWER:
        return RatingFollowUp.organisation_id == actor.organisation_id
    return false()


def _follow_up_rows() -> AnySelect:
    return (
        select(
            RatingFollowUp,
            Rating,
            Demand.number.label("demand_number"),
            Demand.title.label("demand_title"),
            Enterprise.name.label("enterprise_name"),
            Expert.name.label("expert_name"),
            Organisation.name.label("organisation_name"),
        )
        .join(Rating, Rating.id == RatingFollowUp.rating_id)
        .join(Engagement, Engagement.id == RatingFollowUp.engagement_id)
        .join(Demand, Demand.id == Engagement.demand_id)
        .join(Enterprise, Enterprise.id == Engagement.enterprise_id)
        .join(Expert, Expert.id == Engagement.expert_id)
        .join(Organisation, Organisation.id == RatingFollowUp.organisation_id)
    )


async def follow_up(session: AsyncSession, actor: Actor, follow_up_id: UUID) -> AnyRow | None:
    """One the actor's office follows up, with its rating."""
    query = follow_ups(actor, FollowUpQuery()).where(RatingFollowUp.id == follow_up_id)
    return (await session.execute(query)).one_or_none()


async def follow_ups_of(session: AsyncSession, engagement_id: UUID) -> dict[UUID, AnyRow]:
    """A service's follow-ups, by rating."""
    query = _follow_up_rows().where(RatingFollowUp.engagement_id == engagement_id)
    return {row.RatingFollowUp.rating_id: row for row in await session.execute(query)}


async def office_accounts(session: AsyncSession, organisation_id: UUID | None) -> list[UUID]:
    """Who works at an organisation's desk; the department's officers without one."""
    place = Membership.organisation_id == organisation_id, Membership.role == Role.REVIEWER
    officers = (Membership.role == Role.DEPARTMENT,)
    query = select(Membership.account_id).where(
        Membership.ended_at.is_(None), *(officers if organisation_id is None else place)
    )
    return list((await session.execute(query.distinct().order_by(Membership.account_id))).scalars())


async def members(session: AsyncSession, engagement: Engagement) -> Sequence[AnyRow]:
    """The team's members but for its leader, each with the leader's note."""
    note = and_(
        MemberNote.expert_id == TeamMember.expert_id, MemberNote.engagement_id == engagement.id
    )
    query = (
        select(TeamMember.expert_id, Expert.name, MemberNote.note)
        .join(Expert, Expert.id == TeamMember.expert_id)
        .outerjoin(MemberNote, note)
        .where(
            TeamMember.team_id == engagement.team_id,
            TeamMember.standing == Standing.ACCEPTED,
            TeamMember.expert_id != engagement.expert_id,
        )
        .order_by(TeamMember.id)
    )
    return (await session.execute(query)).all()

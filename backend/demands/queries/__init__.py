"""Reading demands, already narrowed to what the actor may see.

Later slices' tables are read by name: who takes part in a demand, and whether that is agreed.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    column,
    exists,
    false,
    func,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.conflicts.models import ReviewerInterest
from backend.demands.models import Demand, DemandVersion
from backend.demands.schemas import OwnDemandQuery
from backend.demands.states import STANDS_AS_PUBLISHED, VISIBLE_TO_EXPERTS, DemandState
from backend.enterprises.models import Enterprise
from backend.experts.models import Expert
from backend.experts.states import ExpertState
from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.organisations.models import Organisation
from backend.platform.audit import AuditEvent
from backend.platform.rows import AnyRow, AnySelect

participations = table(
    "participations", *(column(c) for c in ("demand_id", "expert_id", "match_id", "closed_at"))
)
matches = table("matches", *(column(c) for c in ("id", "state", "demand_id", "updated_at")))
AGREED_OR_LATER = ("agreed", "engaged", "ended")


def _takes_part(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        participations.c.demand_id == Demand.id, participations.c.expert_id == actor.expert_id
    )


def _expert_sees(actor: Actor) -> ColumnElement[bool]:
    library = exists().where(
        Expert.id == actor.expert_id, Expert.state.in_([ExpertState.FILED, ExpertState.PAUSED])
    )
    published = Demand.state.in_(VISIBLE_TO_EXPERTS)
    was_published = Demand.published_number.is_not(None)
    return and_(was_published, or_(and_(published, library), _takes_part(actor)))


def _barred(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor has an interest in its enterprise: a colleague deals with it (A23)."""
    owner = aliased(Enterprise)
    bars = ReviewerInterest.bars(
        actor.account_id,
        uscc=owner.uscc,
        fingerprint=None,
        names=array([owner.legal_representative]),
        enterprise_id=owner.id,
    )
    return exists().where(owner.id == Demand.enterprise_id, func.coalesce(bars, False))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Its enterprise, its organisation, the department; experts once it is published (5.1.2)."""
    if actor.role is Role.DEPARTMENT:
        return true()
    if actor.role is Role.ENTERPRISE:
        return Demand.enterprise_id == actor.enterprise_id
    if actor.role is Role.EXPERT:
        return _expert_sees(actor)
    if actor.organisation_id is not None:
        theirs = and_(Demand.organisation_id == actor.organisation_id, ~_barred(actor))
        return or_(theirs, Demand.state.in_(VISIBLE_TO_EXPERTS))
    return false()


def is_matched_side(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor is, alone or in a team, on the agreed other side of a demand."""
    joined = participations.join(matches, matches.c.id == participations.c.match_id)
    return (
        exists()
        .select_from(joined)
        .where(
            participations.c.demand_id == Demand.id,
            participations.c.expert_id == actor.expert_id,
            matches.c.state.in_(AGREED_OR_LATER),
        )
    )


def rows_of() -> AnySelect:
    """A demand with its names; experts and lists see the published version."""
    return (
        select(
            Demand,
            DemandVersion,
            Enterprise.name.label("enterprise_name"),
            Organisation.name.label("organisation_name"),
        )
        .join(Enterprise, Enterprise.id == Demand.enterprise_id)
        .outerjoin(Organisation, Organisation.id == Demand.organisation_id)
    )


def with_version(query: AnySelect, number: Any) -> AnySelect:
    """The rows with one of their submissions beside them, None when there is none."""
    return query.outerjoin(
        DemandVersion, and_(DemandVersion.demand_id == Demand.id, DemandVersion.number == number)
    )


def _latest() -> ColumnElement[Any]:
    """What its own sides read: the last submission, unless an approved one stands again."""
    stands = Demand.state.in_(STANDS_AS_PUBLISHED)
    return case((stands, Demand.published_number), else_=Demand.current_number)


async def detail(session: AsyncSession, actor: Actor, demand_id: UUID) -> AnyRow | None:
    """One demand for this viewer; to an expert only ever the version that was approved."""
    number = Demand.published_number if actor.role is Role.EXPERT else _latest()
    matched = is_matched_side(actor).label("is_matched_side")
    query = with_version(rows_of(), number).add_columns(matched)
    query = query.where(Demand.id == demand_id, visible_to(actor))
    return (await session.execute(query)).one_or_none()


async def some(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Sequence[Demand]:
    """Those of these demands the actor may see."""
    query = select(Demand).where(Demand.id.in_(ids), visible_to(actor))
    return (await session.execute(query)).scalars().all()


async def published_rows(
    session: AsyncSession, actor: Actor, ids: Collection[UUID]
) -> list[AnyRow]:
    """These demands in their published version, as far as the actor may see them."""
    query = with_version(rows_of(), Demand.published_number)
    query = query.where(Demand.id.in_(ids), visible_to(actor))
    return list((await session.execute(query)).all())


def mine(actor: Actor, asked: OwnDemandQuery) -> AnySelect:
    """An enterprise's own demands, or those an organisation is competent for, newest first."""
    if actor.enterprise_id is not None:
        own = Demand.enterprise_id == actor.enterprise_id
    else:
        own = Demand.organisation_id == actor.organisation_id
    query = with_version(rows_of(), _latest()).where(own)
    if asked.state is not None:
        query = query.where(Demand.state == asked.state)
    return query.order_by(Demand.id.desc())


async def version(session: AsyncSession, demand_id: UUID, number: int) -> DemandVersion | None:
    """One submission of a demand."""
    query = select(DemandVersion).where(
        DemandVersion.demand_id == demand_id, DemandVersion.number == number
    )
    return (await session.execute(query)).scalar_one_or_none()


async def why_changed(session: AsyncSession, demand_id: UUID, number: int) -> str | None:
    """What the enterprise said when it submitted this version of a published demand."""
    query = select(AuditEvent.detail["reason"].astext).where(
        AuditEvent.subject_type == Demand.__tablename__,
        AuditEvent.subject_id == demand_id,
        AuditEvent.action == "revise",
        AuditEvent.detail["number"].as_integer() == number,
    )
    return (await session.execute(query.limit(1))).scalar()


async def has_candidates_since(session: AsyncSession, demand: Demand) -> bool:
    """Whether a match of the demand began or moved since it was published."""
    query = select(matches.c.id).where(
        matches.c.demand_id == demand.id, matches.c.updated_at >= demand.published_at
    )
    return (await session.execute(query.limit(1))).first() is not None


async def contents(session: AsyncSession, demand_id: UUID) -> dict[int | None, dict[str, Any]]:
    """What was submitted each time, by number; the confidential part apart."""
    query = select(DemandVersion.number, DemandVersion.content)
    rows = await session.execute(query.where(DemandVersion.demand_id == demand_id))
    return {row.number: row.content for row in rows}


async def candidate_accounts(session: AsyncSession, demand_id: UUID) -> list[UUID]:
    """The accounts of everybody who is asked or has applied, alone or in a team."""
    query = (
        select(Expert.account_id)
        .join(participations, participations.c.expert_id == Expert.id)
        .where(participations.c.demand_id == demand_id, participations.c.closed_at.is_(None))
        .distinct()
    )
    return list((await session.execute(query)).scalars())


async def closing_on(session: AsyncSession, day: date) -> list[Demand]:
    """Published demands whose last day this is."""
    query = select(Demand).where(Demand.state == DemandState.PUBLISHED, Demand.closes_on == day)
    return list((await session.execute(query)).scalars())


async def lapsed(session: AsyncSession, today: date) -> list[Demand]:
    """Published demands whose last day is over, locked."""
    query = (
        select(Demand)
        .where(Demand.state == DemandState.PUBLISHED, Demand.closes_on < today)
        .order_by(Demand.id)
        .with_for_update(skip_locked=True)
    )
    return list((await session.execute(query)).scalars())


async def enterprise_accounts(session: AsyncSession, enterprise_id: UUID) -> list[UUID]:
    """The accounts acting for an enterprise."""
    query = select(Membership.account_id).where(
        Membership.enterprise_id == enterprise_id, Membership.ended_at.is_(None)
    )
    return list((await session.execute(query)).scalars())

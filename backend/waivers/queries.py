"""Reading waivers."""

from datetime import date
from uuid import UUID

from sqlalchemy import column, or_, select, table
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.rows import AnyRow, AnySelect
from backend.waivers.models import Waiver
from backend.waivers.states import WaiverState

# Later slices' tables are read by name: who benefits, and which organisation is competent.
experts = table("experts", *(column(c) for c in ("id", "name", "account_id", "organisation_id")))
teams = table("teams", *(column(c) for c in ("id", "name", "demand_id", "leader_expert_id")))
demands = table("demands", *(column(c) for c in ("id", "title", "drafted_by", "organisation_id")))


async def granted(session: AsyncSession, subject_id: UUID, on: date) -> dict[str, UUID]:
    """Rule id → waiver id of what is granted to a subject and valid on a day."""
    query = select(Waiver.rule_id, Waiver.id).where(
        Waiver.subject_id == subject_id,
        Waiver.state == WaiverState.GRANTED,
        or_(Waiver.valid_until.is_(None), Waiver.valid_until >= on),
    )
    return {row.rule_id: row.id for row in await session.execute(query)}


async def subject(session: AsyncSession, subject_type: str, id: UUID) -> AnyRow | None:
    """Title, beneficiary's account and competent organisation of a waiver's subject."""
    if subject_type == "experts":
        query = select(
            experts.c.name.label("title"), experts.c.account_id, experts.c.organisation_id
        ).where(experts.c.id == id)
    elif subject_type == "teams":
        query = (
            select(teams.c.name.label("title"), experts.c.account_id, demands.c.organisation_id)
            .join(experts, experts.c.id == teams.c.leader_expert_id)
            .join(demands, demands.c.id == teams.c.demand_id)
            .where(teams.c.id == id)
        )
    else:
        query = select(
            demands.c.title, demands.c.drafted_by.label("account_id"), demands.c.organisation_id
        ).where(demands.c.id == id)
    return (await session.execute(query)).one_or_none()


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """One's own requests, one's organisation's subjects, or all for the department."""
    own = or_(
        Waiver.requested_by == actor.account_id, Waiver.beneficiary_account_id == actor.account_id
    )
    if actor.role is Role.DEPARTMENT:
        return Waiver.id.is_not(None)
    if actor.organisation_id is not None:
        return or_(own, Waiver.organisation_id == actor.organisation_id)
    return own


def listing(actor: Actor, state: str | None = None) -> AnySelect:
    """The waivers an actor may see, perhaps of one state, newest first."""
    query = select(Waiver).where(visible_to(actor)).order_by(Waiver.id.desc())
    return query.where(Waiver.state == state) if state else query


async def newest_first(session: AsyncSession, actor: Actor) -> list[Waiver]:
    """The newest waivers an actor may see."""
    return list((await session.execute(listing(actor).limit(200))).scalars())

"""Reading teams. Matches stand above this slice and are read by name."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, column, exists, false, func, or_, select, table, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.demands.models import Demand
from backend.experts.models import Expert
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.rows import AnyRow, AnySelect
from backend.teams.models import Team, TeamAcceptance, TeamMember
from backend.teams.schemas import TeamQuery
from backend.teams.states import Standing

matches = table("matches", *(column(c) for c in ("id", "state", "team_id", "enterprise_id")))
AGREED = ("agreed", "engaged", "ended")
BINDING = ("invited", "applied", "reserve", "agreed", "engaged")
Leader = aliased(Expert)


def _on_roster(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        TeamMember.team_id == Team.id,
        TeamMember.expert_id == actor.expert_id,
        TeamMember.standing != Standing.REMOVED,
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Its members, the enterprise it applied to, the demand's organisation, the department."""
    if actor.role is Role.DEPARTMENT:
        return true()
    if actor.role is Role.EXPERT:
        return _on_roster(actor)
    if actor.role is Role.ENTERPRISE:
        return exists().where(
            matches.c.team_id == Team.id, matches.c.enterprise_id == actor.enterprise_id
        )
    if actor.organisation_id is not None:
        return Demand.organisation_id == actor.organisation_id
    return false()


def _leader_is_named(actor: Actor) -> ColumnElement[bool]:
    """Who asked not to be named is unknown to the enterprise until both have consented (A22)."""
    if actor.role is not Role.ENTERPRISE:
        return true()
    agreed = exists().where(
        matches.c.team_id == Team.id,
        matches.c.enterprise_id == actor.enterprise_id,
        matches.c.state.in_(AGREED),
    )
    return or_(Leader.is_designable, agreed)


def _standing(actor: Actor) -> Any:
    mine = select(TeamMember.standing).where(
        TeamMember.team_id == Team.id, TeamMember.expert_id == actor.expert_id
    )
    return mine.scalar_subquery().label("my_standing")


def _count(standing: Standing) -> Any:
    query = select(func.count()).where(
        TeamMember.team_id == Team.id, TeamMember.standing == standing
    )
    return query.scalar_subquery().label(standing.value)


def _rows(actor: Actor) -> AnySelect:
    return (
        select(Team, Leader.name.label("leader_name"), Demand.number, Demand.title)
        .add_columns(Demand.enterprise_id, Demand.organisation_id)
        .add_columns(_leader_is_named(actor).label("leader_is_named"))
        .add_columns(_standing(actor), _count(Standing.ACCEPTED), _count(Standing.INVITED))
        .join(Demand, Demand.id == Team.demand_id)
        .join(Leader, Leader.id == Team.leader_expert_id)
        .where(visible_to(actor))
    )


async def detail(session: AsyncSession, actor: Actor, team_id: UUID) -> AnyRow | None:
    """One team, if the actor may see it."""
    query = _rows(actor).where(Team.id == team_id)
    return (await session.execute(query.execution_options(populate_existing=True))).one_or_none()


async def some(session: AsyncSession, actor: Actor, ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Those of these teams the actor may see."""
    return (await session.execute(_rows(actor).where(Team.id.in_(ids)))).all()


def mine(actor: Actor, asked: TeamQuery) -> AnySelect:
    """The teams the actor may see, newest first."""
    query = _rows(actor)
    if asked.demand_id is not None:
        query = query.where(Team.demand_id == asked.demand_id)
    if asked.state is not None:
        query = query.where(Team.state == asked.state)
    return query.order_by(Team.id.desc())


async def roster(session: AsyncSession, team_id: UUID) -> Sequence[AnyRow]:
    """Every member with the facts rules need of an expert; the leader first."""
    query = (
        select(TeamMember, Expert.name, Expert.account_id)
        .add_columns(Expert.employer_uscc, Expert.disciplines)
        .join(Expert, Expert.id == TeamMember.expert_id)
        .where(TeamMember.team_id == team_id)
        .order_by(TeamMember.is_leader.desc(), TeamMember.id)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).all()


async def bound(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Those of these teams that are candidates somewhere or serve."""
    query = select(matches.c.team_id).where(
        matches.c.team_id.in_(ids), matches.c.state.in_(BINDING)
    )
    return set((await session.execute(query)).scalars())


async def is_bound(session: AsyncSession, team_id: UUID) -> bool:
    """Whether the team is a candidate somewhere or serves."""
    return bool(await bound(session, [team_id]))


async def has_accepted(session: AsyncSession, team: Team, expert_id: UUID) -> bool:
    """Whether a member has said yes to the roster as it is now."""
    query = select(
        exists().where(
            TeamAcceptance.team_id == team.id,
            TeamAcceptance.roster_version == team.roster_version,
            TeamAcceptance.expert_id == expert_id,
        )
    )
    return bool(await session.scalar(query))

"""Reading waivers."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, column, func, or_, select, table
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from backend.identity.actor import Actor
from backend.identity.models import Membership
from backend.identity.permissions import Role
from backend.organisations.models import Organisation
from backend.platform.calendar import end_of_day
from backend.platform.rows import AnyRow, AnySelect
from backend.waivers.models import Waiver
from backend.waivers.schemas import PeriodQuery, WaiverQuery
from backend.waivers.states import Figure, WaiverState

# Later slices' tables are read by name: who benefits, and which organisation is competent.
experts = table("experts", *(column(c) for c in ("id", "name", "account_id", "organisation_id")))
teams = table("teams", *(column(c) for c in ("id", "name", "demand_id", "leader_expert_id")))
members = table("team_members", *(column(c) for c in ("team_id", "expert_id", "standing")))
demands = table(
    "demands", *(column(c) for c in ("id", "title", "enterprise_id", "organisation_id"))
)
ON_TEAM = ("accepted", "invited")


@dataclass(frozen=True)
class Subject:
    """Whom or what a waiver is for, and everybody who gains by it, the first one first."""

    title: str
    organisation_id: UUID | None
    beneficiaries: tuple[UUID, ...]


async def granted(session: AsyncSession, subject_id: UUID, on: date) -> dict[str, UUID]:
    """Rule id → waiver id of what is granted to a subject and valid on a day."""
    query = select(Waiver.rule_id, Waiver.id).where(
        Waiver.subject_id == subject_id,
        Waiver.state == WaiverState.GRANTED,
        or_(Waiver.valid_until.is_(None), Waiver.valid_until >= on),
    )
    return {row.rule_id: row.id for row in await session.execute(query)}


async def open_request(session: AsyncSession, rule_id: str, subject_id: UUID) -> bool:
    """Whether somebody waits for a decision on the same already."""
    query = select(Waiver.id).where(
        Waiver.rule_id == rule_id,
        Waiver.subject_id == subject_id,
        Waiver.state == WaiverState.REQUESTED,
    )
    return (await session.execute(query)).first() is not None


async def requested(session: AsyncSession, rule_id: str, subject_id: UUID) -> Waiver | None:
    """The request that waits for a decision, locked."""
    query = select(Waiver).where(
        Waiver.rule_id == rule_id,
        Waiver.subject_id == subject_id,
        Waiver.state == WaiverState.REQUESTED,
    )
    return (await session.execute(query.with_for_update())).scalar_one_or_none()


# Each gives title, competent organisation and who gains, a row for everybody who does.
def _experts(ids: Collection[UUID]) -> AnySelect:
    columns = (experts.c.id, experts.c.name.label("title"), experts.c.organisation_id)
    return select(*columns, experts.c.account_id).where(experts.c.id.in_(ids))


def _teams(ids: Collection[UUID]) -> AnySelect:
    return (
        select(
            teams.c.id, teams.c.name.label("title"), demands.c.organisation_id, experts.c.account_id
        )
        .join(demands, demands.c.id == teams.c.demand_id)
        .join(
            members,
            and_(members.c.team_id == teams.c.id, members.c.standing.in_(ON_TEAM)),
        )
        .join(experts, experts.c.id == members.c.expert_id)
        .where(teams.c.id.in_(ids))
        .order_by(experts.c.id != teams.c.leader_expert_id, experts.c.id)
    )


def _demands(ids: Collection[UUID]) -> AnySelect:
    return (
        select(demands.c.id, demands.c.title, demands.c.organisation_id, Membership.account_id)
        .join(Membership, Membership.enterprise_id == demands.c.enterprise_id)
        .where(demands.c.id.in_(ids), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )


FINDERS = {"experts": _experts, "teams": _teams, "demands": _demands}


async def subjects(
    session: AsyncSession, wanted: Collection[tuple[str, UUID]]
) -> dict[UUID, Subject]:
    """What waivers of these tables and ids are for: one statement a table."""
    found: dict[UUID, Subject] = {}
    for subject_type, finder in FINDERS.items():
        ids = {id for table_name, id in wanted if table_name == subject_type}
        for row in (await session.execute(finder(ids))).all() if ids else ():
            known = found.get(row.id, Subject(row.title, row.organisation_id, ()))
            found[row.id] = replace(known, beneficiaries=(*known.beneficiaries, row.account_id))
    return found


async def subject(session: AsyncSession, subject_type: str, id: UUID) -> Subject | None:
    """Title, competent organisation and beneficiaries of a waiver's subject."""
    return (await subjects(session, [(subject_type, id)])).get(id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """One's own requests, one's organisation's subjects, or all for the department."""
    own = or_(
        Waiver.requested_by == actor.account_id, Waiver.beneficiary_account_id == actor.account_id
    )
    if actor.role is Role.DEPARTMENT:
        return Waiver.id.is_not(None)
    if actor.role is Role.REVIEWER:
        return or_(own, Waiver.organisation_id == actor.organisation_id)
    return own


def _within(moment: Any, asked: PeriodQuery) -> list[ColumnElement[bool]]:
    """The conditions that keep a moment inside the period, days in Asia/Shanghai."""
    found = []
    if asked.since is not None:
        found.append(moment >= end_of_day(asked.since - timedelta(days=1)))
    if asked.until is not None:
        found.append(moment < end_of_day(asked.until))
    return found


def counted(figure: Figure, asked: PeriodQuery) -> ColumnElement[bool]:
    """The waivers a figure counts; the list opens exactly these."""
    was_granted = Waiver.state.in_((WaiverState.GRANTED, WaiverState.REVOKED))
    moments: dict[Figure, tuple[Any, list[ColumnElement[bool]]]] = {
        Figure.REQUESTED: (Waiver.created_at, []),
        Figure.GRANTED: (Waiver.decided_at, [was_granted]),
        Figure.REFUSED: (Waiver.decided_at, [Waiver.state == WaiverState.REFUSED]),
        Figure.REVOKED: (Waiver.revoked_at, [Waiver.state == WaiverState.REVOKED]),
    }
    moment, more = moments[figure]
    return and_(Waiver.id.is_not(None), *more, *_within(moment, asked))


def _rows(actor: Actor) -> AnySelect:
    return (
        select(Waiver, Organisation.name.label("organisation_name"))
        .outerjoin(Organisation, Organisation.id == Waiver.organisation_id)
        .where(visible_to(actor))
    )


def listing(actor: Actor, asked: WaiverQuery) -> AnySelect:
    """The waivers an actor may see, filtered; what waits first, then the newest."""
    query = _rows(actor)
    if asked.state is not None:
        query = query.where(Waiver.state == asked.state)
    if asked.rule_id is not None:
        query = query.where(Waiver.rule_id == asked.rule_id)
    if asked.organisation_id is not None:
        query = query.where(Waiver.organisation_id == asked.organisation_id)
    query = query.where(counted(asked.figure or Figure.REQUESTED, asked))
    waits = Waiver.state == WaiverState.REQUESTED
    return query.order_by(waits.desc(), Waiver.id.desc())


async def visible(session: AsyncSession, actor: Actor, waiver_id: UUID) -> AnyRow | None:
    """One waiver with its organisation's name, if the actor may see it."""
    query = _rows(actor).where(Waiver.id == waiver_id)
    query = query.execution_options(populate_existing=True)
    return (await session.execute(query)).one_or_none()


async def earlier(
    session: AsyncSession, actor: Actor, rule_id: str, subject_id: UUID, but: UUID | None = None
) -> list[AnyRow]:
    """What was asked before for the same rule and subject, newest first."""
    query = _rows(actor).where(
        Waiver.rule_id == rule_id,
        Waiver.subject_id == subject_id,
        Waiver.state != WaiverState.REQUESTED,
    )
    if but is not None:
        query = query.where(Waiver.id < but)
    return list((await session.execute(query.order_by(Waiver.id.desc()))).all())


def statistics(actor: Actor, asked: PeriodQuery) -> AnySelect:
    """The four figures by organisation and rule."""
    figures = [func.count().filter(counted(figure, asked)).label(figure.value) for figure in Figure]
    mine = visible_to(actor)
    if actor.role is Role.REVIEWER:
        mine = Waiver.organisation_id == actor.organisation_id
    return (
        select(Waiver.organisation_id, Organisation.name, Waiver.rule_id, *figures)
        .outerjoin(Organisation, Organisation.id == Waiver.organisation_id)
        .where(mine, or_(*(counted(figure, asked) for figure in Figure)))
        .group_by(Waiver.organisation_id, Organisation.name, Waiver.rule_id)
        .order_by(Organisation.name.nulls_last(), Waiver.organisation_id, Waiver.rule_id)
    )


async def office_accounts(session: AsyncSession, organisation_id: UUID | None) -> list[UUID]:
    """The reviewers of an organisation; the department's officers for None."""
    query = select(Membership.account_id).where(Membership.ended_at.is_(None))
    if organisation_id is None:
        query = query.where(Membership.role == Role.DEPARTMENT)
    else:
        query = query.where(
            Membership.role == Role.REVIEWER, Membership.organisation_id == organisation_id
        )
    return list((await session.execute(query.order_by(Membership.account_id).distinct())).scalars())


async def expiring(session: AsyncSession, first: date, last: date) -> list[Waiver]:
    """Grants whose last day lies between two days."""
    query = select(Waiver).where(
        Waiver.state == WaiverState.GRANTED, Waiver.valid_until.between(first, last)
    )
    return list((await session.execute(query.order_by(Waiver.id))).scalars())


async def rules_of(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """Waiver id → rule id."""
    query = select(Waiver.id, Waiver.rule_id).where(Waiver.id.in_(list(ids)))
    return {row.id: row.rule_id for row in await session.execute(query)}


async def organisation_name(session: AsyncSession, id: UUID) -> str | None:
    """What an organisation is called."""
    query = select(Organisation.name).where(Organisation.id == id)
    return (await session.execute(query)).scalar_one_or_none()

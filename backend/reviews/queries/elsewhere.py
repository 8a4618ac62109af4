"""Cases at other desks: overdue below a city, or where nobody may decide."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.identity.actor import Actor
from backend.identity.models import Account, Membership
from backend.identity.permissions import Role
from backend.identity.states import AccountState
from backend.organisations.models import JurisdictionRow, Organisation
from backend.organisations.states import OrganisationType
from backend.platform.rows import AnyRow, AnySelect
from backend.reviews.models import ReviewTask
from backend.reviews.queries.tasks import is_open, unconcerned
from backend.reviews.schemas import TakeOverQuery

# Bodies whose cases their city may take over; the others answer to the department.
BELOW_A_CITY = (OrganisationType.COUNTY_DEPARTMENT, OrganisationType.DEVELOPMENT_ZONE)


def nobody_left() -> ColumnElement[bool]:
    """Whether no active reviewer of the task's organisation may decide it."""
    hat = aliased(Membership)
    able = (
        select(hat.id)
        .join(Account, Account.id == hat.account_id)
        .where(
            hat.organisation_id == ReviewTask.organisation_id,
            hat.role == Role.REVIEWER,
            hat.ended_at.is_(None),
            Account.state == AccountState.ACTIVE,
            unconcerned(hat.account_id),
        )
    )
    return ~able.exists()


def _may_take(actor: Actor) -> ColumnElement[bool]:
    """The bodies below the actor's city, for subjects the matrix lets the city take over."""
    city = aliased(Organisation)
    row = JurisdictionRow
    basis = (
        exists()
        .select_from(city)
        .where(
            city.id == actor.organisation_id,
            city.city_code == Organisation.city_code,
            exists().where(
                row.organisation_type == city.type,
                row.capability == "take_over",
                row.subject + "s" == ReviewTask.subject_type,
                row.valid_to.is_(None),
            ),
        )
    )
    return and_(Organisation.type.in_(BELOW_A_CITY), basis)


def _elsewhere() -> AnySelect:
    return (
        select(
            ReviewTask,
            Organisation.name.label("organisation_name"),
            nobody_left().label("nobody_left"),
        )
        .join(Organisation, Organisation.id == ReviewTask.organisation_id)
        .where(is_open())
        .order_by(ReviewTask.due_on, ReviewTask.id)
    )


def to_take_over(actor: Actor, asked: TakeOverQuery | None, ripe: date) -> AnySelect:
    """Cases below the actor's city that are overdue since a day, or that nobody there may decide.

    Not those that the actor has an interest in.
    """
    free = unconcerned(actor.account_id)
    query = _elsewhere().where(
        _may_take(actor), free, or_(ReviewTask.due_on <= ripe, nobody_left())
    )
    if asked is not None and asked.subject is not None:
        query = query.where(ReviewTask.subject_type == asked.subject)
    return query


async def count_to_take_over(session: AsyncSession, actor: Actor, ripe: date) -> int:
    """How many cases the actor's city may take over."""
    if actor.organisation_type != OrganisationType.CITY_BUREAU:
        return 0
    query = select(func.count()).select_from(
        to_take_over(actor, None, ripe).order_by(None).subquery()
    )
    return (await session.execute(query)).scalar_one()


async def task_to_take_over(session: AsyncSession, actor: Actor, task_id: UUID) -> AnyRow | None:
    """One open case of a body below, locked, overdue or not."""
    query = _elsewhere().where(_may_take(actor), ReviewTask.id == task_id)
    free = unconcerned(actor.account_id)
    query = query.where(free).with_for_update(of=ReviewTask)
    return (await session.execute(query)).one_or_none()


def orphans() -> AnySelect:
    """Every open case that nobody of its organisation may decide."""
    return _elsewhere().where(nobody_left())


async def orphan(session: AsyncSession, task_id: UUID) -> AnyRow | None:
    """One of them, locked."""
    query = orphans().where(ReviewTask.id == task_id).with_for_update(of=ReviewTask)
    return (await session.execute(query)).one_or_none()


async def basis_to_take_over(
    session: AsyncSession, organisation_id: UUID | None, subject_type: str
) -> JurisdictionRow | None:
    """The matrix row by which an organisation decides in another's stead."""
    query = (
        select(JurisdictionRow)
        .join(Organisation, Organisation.type == JurisdictionRow.organisation_type)
        .where(
            Organisation.id == organisation_id,
            Organisation.state == "active",
            JurisdictionRow.capability == "take_over",
            JurisdictionRow.subject + "s" == subject_type,
            JurisdictionRow.valid_to.is_(None),
        )
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def desk_accounts(session: AsyncSession, organisation_id: UUID) -> list[UUID]:
    """Everybody who reviews for an organisation."""
    query = select(Membership.account_id).where(
        Membership.organisation_id == organisation_id,
        Membership.role == Role.REVIEWER,
        Membership.ended_at.is_(None),
    )
    return list((await session.execute(query)).scalars())


async def organisation_name(session: AsyncSession, organisation_id: UUID | None) -> str:
    """What an organisation is called."""
    query = select(Organisation.name).where(Organisation.id == organisation_id)
    return (await session.execute(query)).scalar_one()

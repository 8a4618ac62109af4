"""What identity reads. Later slices' tables are joined by name, so that none is imported."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import and_, column, false, null, or_, select, table
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from backend.identity.models import Absence, Account, Invitation, Membership, Session
from backend.identity.states import AccountState, InvitationState
from backend.platform import clock
from backend.platform.rows import AnyRow, AnySelect

organisations = table("organisations", column("id"), column("name"), column("type"))
enterprises = table("enterprises", column("id"), column("name"), column("state"))
experts = table("experts", column("id"), column("name"), column("state"))


async def find_account(session: AsyncSession, identifier: str) -> Account | None:
    """The account with this phone or, whatever its case, e-mail address."""
    wanted = identifier.strip()
    by_email = select(Account).where(Account.email == wanted.lower())
    by_phone = select(Account).where(Account.phone == wanted.replace(" ", "").removeprefix("+86"))
    query = by_email if "@" in wanted else by_phone
    return (await session.execute(query)).scalar_one_or_none()


async def registered(
    session: AsyncSession, phones: Collection[str], emails: Collection[str]
) -> set[str]:
    """Those of the phone numbers and (lower-case) addresses that somebody signs in with."""
    query = select(Account.phone, Account.email).where(
        or_(Account.phone.in_(phones), Account.email.in_(emails))
    )
    return {known for row in await session.execute(query) for known in row if known}


def _hats() -> AnySelect:
    return (
        select(
            Membership.id,
            Membership.role,
            Membership.expert_id,
            Membership.enterprise_id,
            Membership.organisation_id,
            organisations.c.name.label("organisation_name"),
            organisations.c.type.label("organisation_type"),
            enterprises.c.name.label("enterprise_name"),
            enterprises.c.state.label("enterprise_state"),
            experts.c.name.label("expert_name"),
            experts.c.state.label("expert_state"),
        )
        .outerjoin(organisations, organisations.c.id == Membership.organisation_id)
        .outerjoin(enterprises, enterprises.c.id == Membership.enterprise_id)
        .outerjoin(experts, experts.c.id == Membership.expert_id)
        .where(Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )


def in_force(on: date) -> ColumnElement[bool]:
    """Whether an absence covers a day."""
    return and_(Absence.ended_at.is_(None), Absence.starts_on <= on, Absence.ends_on >= on)


async def hats(session: AsyncSession, account_id: UUID) -> list[AnyRow]:
    """The account's memberships in force, oldest first, then those it stands in for today."""
    plain = (Membership.is_manager, null().label("acting_for"))
    own = _hats().add_columns(*plain).where(Membership.account_id == account_id)
    found = list((await session.execute(own)).all())
    if any(hat.organisation_id for hat in found):
        found += (await session.execute(_stood_in_for(account_id))).all()
    return found


def _stood_in_for(account_id: UUID) -> AnySelect:
    """Hats of absent colleagues. Managing people is not handed to a deputy."""
    mine, absent = aliased(Membership), aliased(Account)
    return (
        _hats()
        .add_columns(false().label("is_manager"), absent.display_name.label("acting_for"))
        .join(Absence, Absence.membership_id == Membership.id)
        .join(mine, mine.id == Absence.deputy_membership_id)
        .join(absent, absent.id == Membership.account_id)
        .where(mine.account_id == account_id, mine.ended_at.is_(None), in_force(clock.today()))
    )


async def deputies(session: AsyncSession, account_id: UUID) -> list[AnyRow]:
    """Who stands in for an account today, and whether it wears other than office hats too."""
    deputy, others = aliased(Membership), aliased(Membership)
    personal = select(others.id).where(
        others.account_id == account_id,
        others.ended_at.is_(None),
        others.organisation_id.is_(None),
    )
    query = (
        select(deputy.account_id, Account.display_name, personal.exists().label("personal"))
        .select_from(Absence)
        .join(Membership, Membership.id == Absence.membership_id)
        .join(Account, Account.id == Membership.account_id)
        .join(deputy, deputy.id == Absence.deputy_membership_id)
        .where(Membership.account_id == account_id, deputy.ended_at.is_(None))
        .where(Membership.ended_at.is_(None), in_force(clock.today()))
    )
    return list((await session.execute(query.distinct())).all())


async def absences(session: AsyncSession, organisation_id: UUID, on: date) -> list[AnyRow]:
    """Absences of an organisation's people that are not over, the next first."""
    absent, deputy = aliased(Account), aliased(Account)
    second = aliased(Membership)
    query = (
        select(Absence.id, Absence.version, Absence.membership_id, Absence.deputy_membership_id)
        .add_columns(Absence.starts_on, Absence.ends_on, Membership.account_id)
        .add_columns(absent.display_name.label("name"), deputy.display_name.label("deputy_name"))
        .join(Membership, Membership.id == Absence.membership_id)
        .join(absent, absent.id == Membership.account_id)
        .join(second, second.id == Absence.deputy_membership_id)
        .join(deputy, deputy.id == second.account_id)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
        .where(Absence.ended_at.is_(None), Absence.ends_on >= on)
        .order_by(Absence.starts_on, Absence.id)
    )
    return list((await session.execute(query)).all())


async def invited(session: AsyncSession, token_hash: str) -> UUID | None:
    """The pending invitation a link belongs to."""
    query = select(Invitation.id).filter_by(token_hash=token_hash, state=InvitationState.PENDING)
    return (await session.execute(query)).scalar_one_or_none()


async def invitations(session: AsyncSession, **place: UUID) -> list[Invitation]:
    """The invitations of an organisation or enterprise nobody took up yet, newest first."""
    query = select(Invitation).filter_by(state=InvitationState.PENDING, **place)
    return list((await session.execute(query.order_by(Invitation.id.desc()))).scalars())


async def place_name(session: AsyncSession, invitation: Invitation) -> str:
    """What the organisation or enterprise is called that invites."""
    of = organisations if invitation.organisation_id else enterprises
    id = invitation.organisation_id or invitation.enterprise_id
    return str((await session.execute(select(of.c.name).where(of.c.id == id))).scalar_one())


async def live_session(session: AsyncSession, account_id: UUID, session_id: UUID) -> AnyRow | None:
    """The account's name if account and session are both still good."""
    query = (
        select(Account.id, Account.display_name)
        .join(Session, and_(Session.account_id == Account.id, Session.id == session_id))
        .where(Account.id == account_id, Account.state == AccountState.ACTIVE)
        .where(Session.revoked_at.is_(None))
    )
    return (await session.execute(query)).one_or_none()


async def members(session: AsyncSession, **place: UUID) -> list[AnyRow]:
    """The members in force of an organisation or enterprise, with their accounts."""
    query = (
        select(Membership.id, Membership.role, Membership.is_manager, Membership.account_id)
        .add_columns(Account.display_name, Account.phone, Account.email, Account.state)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    return list((await session.execute(query.filter_by(**place))).all())


async def account_name(session: AsyncSession, account_id: UUID) -> str | None:
    """What an account is called."""
    query = select(Account.display_name).where(Account.id == account_id)
    return (await session.execute(query)).scalar_one_or_none()


async def account_of(session: AsyncSession, membership_id: UUID) -> UUID:
    """The account that wears a hat."""
    query = select(Membership.account_id).where(Membership.id == membership_id)
    return (await session.execute(query)).scalar_one()


async def any_account(session: AsyncSession) -> bool:
    """Whether there is an account."""
    return bool(await session.scalar(select(select(Account.id).exists())))

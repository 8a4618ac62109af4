"""What identity reads. Later slices' tables are joined by name, so that none is imported."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, column, or_, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.models import Account, Membership, Session
from backend.identity.states import AccountState
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
            Membership.is_manager,
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


async def hats(session: AsyncSession, account_id: UUID) -> list[AnyRow]:
    """The account's memberships in force, oldest first."""
    rows = await session.execute(_hats().where(Membership.account_id == account_id))
    return list(rows.all())


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

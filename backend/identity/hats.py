"""The actor an account is without a request: for commands, loaders and tests."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity import queries
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.platform.rows import AnyRow


async def wearing(session: AsyncSession, account_id: UUID, role: Role | None = None) -> Actor:
    """Step: the account wearing its newest hat, or its newest in `role`; a plain person without."""
    name = await queries.account_name(session, account_id) or ""
    hats = await queries.hats(session, account_id)
    own = [hat for hat in hats if hat.acting_for is None]
    fitting = [hat for hat in own if role is None or hat.role == role]
    if not fitting:
        return Actor(account_id, None, name, Role.PERSON)
    return _actor(account_id, name, fitting[-1])


async def hat_of(session: AsyncSession, account_id: UUID, membership_id: UUID) -> Actor | None:
    """Step: the account wearing one of its own hats; None when it was put down."""
    name = await queries.account_name(session, account_id) or ""
    for hat in await queries.hats(session, account_id):
        if hat.id == membership_id and hat.acting_for is None:
            return _actor(account_id, name, hat)
    return None


def _actor(account_id: UUID, name: str, hat: AnyRow) -> Actor:
    return Actor(
        account_id=account_id,
        membership_id=hat.id,
        name=name,
        role=Role(hat.role),
        expert_id=hat.expert_id,
        enterprise_id=hat.enterprise_id,
        organisation_id=hat.organisation_id,
        organisation_type=hat.organisation_type,
    )


async def known_as(session: AsyncSession, identifier: str, role: Role | None = None) -> Actor:
    """Step: who signs in with this phone number or e-mail address. Raises LookupError."""
    account = await queries.find_account(session, identifier)
    if account is None:
        raise LookupError(identifier)
    return await wearing(session, account.id, role)


async def anybody(session: AsyncSession) -> bool:
    """Step: whether there is any account at all."""
    return await queries.any_account(session)

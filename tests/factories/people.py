"""Accounts and actors: who acts in a test."""

from itertools import count
from uuid import UUID

from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.hats import wearing
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn
from backend.platform.database import Database

_numbers = count(1)
PASSWORD = "correct horse battery"


async def account(db: Database, name: str = "演示用户", email: str | None = None) -> UUID:
    """A new account with a phone number nobody has, and perhaps an e-mail address."""
    body = AccountIn(
        phone=f"100{next(_numbers):08d}", email=email, display_name=name, password=PASSWORD
    )
    async with db.transaction() as session:
        return (await identity.add_account(session, body)).id


async def actor(db: Database, account_id: UUID, role: Role | None = None) -> Actor:
    """The account wearing its newest hat, or the newest in `role`."""
    async with db.reading() as session:
        return await wearing(session, account_id, role)


async def person(db: Database, name: str = "演示用户") -> Actor:
    """Somebody who has just opened an account."""
    return await actor(db, await account(db, name))


async def officer(
    db: Database, role: Role = Role.DEPARTMENT, name: str = "演示处长", email: str | None = None
) -> Actor:
    """An officer of the department, in one of its three hats."""
    account_id = await account(db, name, email)
    async with db.transaction() as session:
        await identity.give_hat(session, account_id, role)
    return await actor(db, account_id)

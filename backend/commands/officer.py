"""Opens an account of the department: every other account is opened by somebody who has one."""

import asyncio
import getpass
import os

from pydantic import ValidationError

from backend.commands.failures import CommandError
from backend.identity import service as identity
from backend.identity.permissions import ROLE_NAMES, Role
from backend.identity.schemas import AccountIn
from backend.platform.database import Database

# Scripts pass the password here; a person is asked for it.
PASSWORD_VARIABLE = "TEPAI_OFFICER_PASSWORD"


def _account(name: str, identifier: str) -> AccountIn:
    password = os.environ.get(PASSWORD_VARIABLE) or getpass.getpass("密码 / password: ")
    contact = {"email" if "@" in identifier else "phone": identifier}
    try:
        return AccountIn(display_name=name, password=password, **contact)
    except ValidationError as error:
        raise CommandError("；".join(one["msg"] for one in error.errors())) from error


async def _add(url: str, role: Role, body: AccountIn) -> None:
    database = Database(url, pool_size=1)
    try:
        async with database.transaction() as session:
            account = await identity.add_account(session, body)
            await identity.give_hat(session, account.id, role)
    finally:
        await database.close()


def add_officer(url: str, role: str, name: str, identifier: str) -> None:
    """Open the account and give it one of the department's three hats."""
    asyncio.run(_add(url, Role(role), _account(name, identifier)))
    print(f"✓ {ROLE_NAMES[Role(role)]}：{name}（{identifier}）")

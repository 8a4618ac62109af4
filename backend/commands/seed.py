"""Loads the demo province and knows its accounts."""

import asyncio
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from backend.commands.failures import CommandError
from backend.platform.database import Database
from backend.settings import Settings

WAY_OUT = (
    "The demo needs an empty database: point TEPAI_DATABASE_URL at one, or TEPAI_DATA_DIR at a\n"
    "  new folder."
)


class DemoAccount(Protocol):
    """One account a visitor can sign in with."""

    @property
    def role_name(self) -> str:
        """The role in Chinese."""
        ...

    @property
    def identifier(self) -> str:
        """The phone number or e-mail address to sign in with."""
        ...

    @property
    def password(self) -> str:
        """The password."""
        ...


def has_demo() -> bool:
    """Whether this installation ships the demo's loader."""
    return find_spec("backend.demo.loader") is not None


def loading_mark(settings: Settings) -> Path:
    """Stands in the data directory while the embedded database, empty before, takes the demo."""
    return settings.data_dir / "demo.loading"


@contextmanager
def loading(settings: Settings) -> Iterator[None]:
    """Mark the embedded database as half loaded until the block has ended well.

    Only for one that was empty: the next start throws a marked one away.
    """
    mark = loading_mark(settings)
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        mark.touch()
    yield
    mark.unlink(missing_ok=True)


def seed(url: str) -> None:
    """Load the demo through the services; does nothing in a database that has it.

    Raises CommandError for a database with anything else in it.
    """
    loader = importlib.import_module("backend.demo.loader")

    async def run() -> None:
        db = Database(url)
        try:
            if not await loader.load(db, tell=_say):
                _say("✓ 演示数据已在数据库中 / the demo is there already")
        except loader.CannotLoadError as error:
            raise CommandError(f"{error}\n  {WAY_OUT}") from error
        finally:
            await db.close()

    asyncio.run(run())


def _say(line: str) -> None:
    print(line, flush=True)


def demo_accounts() -> list[DemoAccount]:
    """The accounts to show after a start; empty without a demo."""
    if find_spec("backend.demo.accounts") is None:
        return []
    accounts: list[DemoAccount] = importlib.import_module("backend.demo.accounts").demo_accounts()
    return accounts

"""Brings a database to the newest schema and the shipped reference tables."""

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

from backend.commands.failures import CommandError
from backend.commands.reference import load_reference

if TYPE_CHECKING:
    from alembic.config import Config

ROOT = Path(__file__).resolve().parent.parent.parent


VERSIONS = ROOT / "migrations" / "versions"


def configuration(url: str, *, compare_models: bool = False) -> "Config":
    """Alembic's settings from pyproject.toml, pointed at one database."""
    from alembic.config import Config

    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes.update(url=url, compare_models=compare_models)
    return config


def migrate(url: str) -> None:
    """Run every migration the database lacks, then load the shipped tables.

    Safe to call from several processes at once. Raises CommandError when what is in the database
    does not fit; every migration before that one stands.
    """
    from alembic import command
    from sqlalchemy.exc import DBAPIError

    try:
        command.upgrade(configuration(url), "head")
    except DBAPIError as error:
        raise CommandError(
            f"数据库结构更新失败，已有数据未改动：{error.orig} / the schema could not be migrated, "
            "the data are as they were (TEPAI_DATA_DIR: begin with another folder)"
        ) from error
    asyncio.run(load_reference(url))


def newest_revision() -> str:
    """The last migration's name, which is its file's name, without loading alembic's machinery."""
    return max(file.stem for file in VERSIONS.glob("[0-9]*.py"))


def draft(url: str, name: str) -> None:
    """Write the next migration from the difference between the models and the database."""
    from alembic import command

    migrate(url)
    number = int(newest_revision().split("_")[0]) + 1
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    config = configuration(url, compare_models=True)
    command.revision(config, name, autogenerate=True, rev_id=f"{number:04d}_{words}")

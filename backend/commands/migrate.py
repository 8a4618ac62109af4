"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parent.parent.parent


VERSIONS = ROOT / "migrations" / "versions"


def configuration(url: str, *, compare_models: bool = False) -> Config:
    """Alembic's settings from pyproject.toml, pointed at one database."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes.update(url=url, compare_models=compare_models)
    return config


def migrate(url: str) -> None:
    """Run every migration the database lacks; safe to call from several processes at once."""
    command.upgrade(configuration(url), "head")


def draft(url: str, name: str) -> None:
    """Write the next migration from the difference between the models and the database."""
    migrate(url)
    number = len(list(VERSIONS.glob("[0-9]*.py"))) + 1
    config = configuration(url, compare_models=True)
    command.revision(config, name, autogenerate=True, rev_id=f"{number:04d}")

"""The migrations make exactly the schema that the models describe."""

from collections.abc import Callable

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from backend.commands.failures import CommandError
from backend.commands.migrate import configuration, migrate, newest_revision
from backend.platform.embedded import EmbeddedPostgres


def test_there_is_one_head_and_numbers_have_no_gap() -> None:
    scripts = ScriptDirectory.from_config(configuration("unused"))
    assert len(scripts.get_heads()) == 1
    revisions = sorted(script.revision for script in scripts.walk_revisions())
    numbers = [int(revision.split("_")[0]) for revision in revisions]
    assert numbers == list(range(1, len(revisions) + 1))
    assert newest_revision() == scripts.get_current_head()


def test_models_and_migrations_agree(database_url: str, postgres: EmbeddedPostgres) -> None:
    command.check(configuration(database_url, compare_models=True))


def test_data_that_do_not_fit_are_told_without_a_trace(
    new_database: Callable[[str], str], postgres: EmbeddedPostgres
) -> None:
    """A sentence says which constraint was in the way, and what is there stays."""
    url = new_database("unfit")
    postgres.execute("drop table alembic_version", "unfit")
    with pytest.raises(CommandError, match=r"数据库结构更新失败.*already exists"):
        migrate(url)
    assert postgres.execute("select count(*) from code_list_versions", "unfit") != "0"

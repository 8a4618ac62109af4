"""The migrations make exactly the schema that the models describe."""

from alembic import command
from alembic.script import ScriptDirectory

from backend.commands.migrate import configuration, newest_revision
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

"""A demo load that is cut short leaves a mark, and only where there was nothing to lose."""

import pytest

from backend.commands.seed import loading, loading_mark
from backend.settings import Settings


def test_a_load_cut_short_leaves_the_mark(tmp_path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="")
    with pytest.raises(KeyboardInterrupt), loading(settings):
        raise KeyboardInterrupt
    assert loading_mark(settings).exists()
    with loading(settings):
        assert loading_mark(settings).exists()
    assert not loading_mark(settings).exists()


def test_an_external_database_is_never_marked(tmp_path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="postgresql+asyncpg://elsewhere/tepai")
    with pytest.raises(KeyboardInterrupt), loading(settings):
        raise KeyboardInterrupt
    assert not loading_mark(settings).exists()

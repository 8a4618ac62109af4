"""The province of the machine, made once."""

import os
from collections.abc import Callable, Iterator

import pytest

from backend.platform.embedded import EmbeddedPostgres
from tests.lifecycle import beginnings
from tests.lifecycle.world import World


@pytest.fixture(scope="module")
def world(new_database: Callable[[str], str], postgres: EmbeddedPostgres) -> Iterator[World]:
    name = f"lifecycle_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    found = World(new_database(name), postgres.url(name, role="postgres"))
    beginnings.prepare(found)
    yield found
    found.close()

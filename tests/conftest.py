"""What every test stands on; the fixtures themselves live in tests/fixtures/."""

import pytest

pytest_plugins = [
    "tests.fixtures.session",
    "tests.fixtures.network",
    "tests.fixtures.clauses",
    "tests.fixtures.covered",
    "tests.fixtures.database",
    "tests.fixtures.http",
    "tests.fixtures.live",
    "tests.fixtures.post",
]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests and fixtures share one asyncio loop for the whole session."""
    return "asyncio"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop running that async tests cannot."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)

"""Only the platform ends transactions; only the clock knows the time."""

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.tree import BACKEND, python_files

ENDING = frozenset({"commit", "rollback", "begin"})
NOW = frozenset({"now", "utcnow", "today"})


def ended_transactions(tree: ast.AST) -> Iterator[int]:
    """Lines that call a session's commit, rollback or begin."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in ENDING:
                yield node.lineno


def clock_readings(tree: ast.AST) -> Iterator[int]:
    """Lines that ask `datetime` or `date` for the time."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="datetime" | "date"), attr=name) if name in NOW:
                yield node.lineno


def outside_platform(finder: Callable[[ast.AST], Iterator[int]]) -> list[str]:
    return [
        f"{path.relative_to(BACKEND)}:{line}"
        for path in python_files("backend")
        if path.relative_to(BACKEND).parts[0] != "platform"
        for line in finder(ast.parse(path.read_text(encoding="utf-8")))
    ]


def test_services_never_end_a_transaction() -> None:
    assert outside_platform(ended_transactions) == []


def test_the_clock_is_the_only_source_of_time() -> None:
    assert outside_platform(clock_readings) == []


@pytest.mark.parametrize("source", ["await session.commit()", "session.rollback()"])
def test_a_planted_commit_is_found(source: str) -> None:
    assert list(ended_transactions(ast.parse(f"async def f():\n    {source}"))) == [2]


def test_a_planted_clock_reading_is_found() -> None:
    assert set(clock_readings(ast.parse("x = datetime.now()\ny = date.today"))) == {1, 2}

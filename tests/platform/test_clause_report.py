"""The clause report counts what ran, wherever it ran, and hides nothing."""

import pytest

from tests.fixtures.clauses import PROPERTY, ClauseReport, known_clauses


def outcome(test: str, outcome: str, *clauses: str, when: str = "call") -> pytest.TestReport:
    """One phase of a test as pytest, or a worker of xdist, reports it."""
    return pytest.TestReport(
        nodeid=test,
        location=(test, 1, test),
        keywords={},
        outcome=outcome,
        longrepr=None,
        when=when,
        user_properties=[(PROPERTY, clause) for clause in clauses],
    )


@pytest.fixture
def report() -> ClauseReport:
    return ClauseReport()


def test_the_notice_has_64_clauses() -> None:
    assert len(set(known_clauses())) == 64


def test_a_test_counts_for_each_clause_it_names(report: ClauseReport) -> None:
    for when in ("setup", "call", "teardown"):
        report.pytest_runtest_logreport(outcome("a", "passed", "5.5.1", "2.1.3", when=when))
    result = report.as_dict()
    assert result["5.5.1"] == {"passed": ["a"], "failed": []}
    assert result["2.1.3"] == {"passed": ["a"], "failed": []}
    assert result["1.1"] == {"passed": [], "failed": []}
    assert list(result) == known_clauses()


@pytest.mark.parametrize("phase", ["setup", "call", "teardown"])
def test_a_failure_in_any_phase_is_a_failure(report: ClauseReport, phase: str) -> None:
    for when in ("setup", "call", "teardown"):
        result = "failed" if when == phase else "passed"
        report.pytest_runtest_logreport(outcome("a", result, "5.5.1", when=when))
    report.pytest_runtest_logreport(outcome("b", "passed", "5.5.1"))
    assert report.as_dict()["5.5.1"] == {"passed": ["b"], "failed": ["a"]}

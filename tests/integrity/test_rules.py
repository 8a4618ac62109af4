"""Who handles a report and decides an appeal, and by when."""

from datetime import date

import pytest

from backend.integrity.rules import (
    appealed_once,
    decided_by_another,
    handled_by_another,
    within_time,
)

LAST = date(2026, 11, 23)


@pytest.mark.clause("6.1.2")
def test_a_report_is_handled_by_somebody_it_does_not_concern():
    assert handled_by_another("c", {"a", "b"}).ok
    assert not handled_by_another("a", {"a", "b"}).ok


@pytest.mark.clause("6.1.2")
@pytest.mark.parametrize(
    ("today", "active", "ok"),
    [(LAST, True, True), (date(2026, 11, 24), True, False), (LAST, False, False)],
)
def test_an_appeal_keeps_its_time(today, active, ok):
    verdict = within_time(LAST, today, is_active=active)
    assert verdict.ok is ok
    assert within_time(None, today, is_active=True).ok, "without notice no day runs out"


@pytest.mark.clause("6.1.2")
def test_an_appeal_is_decided_once_by_another():
    assert decided_by_another("c", {"a", "b"}).ok
    assert not decided_by_another("b", {"a", "b"}).ok
    assert appealed_once(has_appeal=False).ok
    assert not appealed_once(has_appeal=True).ok

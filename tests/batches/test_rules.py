"""The monthly round's rules, without a database."""

from datetime import date

import pytest

from backend.batches import rules

DEADLINE = date(2026, 11, 20)


@pytest.mark.clause("6.4.1")
@pytest.mark.parametrize(
    ("today", "allowed"),
    [
        (date(2026, 11, 1), False),
        (date(2026, 11, 19), False),
        (date(2026, 11, 20), True),
        (date(2026, 12, 1), True),
    ],
)
def test_a_batch_is_frozen_on_its_deadline_day_at_the_earliest(today: date, allowed: bool) -> None:
    verdict = rules.freezing_time(DEADLINE, today)
    assert verdict.ok is allowed
    assert allowed or "2026年11月20日" in verdict.reason


@pytest.mark.clause("6.4.2")
def test_entries_are_returned_only_out_of_a_frozen_list_while_pending() -> None:
    assert rules.entry_can_be_returned(is_frozen=True, is_pending=True).ok
    assert not rules.entry_can_be_returned(is_frozen=False, is_pending=True).ok
    assert not rules.entry_can_be_returned(is_frozen=True, is_pending=False).ok

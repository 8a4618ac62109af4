"""The second before 24:00 of the 20th is this month's, the second after it the next one's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.batches import rules
from backend.platform.calendar import month_deadline, round_month
from backend.platform.clock import SHANGHAI

TEN_YEARS = [date(2021 + n // 12, n % 12 + 1, 1) for n in range(120)]
SECOND = timedelta(seconds=1)
ZONES = [UTC, SHANGHAI]
AROUND = st.integers(min_value=-1_000_000, max_value=1_000_000)  # microseconds: within a second


def after(month: date) -> date:
    """The next month's first day."""
    return (month + timedelta(days=32)).replace(day=1)


@pytest.mark.clause("6.4.1")
def test_every_month_of_ten_years_turns_at_midnight() -> None:
    for month in TEN_YEARS:
        turn = month_deadline(month.year, month.month, 20)
        assert turn == datetime(month.year, month.month, 21, tzinfo=SHANGHAI)
        for zone in ZONES:
            assert round_month((turn - SECOND).astimezone(zone), 20) == month
            assert round_month(turn.astimezone(zone), 20) == after(month)
            assert round_month((turn + SECOND).astimezone(zone), 20) == after(month)


@pytest.mark.clause("6.4.1")
@settings(max_examples=500)
@given(month=st.sampled_from(TEN_YEARS), micro=AROUND, zone=st.sampled_from(ZONES))
def test_no_moment_around_the_turn_falls_into_a_wrong_month(month, micro, zone) -> None:
    turn = month_deadline(month.year, month.month, 20)
    moment = (turn + timedelta(microseconds=micro)).astimezone(zone)
    assert round_month(moment, 20) == (month if micro < 0 else after(month))


@pytest.mark.clause("6.4.1")
@settings(max_examples=500)
@given(seconds=st.integers(min_value=0, max_value=10 * 365 * 86400))
def test_every_decision_has_one_month_and_its_list_is_frozen_no_earlier(seconds) -> None:
    moment = datetime(2021, 1, 1, tzinfo=SHANGHAI) + timedelta(seconds=seconds)
    month = round_month(moment, 20)
    turn = month_deadline(month.year, month.month, 20)
    last = month - timedelta(days=1)
    before = month_deadline(last.year, last.month, 20)
    assert before <= moment < turn
    early, ripe = turn - timedelta(days=1, seconds=1), turn - SECOND
    assert not rules.freezing_time(month, early.date(), 20).ok
    assert rules.freezing_time(month, ripe.date(), 20).ok

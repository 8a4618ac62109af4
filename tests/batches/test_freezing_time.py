"""The second before 24:00 of the 20th is this month's, the second after it the next one's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.batches import rules
from backend.deadlines.timetable import Timetable, month_after
from backend.platform.calendar import end_of_day
from backend.platform.clock import SHANGHAI

TEN_YEARS = [date(2021 + n // 12, n % 12 + 1, 1) for n in range(120)]
SECOND = timedelta(seconds=1)
TABLE = Timetable(review_day=20, letter_day=25, guarantee_day=10)
ZONES = [UTC, SHANGHAI]
AROUND = st.integers(min_value=-1_000_000, max_value=1_000_000)  # microseconds: within a second


@pytest.mark.clause("6.4.1")
def test_every_month_of_ten_years_turns_at_midnight() -> None:
    for month in TEN_YEARS:
        turn = end_of_day(TABLE.review(month))
        assert turn == datetime(month.year, month.month, 21, tzinfo=SHANGHAI)
        for zone in ZONES:
            assert TABLE.round_of((turn - SECOND).astimezone(zone)) == month
            assert TABLE.round_of(turn.astimezone(zone)) == month_after(month)
            assert TABLE.round_of((turn + SECOND).astimezone(zone)) == month_after(month)


@pytest.mark.clause("6.4.1")
@settings(max_examples=500)
@given(month=st.sampled_from(TEN_YEARS), micro=AROUND, zone=st.sampled_from(ZONES))
def test_no_moment_around_the_turn_falls_into_a_wrong_month(month, micro, zone) -> None:
    turn = end_of_day(TABLE.review(month))
    moment = (turn + timedelta(microseconds=micro)).astimezone(zone)
    assert TABLE.round_of(moment) == (month if micro < 0 else month_after(month))


@pytest.mark.clause("6.4.1")
@settings(max_examples=500)
@given(seconds=st.integers(min_value=0, max_value=10 * 365 * 86400))
def test_every_decision_has_one_month_and_its_list_is_frozen_no_earlier(seconds) -> None:
    moment = datetime(2021, 1, 1, tzinfo=SHANGHAI) + timedelta(seconds=seconds)
    month = TABLE.round_of(moment)
    turn = end_of_day(TABLE.review(month))
    last = month - timedelta(days=1)
    before = end_of_day(TABLE.review(last))
    assert before <= moment < turn
    early, ripe = turn - timedelta(days=1, seconds=1), turn - SECOND
    assert not rules.freezing_time(TABLE.review(month), early.date()).ok
    assert rules.freezing_time(TABLE.review(month), ripe.date()).ok

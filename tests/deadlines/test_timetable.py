"""The month a decision falls into, for every second around every deadline."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.deadlines.timetable import Kind, Timetable, first_of, month_after
from backend.platform.calendar import end_of_day
from backend.platform.clock import SHANGHAI

PLAIN = Timetable(review_day=20, letter_day=25, guarantee_day=10)
DECADE = st.dates(date(2021, 1, 1), date(2030, 12, 31))
SECOND = timedelta(seconds=1)


@pytest.mark.clause("6.4.1")
@given(DECADE)
def test_the_last_second_is_this_month_and_the_next_one_the_month_after(day):
    month = first_of(day)
    ends = datetime(month.year, month.month, 21, tzinfo=SHANGHAI)
    assert PLAIN.round_of(ends - SECOND) == month
    assert PLAIN.round_of(ends) == PLAIN.round_of(ends + SECOND) == month_after(month)


@given(DECADE, st.times(timezones=st.just(UTC)))
def test_every_moment_falls_into_exactly_one_round_wherever_the_server_is(day, time):
    moment = datetime.combine(day, time)
    month = PLAIN.round_of(moment)
    assert moment < end_of_day(PLAIN.review(month))
    before = first_of(month - timedelta(days=1))
    assert moment >= end_of_day(PLAIN.review(before))


@pytest.mark.clause("6.4.1")
@given(DECADE, st.integers(min_value=-19, max_value=25))
def test_a_moved_deadline_moves_only_its_own_month(day, by):
    month = first_of(day)
    moved = PLAIN.review(month) + timedelta(days=by)
    table = Timetable(20, 25, 10, {(month, Kind.REVIEW): moved})
    assert table.round_of(end_of_day(moved) - SECOND) == month
    assert table.round_of(end_of_day(moved)) == month_after(month)
    assert table.review(month_after(month)) == PLAIN.review(month_after(month))


@pytest.mark.clause("3.0", "6.4.1")
@given(DECADE)
def test_what_comes_by_the_guarantee_day_is_due_this_month(day):
    month = first_of(day)
    expected = month if day.day <= 10 else month_after(month)
    assert PLAIN.review_due(day) == expected.replace(day=20)

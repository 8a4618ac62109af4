"""Working days and monthly deadlines, on the real holiday table and on invented ones."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.platform.calendar import Calendar, end_of_day
from backend.platform.clock import SHANGHAI

TABLE = Path(__file__).parents[2] / "backend/codelists/data/holidays.csv"


def real_calendar() -> Calendar:
    rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    days = {kind: set() for kind in ("holiday", "workday")}
    for row in rows:
        days[row["kind"]].add(date.fromisoformat(row["date"]))
    years = frozenset(day.year for day in days["holiday"])
    return Calendar(frozenset(days["holiday"]), frozenset(days["workday"]), years)


CALENDAR = real_calendar()
DAYS = st.dates(date(2020, 12, 1), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2021, 7, 1), True),
        (date(2021, 7, 3), False),
        (date(2022, 10, 3), False),
        (date(2022, 10, 8), True),
        (date(2023, 1, 28), True),
        (date(2023, 1, 29), True),
    ],
)
def test_holidays_and_worked_weekends(day: date, worked: bool) -> None:
    assert CALENDAR.is_working_day(day) is worked


def test_an_answer_due_in_seven_working_days_skips_the_spring_festival() -> None:
    asked = datetime(2023, 1, 18, 9, tzinfo=SHANGHAI)
    assert CALENDAR.answer_deadline(asked, 7) == datetime(2023, 2, 2, tzinfo=SHANGHAI)


@pytest.mark.clause("6.4.1", "6.4.2")
def test_january_2023_had_no_working_day_from_the_21st_to_the_25th() -> None:
    assert CALENDAR.working_days_between(date(2023, 1, 20), date(2023, 1, 25)) == 0
    last = CALENDAR.last_working_day_before(date(2023, 1, 25), inclusive=True)
    assert last == date(2023, 1, 20)


@pytest.mark.clause("6.4.1")
def test_the_20th_and_25th_are_often_days_off() -> None:
    months = [(year, month) for year in range(2022, 2027) for month in range(1, 13)]
    off = {d: sum(not CALENDAR.is_working_day(date(y, m, d)) for y, m in months) for d in (20, 25)}
    assert off == {20: 17, 25: 18}


def test_years_without_a_notice_say_so() -> None:
    assert CALENDAR.covers(date(2026, 5, 1))
    assert not CALENDAR.covers(date(2030, 5, 1))


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(date(2021, 7, 1), -1)


def test_a_table_without_working_days_is_reported_and_does_not_hang() -> None:
    start = date(2021, 1, 1)
    broken = Calendar(holidays=frozenset(start + timedelta(days=n) for n in range(200)))
    with pytest.raises(ValueError, match="broken"):
        broken.add_working_days(start, 1)


@given(DAYS, st.integers(1, 40))
def test_adding_and_counting_agree(start: date, days: int) -> None:
    end = CALENDAR.add_working_days(start, days)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == days


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_more_days_never_end_earlier(start: date, few: int, more: int) -> None:
    ends = [CALENDAR.add_working_days(start, n) for n in (few, few + more)]
    assert start <= ends[0] <= ends[1]


@given(DAYS)
def test_the_last_working_day_before_has_none_between(day: date) -> None:
    last = CALENDAR.last_working_day_before(day)
    assert last < day
    assert CALENDAR.is_working_day(last)
    assert CALENDAR.working_days_between(last, day - timedelta(days=1)) == 0
    if CALENDAR.is_working_day(day):
        assert CALENDAR.last_working_day_before(day, inclusive=True) == day


@given(DAYS)
def test_zero_days_is_the_day_itself_or_the_next_worked_one(day: date) -> None:
    end = CALENDAR.add_working_days(day, 0)
    assert end == day if CALENDAR.is_working_day(day) else end == CALENDAR.add_working_days(day, 1)


def test_end_of_day_is_the_next_midnight() -> None:
    assert end_of_day(date(2024, 2, 29)) == datetime(2024, 3, 1, tzinfo=SHANGHAI)

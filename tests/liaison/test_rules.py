"""The rules of following a service, fact by fact."""

from datetime import date, timedelta

import pytest

from backend.engagements.rules import (
    decided_at_right_level,
    gives_opinion_in_time,
    measures_agreed_targets,
    recommender_was_heard,
)
from backend.liaison.rules import (
    closes_problem,
    is_late,
    not_just_nudged,
    raises_problem,
    visit_due,
    visits_in_time,
)

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("side", "has_liaison", "ok"),
    [
        ("expert", True, True),
        ("enterprise", True, True),
        ("liaison", True, False),
        (None, True, False),
        ("expert", False, False),
    ],
)
def test_who_raises_a_problem(side, has_liaison, ok):
    assert raises_problem(side, has_liaison).ok is ok


@pytest.mark.parametrize(
    ("side", "ok"), [("expert", True), ("liaison", True), ("enterprise", False), (None, False)]
)
def test_who_closes_what_the_expert_raised(side, ok):
    assert closes_problem(side, "expert").ok is ok


def test_a_visit_is_of_the_service_and_past():
    assert visits_in_time(DAY, DAY, DAY).ok
    assert not visits_in_time(DAY - timedelta(1), DAY, DAY).ok
    assert not visits_in_time(DAY + timedelta(1), DAY, DAY).ok
    assert visit_due(DAY, None) == DAY + timedelta(30)
    assert visit_due(DAY, DAY + timedelta(5)) == DAY + timedelta(35)


def test_only_the_late_are_reminded_and_once_in_three_days():
    assert is_late("expert", is_behind=True).ok
    assert not is_late("enterprise", is_behind=False).ok
    assert not_just_nudged(None, DAY).ok
    assert not not_just_nudged(DAY - timedelta(2), DAY).ok
    assert not_just_nudged(DAY - timedelta(3), DAY).ok


@pytest.mark.clause("5.6.2")
def test_a_recommender_is_waited_for_until_its_last_day():
    assert recommender_was_heard([], None, DAY).ok
    assert not recommender_was_heard(["演示大学"], DAY, DAY).ok
    assert recommender_was_heard(["演示大学"], DAY - timedelta(1), DAY).ok
    assert not gives_opinion_in_time(None, DAY, was_heard=False).ok
    assert not gives_opinion_in_time(DAY, DAY, was_heard=True).ok
    assert gives_opinion_in_time(DAY, DAY, was_heard=False).ok
    assert not gives_opinion_in_time(DAY - timedelta(1), DAY, was_heard=False).ok


@pytest.mark.clause("5.6.2")
@pytest.mark.parametrize(
    ("is_department", "is_cross_city", "objections", "decision", "ok"),
    [
        (True, True, ["演示大学"], "approve", True),
        (False, False, [], "approve", True),
        (False, True, [], "refuse", False),
        (False, False, ["演示大学"], "approve", False),
        (False, False, ["演示大学"], "refuse", True),
    ],
)
def test_who_decides_a_change(is_department, is_cross_city, objections, decision, ok):
    assert decided_at_right_level(is_department, is_cross_city, objections, decision).ok is ok


@pytest.mark.clause("A3.3")
def test_results_are_of_agreed_targets():
    assert measures_agreed_targets({"粗糙度": "1.2"}, ["粗糙度"]).ok
    assert not measures_agreed_targets({"收入": "1"}, ["粗糙度"]).ok

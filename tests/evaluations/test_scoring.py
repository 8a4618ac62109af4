"""The published formula."""

from fractions import Fraction

import pytest

from backend.evaluations.scoring import (
    arithmetic,
    average,
    facts_mark,
    formula,
    mark,
    parts_of,
)
from backend.policies.policy import RatingWeights

WEIGHTS = RatingWeights(enterprise=50, liaison=30, facts=20)


@pytest.mark.clause("5.7.1")
@pytest.mark.parametrize(
    ("enterprise", "liaison", "facts", "expected"),
    [
        (5, 5, 5.0, 5.0),
        (4, 3, 5.0, 3.9),  # 2.0 + 0.9 + 1.0
        (4, None, 5.0, 4.29),  # (50*4 + 20*5) / 70
        (4, 2, None, 3.25),  # (50*4 + 30*2) / 80
        (3, None, None, 3.0),
        (None, None, 5.0, None),
        (None, None, None, None),
    ],
)
def test_what_is_missing_is_missing_and_never_zero(enterprise, liaison, facts, expected):
    assert mark(parts_of(WEIGHTS, enterprise, liaison, facts)) == expected


def test_weights_of_nothing_give_no_mark():
    nothing = RatingWeights(enterprise=0, liaison=100, facts=0)
    assert mark(parts_of(nothing, 4, None, None)) is None
    assert arithmetic(parts_of(nothing, 4, None, None)) is None


@pytest.mark.parametrize(
    ("confirmed", "agreed", "expected"),
    [(0, 24, None), (12, 24, 3.0), (24, 24, 5.0), (60, 24, 5.0), (6, 24, 2.0), (5, 0, None)],
)
def test_facts_are_confirmed_days_of_those_agreed(confirmed, agreed, expected):
    assert facts_mark(confirmed, agreed) == expected


@pytest.mark.clause("5.7.1")
def test_no_average_below_the_small_number():
    assert average([4.0, 5.0], threshold=3) is None
    assert average([4.0, 5.0, 3.0], threshold=3) == 4.0
    assert average([], threshold=0) is None


def test_the_formula_says_its_weights():
    words = formula(WEIGHTS, 3)
    assert all(part in words for part in ("50%", "30%", "20%", "少于3次"))


@pytest.mark.clause("5.7.1")
@pytest.mark.parametrize("enterprise", [None, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("liaison", [None, 1, 3, 5])
@pytest.mark.parametrize("confirmed", [0, 1, 7, 11, 23, 24])
def test_the_line_shown_comes_to_the_mark_shown(enterprise, liaison, confirmed):
    """Recomputed as the rated person would: the numbers of the line alone, rounded by hand."""
    parts = parts_of(WEIGHTS, enterprise, liaison, facts_mark(confirmed, 24))
    line, shown = arithmetic(parts), mark(parts)
    if line is None:
        assert shown is None
        return
    left, said = line.split(" = ")
    sums, total = left.split(" ÷ ")
    points = Fraction(0)
    for term in sums.strip("()").split(" + "):
        value, weight = term.split("×")
        points += Fraction(value) * int(weight)
    by_hand = int(points / int(total) * 100 + Fraction(1, 2)) / 100
    assert (float(said), shown) == (by_hand, by_hand)
    assert line.count("×") == sum(one.value is not None for one in parts)

"""The published formula."""

import pytest

from backend.evaluations.scoring import average, facts_mark, formula, mark
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
    assert mark(WEIGHTS, enterprise, liaison, facts) == expected


def test_weights_of_nothing_give_no_mark():
    assert mark(RatingWeights(enterprise=0, liaison=100, facts=0), 4, None, None) is None


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

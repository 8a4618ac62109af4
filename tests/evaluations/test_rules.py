"""Rules of the mutual rating."""

from datetime import datetime, timedelta

import pytest

from backend.evaluations.rules import (
    expected_directions,
    rated_by_party,
    rated_once,
    rates_agreed_criteria,
    says_why,
    within_window,
)
from backend.evaluations.states import CRITERIA, DIRECTIONS, Grade, Rater
from backend.platform.clock import SHANGHAI


@pytest.mark.clause("5.7.1", "A2.5", "A3.5")
def test_each_of_three_parties_rates_the_other_two():
    assert set(expected_directions(has_liaison=True)) == set(DIRECTIONS)
    assert len(DIRECTIONS) == 6
    assert set(CRITERIA) == set(DIRECTIONS)
    assert (Rater.EXPERT, Rater.ENTERPRISE) in DIRECTIONS
    assert (Rater.EXPERT, Rater.LIAISON) in DIRECTIONS
    assert (Rater.ENTERPRISE, Rater.EXPERT) in DIRECTIONS
    assert (Rater.ENTERPRISE, Rater.LIAISON) in DIRECTIONS


@pytest.mark.clause("5.7.1")
def test_without_a_liaison_the_two_sides_rate_each_other():
    assert set(expected_directions(has_liaison=False)) == {
        (Rater.EXPERT, Rater.ENTERPRISE),
        (Rater.ENTERPRISE, Rater.EXPERT),
    }
    assert not rated_by_party(Rater.EXPERT, Rater.LIAISON, has_ended=True, has_liaison=False).ok


@pytest.mark.clause("5.7.1")
@pytest.mark.parametrize(
    ("side", "to", "has_ended", "ok"),
    [
        (Rater.EXPERT, Rater.ENTERPRISE, True, True),
        (Rater.LIAISON, Rater.EXPERT, True, True),
        (Rater.EXPERT, Rater.EXPERT, True, False),
        (Rater.EXPERT, Rater.ENTERPRISE, False, False),
        (None, Rater.EXPERT, True, False),
    ],
)
def test_parties_rate_others_after_the_end(side, to, has_ended, ok):
    assert rated_by_party(side, to, has_ended, has_liaison=True).ok is ok


@pytest.mark.clause("5.7.1")
def test_a_direction_is_rated_once():
    assert rated_once(Rater.EXPERT, set()).ok
    assert rated_once(Rater.EXPERT, {Rater.LIAISON}).ok
    assert rated_once(Rater.EXPERT, {Rater.EXPERT}).rule.id == "RATE-02"


@pytest.mark.clause("A2.5", "A3.5")
@pytest.mark.parametrize("grade", Grade)
def test_very_bad_and_very_good_grades_need_words(grade):
    needs_words = grade in {1, 2, 5}
    assert says_why(grade, "   ").ok is not needs_words
    assert says_why(grade, "按约到岗，指标达到。").ok


@pytest.mark.clause("5.7.1")
def test_the_window_closes_at_its_moment():
    closes = datetime(2026, 12, 9, tzinfo=SHANGHAI)
    assert within_window(closes - timedelta(seconds=1), closes).ok
    assert not within_window(closes, closes).ok


def test_every_criterion_is_answered_and_no_other():
    asked = CRITERIA[Rater.ENTERPRISE, Rater.EXPERT]
    assert rates_agreed_criteria(asked, dict.fromkeys(asked, 4)).ok
    assert not rates_agreed_criteria(asked, {}).ok
    assert not rates_agreed_criteria(asked, dict.fromkeys([*asked, "looks"], 4)).ok

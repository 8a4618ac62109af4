"""What a decision must carry."""

from datetime import date

import pytest

from backend.reviews import rules
from backend.reviews.rules import (
    authenticity_attested,
    days_left,
    newest_submission,
    not_ones_own,
    reasons_given,
)
from backend.reviews.states import Decision


@pytest.mark.clause("4.4")
def test_an_approval_attests_to_authenticity():
    assert authenticity_attested(Decision.APPROVE, attested=True).ok
    assert not authenticity_attested(Decision.APPROVE, attested=False).ok
    assert authenticity_attested(Decision.RETURN, attested=False).ok


@pytest.mark.clause("3.1.2")
@pytest.mark.parametrize("decision", [Decision.RETURN, Decision.REJECT])
def test_a_refusal_says_why(decision):
    assert not reasons_given(decision, 0, "  ").ok
    assert reasons_given(decision, 1, "").ok
    assert reasons_given(decision, 0, "材料不全").ok
    assert reasons_given(Decision.APPROVE, 0, "").ok


@pytest.mark.clause("A2.3")
def test_nobody_decides_on_their_own_case():
    assert not not_ones_own("a", "a").ok
    assert not_ones_own("a", "b").ok
    assert not_ones_own("a", None).ok


def test_a_decision_is_about_the_newest_submission():
    assert newest_submission(2, 2).ok
    assert "最新一版" in newest_submission(1, 2).reason


def test_days_left_go_below_zero_when_overdue():
    assert days_left(date(2026, 11, 20), date(2026, 11, 23)) == -3


@pytest.mark.clause("3.1.2")
def test_a_decision_is_undone_by_its_reviewer_within_minutes() -> None:
    assert rules.decision_can_be_undone(True, 10, 10).ok
    assert "本人" not in rules.decision_can_be_undone(True, 10.1, 10).reason
    assert not rules.decision_can_be_undone(True, 10.1, 10).ok
    assert not rules.decision_can_be_undone(False, 0, 10).ok


@pytest.mark.clause("3.1.2")
def test_what_somebody_built_upon_stays() -> None:
    assert rules.nothing_rests_on_it("").ok
    assert "批次已冻结" in rules.nothing_rests_on_it("批次已冻结").reason


@pytest.mark.clause("6.3")
def test_the_city_waits_some_days_unless_nobody_is_left() -> None:
    assert rules.ripe_for_take_over(5, 5, False).ok
    assert not rules.ripe_for_take_over(4, 5, False).ok
    assert rules.ripe_for_take_over(-20, 5, True).ok

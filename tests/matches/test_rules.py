"""What the rules of matching say, without a database."""

import pytest

from backend.matches import rules
from backend.matches.states import MatchState, Party, Way
from backend.platform.rules import Outcome
from tests.factories.policies import policy as policy_of

POLICY_2021 = policy_of()

OLD, NEW = "a" * 64, "b" * 64


@pytest.mark.clause("5.4.3")
def test_a_second_match_needs_a_waiver() -> None:
    assert rules.one_match_per_demand(0, POLICY_2021).ok
    second = rules.one_match_per_demand(1, POLICY_2021)
    assert second.outcome is Outcome.NEEDS_WAIVER
    assert second.waived_by(frozenset({"MATCH-ONE"})).ok


@pytest.mark.clause("5.4.1")
@pytest.mark.parametrize(
    ("seen", "present", "agreed", "ok"),
    [(NEW, NEW, NEW, True), (OLD, NEW, NEW, False), (NEW, NEW, OLD, False)],
)
def test_both_consent_to_one_text(seen: str, present: str, agreed: str, ok: bool) -> None:
    assert rules.same_text(seen, present, agreed).ok is ok


@pytest.mark.clause("5.4.1")
@pytest.mark.parametrize(
    ("seen", "present", "agreed", "ok"),
    [(NEW, NEW, OLD, True), (OLD, NEW, OLD, False), (NEW, NEW, NEW, False)],
)
def test_only_a_changed_text_is_confirmed_again(
    seen: str, present: str, agreed: str, ok: bool
) -> None:
    assert rules.confirms_new_text(seen, present, agreed).ok is ok


@pytest.mark.clause("5.4.1")
def test_the_side_that_has_not_spoken_answers() -> None:
    assert rules.is_your_turn(Party.EXPERT, Party.EXPERT).ok
    assert not rules.is_your_turn(Party.EXPERT, Party.ENTERPRISE).ok
    assert not rules.is_your_turn(Party.EXPERT, None).ok
    assert not rules.is_your_turn(None, Party.EXPERT).ok


@pytest.mark.clause("5.3.2")
def test_who_asked_not_to_be_named_is_not_designated() -> None:
    assert not rules.may_be_designated(False, Way.DESIGNATED).ok
    assert rules.may_be_designated(False, Way.RECOMMENDED).ok
    assert rules.may_be_designated(True, Way.DESIGNATED).ok


@pytest.mark.clause("5.2.2")
def test_nobody_takes_part_twice() -> None:
    assert rules.takes_part_once([]).ok
    refused = rules.takes_part_once(["演示乙", "演示甲"])
    assert not refused.ok
    assert refused.rule
    assert refused.rule.id == "PART-01"
    assert "演示乙" in refused.reason


def test_everybody_speaks_for_himself() -> None:
    assert rules.speaks_for_itself(True).ok
    assert not rules.speaks_for_itself(False).ok


ASKED = [MatchState.INVITED, MatchState.APPLIED, MatchState.RESERVE]


@pytest.mark.parametrize("state", list(MatchState))
def test_who_is_asked_follows_from_who_has_consented(state: MatchState) -> None:
    asked = state in ASKED
    expert = rules.waiting_for(state, enterprise=True, expert=False)
    enterprise = rules.waiting_for(state, enterprise=False, expert=True)
    assert expert is (Party.EXPERT if asked else None)
    assert enterprise is (Party.ENTERPRISE if asked else None)
    assert rules.waiting_for(state, enterprise=True, expert=True) is None

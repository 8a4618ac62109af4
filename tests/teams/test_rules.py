"""What the rules of teams say, without a database."""

import pytest

from backend.platform.rules import Outcome
from backend.teams import rules
from tests.factories.policies import policy as policy_of

POLICY_2021 = policy_of()


@pytest.mark.clause("5.2.4")
@pytest.mark.parametrize(
    ("members", "ok"), [(1, False), (3, False), (4, True), (7, True), (8, False)]
)
def test_four_to_seven_with_the_leader(members: int, ok: bool) -> None:
    verdict = rules.team_size(members, POLICY_2021)
    assert verdict.ok is ok
    assert ok or verdict.outcome is Outcome.NEEDS_WAIVER
    assert verdict.waived_by(frozenset({"TEAM-SIZE"})).ok


@pytest.mark.clause("5.2.3")
def test_everybody_says_yes_himself() -> None:
    assert rules.everybody_accepted([]).ok
    refused = rules.everybody_accepted(["演示甲", "演示乙"])
    assert not refused.ok
    assert "演示甲、演示乙" in refused.reason


@pytest.mark.clause("5.2.3")
@pytest.mark.parametrize(
    ("employers", "disciplines", "reason", "ok"),
    [
        (2, 2, None, True),
        (1, 2, None, False),
        (2, 1, "  ", False),
        (1, 1, "同一课题组最了解这条产线", True),
    ],
)
def test_one_unit_or_discipline_needs_a_reason(
    employers: int, disciplines: int, reason: str | None, ok: bool
) -> None:
    verdict = rules.crosses_units_and_disciplines(employers, disciplines, reason, POLICY_2021)
    assert verdict.ok is ok
    assert verdict.rule
    assert verdict.rule.id == "TEAM-CROSS"


@pytest.mark.clause("5.2.3")
def test_the_leader_leads_and_answers_are_to_the_present_roster() -> None:
    assert rules.led_by(True).ok
    assert not rules.led_by(False).ok
    assert rules.answers_present_roster(3, 3).ok
    assert not rules.answers_present_roster(2, 3).ok


@pytest.mark.clause("5.6.2")
def test_members_step_out_of_a_service_and_the_leader_asks_for_a_change() -> None:
    assert rules.may_step_out(False).ok
    refused = rules.may_step_out(True)
    assert not refused.ok
    assert "更换或终止" in refused.reason


def test_a_bound_team_keeps_its_members_and_nobody_joins_twice() -> None:
    assert rules.free_to_change(False).ok
    assert not rules.free_to_change(True).ok
    assert rules.not_yet_member(False).ok
    assert not rules.not_yet_member(True).ok

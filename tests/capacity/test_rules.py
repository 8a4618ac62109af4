"""The three-enterprise cap and its neighbours, without a database."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from backend.capacity import rules
from backend.experts.states import ExpertState
from backend.platform.rules import Outcome
from backend.policies.policy import TeamCounts
from tests.factories.policies import policy as policy_of

POLICY_2021 = policy_of()

FIRMS = {uuid4(): name for name in ("甲企业", "乙企业", "丙企业", "丁企业")}
OTHER = uuid4()


def serving(number: int) -> dict[UUID, str]:
    return dict(list(FIRMS.items())[:number])


@pytest.mark.clause("5.5.1")
@pytest.mark.parametrize(("served", "outcome"), [(0, "pass"), (2, "pass"), (3, "needs_waiver")])
def test_three_pass_and_the_fourth_needs_a_waiver(served: int, outcome: str) -> None:
    verdict = rules.three_enterprise_cap(serving(served), OTHER, POLICY_2021)
    assert verdict.outcome == outcome
    assert verdict.rule
    assert (verdict.rule.id, verdict.rule.clause, verdict.rule.waivable) == (
        "CAP-01",
        "5.5.1",
        True,
    )


@pytest.mark.clause("5.5.1")
def test_the_refusal_names_the_three_enterprises_and_the_expert() -> None:
    verdict = rules.three_enterprise_cap(serving(3), OTHER, POLICY_2021, "演示专家")
    assert verdict.facts["enterprises"] == sorted(serving(3).values())
    assert all(name in verdict.reason for name in [*serving(3).values(), "演示专家"])


@pytest.mark.clause("5.5.1", "A3.4")
def test_another_enterprise_reads_the_number_and_no_names() -> None:
    verdict = rules.three_enterprise_cap(serving(3), OTHER, POLICY_2021, names_are_told=False)
    assert "已满3家" in verdict.reason
    assert "enterprises" not in verdict.facts
    assert not any(name in verdict.reason for name in FIRMS.values())


@pytest.mark.clause("5.5.1")
def test_several_demands_of_one_enterprise_count_once() -> None:
    served = serving(3)
    assert rules.three_enterprise_cap(served, next(iter(served)), POLICY_2021).ok


@pytest.mark.clause("5.5.1")
def test_a_waiver_lets_the_fourth_through_and_only_it() -> None:
    verdict = rules.three_enterprise_cap(serving(3), OTHER, POLICY_2021)
    assert verdict.waived_by(frozenset({"CAP-01"})).ok
    assert verdict.waived_by(frozenset({"MATCH-ONE"})).outcome is Outcome.NEEDS_WAIVER


def test_the_cap_is_the_policys_number() -> None:
    five = replace(POLICY_2021, enterprises_at_once=5)
    assert rules.three_enterprise_cap(serving(4), OTHER, five).ok


@pytest.mark.parametrize(("served", "limit", "ok"), [(0, 1, True), (1, 1, False), (3, 3, True)])
def test_an_expert_may_want_fewer(served: int, limit: int, ok: bool) -> None:
    assert rules.own_limit(serving(served), OTHER, limit, POLICY_2021).ok is ok


def test_ones_own_limit_does_not_count_an_enterprise_twice() -> None:
    served = serving(1)
    assert rules.own_limit(served, next(iter(served)), 1, POLICY_2021).ok


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("state", list(ExpertState))
def test_only_the_library_is_matched(state: ExpertState) -> None:
    verdict = rules.in_the_library({"演示专家": state})
    assert verdict.ok is (state is ExpertState.FILED)
    assert verdict.ok or "演示专家" in verdict.reason


@pytest.mark.clause("5.5.1")
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (TeamCounts.EACH_MEMBER, 4),
        (TeamCounts.LEADER_ONLY, 1),
        (TeamCounts.NONE, 0),
    ],
)
def test_whose_places_a_team_takes_is_the_policys_choice(counts: TeamCounts, expected: int) -> None:
    members = [uuid4() for _ in range(4)]
    policy = replace(POLICY_2021, team_counts_for=counts)
    counted = rules.counted_experts(members, policy, is_team=True)
    assert list(counted) == members[:expected]
    assert list(rules.counted_experts(members[:1], policy, is_team=False)) == members[:1]


@pytest.mark.parametrize(("taken", "number"), [(set(), 1), ({1, 2}, 3), ({2, 3}, 1), ({1, 3}, 2)])
def test_the_lowest_free_place_is_taken(taken: set[int], number: int) -> None:
    assert rules.lowest_free_place(taken) == number

"""The registry: a rule has one id, one clause, and says one of three things."""

import pytest

from backend.platform import rules
from backend.platform.problems import Problem, enforce
from backend.platform.rules import Outcome, Verdict, failed, needs_waiver, passed, rule


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "REGISTRY", {})


def in_principle_three() -> object:
    """An in-principle rule as slices write them."""

    @rule(id="T-01", title="原则上不超过3家", clause="5.5.1", waivable=True)
    def cap(number: int) -> Verdict:
        """At most three firms at once.

        More needs a waiver.
        """
        return passed() if number <= 3 else needs_waiver(f"已服务{number}家", number=number)

    return cap


def test_a_verdict_carries_its_rule() -> None:
    cap = in_principle_three()
    verdict = cap(4)
    assert verdict.outcome is Outcome.NEEDS_WAIVER
    assert verdict.rule == rules.REGISTRY["T-01"]
    assert verdict.rule.summary == "At most three firms at once."
    assert dict(verdict.facts) == {"number": 4}
    assert cap(3).ok


def test_an_id_stands_for_one_rule() -> None:
    in_principle_three()
    with pytest.raises(ValueError, match="T-01"):
        in_principle_three()


def test_a_hard_rule_cannot_ask_for_a_waiver() -> None:
    @rule(id="T-02", title="不得", clause="6.1")
    def hard() -> Verdict:
        """Never."""
        return needs_waiver("不行")

    with pytest.raises(TypeError, match="T-02"):
        hard()


def test_a_waiver_opens_its_own_rule_only() -> None:
    verdict = in_principle_three()(4)
    assert verdict.waived_by(frozenset({"T-01"})).ok
    assert not verdict.waived_by(frozenset({"T-02"})).ok
    assert not failed("不行").waived_by(frozenset({"T-01"})).ok


def test_enforcing_raises_the_first_obstacle_with_its_rule() -> None:
    cap = in_principle_three()
    enforce(passed(), cap(2))
    with pytest.raises(Problem) as refused:
        enforce(passed(), cap(4), failed("再看这里"))
    assert refused.value.detail == "已服务4家"
    body = refused.value.body("/api/v1/matches")
    assert (body.status, body.rule, body.clause) == (409, "T-01", "5.5.1")
    assert (body.type, body.title) == ("/problems/rule/T-01", "原则上不超过3家")
    assert body.facts == {"number": 4}

"""Which enterprises may apply, clause by clause, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from backend.codelists.checks.numbers import check_credit_code
from backend.enterprises import rules
from backend.enterprises.rules import EnterpriseFacts
from backend.platform.rules import Verdict
from tests.factories.experts import credit_code

WINDOW = rules.incident_window(date(2026, 11, 23), 3)
ELIGIBLE = EnterpriseFacts(
    code=check_credit_code(credit_code(1, "91360121")),
    city_code="360100",
    is_legal_person=True,
    rd_spend=480.0,
    declares_innovation=True,
    declares_conditions=True,
    declares_taxes_paid=True,
    declares_no_safety_accident=True,
    declares_no_quality_accident=True,
    declares_no_environmental_offence=True,
    declares_rules_accepted=True,
)


def verdict(rule_id: str, **changes: object) -> Verdict:
    """What one rule says of the eligible enterprise with some facts changed."""
    found = rules.judge(replace(ELIGIBLE, **changes), WINDOW)
    return next(one for one in found if one.rule and one.rule.id == rule_id)


def test_a_plain_enterprise_passes_every_rule() -> None:
    assert all(one.ok for one in rules.judge(ELIGIBLE, WINDOW))


@pytest.mark.clause("2.2.1")
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": check_credit_code("91360121MD00000010")}, "核对"),
        ({"code": check_credit_code(credit_code(1, "92360121"))}, "个体工商户"),
        ({"code": check_credit_code(credit_code(1, "11360121"))}, "机关"),
        ({"is_branch": True}, "总公司"),
        ({"is_legal_person": False}, "独立法人"),
        ({"city_code": "310100"}, "江西省"),
        ({"city_code": ""}, "江西省"),
    ],
)
def test_who_is_no_independent_legal_person_of_jiangxi_is_refused(changes: dict, says: str) -> None:
    found = verdict("ENT-PLACE", **changes)
    assert not found.ok
    assert says in found.reason


@pytest.mark.clause("2.2.1")
def test_central_units_and_public_institutions_in_jiangxi_pass() -> None:
    assert verdict("ENT-PLACE", code=check_credit_code(credit_code(2, "12360000"))).ok
    central = check_credit_code(credit_code(3, "91100000"))
    found = verdict("ENT-PLACE", code=central, is_central_unit=True)
    assert found.ok
    assert "needs_reason" not in found.facts


@pytest.mark.clause("2.2.1")
def test_what_the_code_leaves_open_goes_to_the_reviewer() -> None:
    for prefix in ("91310000", "93360121", "52360000"):
        found = verdict("ENT-PLACE", code=check_credit_code(credit_code(4, prefix)))
        assert found.ok
        assert found.facts["needs_reason"] is True
        assert not rules.special_reason([found.reason], "").ok
        assert rules.special_reason([found.reason], "已核对营业执照").ok


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize(
    "declaration",
    [
        "declares_taxes_paid",
        "declares_no_safety_accident",
        "declares_no_quality_accident",
        "declares_no_environmental_offence",
    ],
)
def test_each_of_the_four_declarations_is_required(declaration: str) -> None:
    assert verdict("ENT-DECLARED").ok
    found = verdict("ENT-DECLARED", **{declaration: False})
    assert not found.ok
    assert "2023年11月23日至2026年11月23日" in found.reason


@pytest.mark.clause("2.2.2")
def test_the_window_is_three_years_before_the_application_as_dates() -> None:
    assert (date(2023, 11, 23), date(2026, 11, 23)) == WINDOW
    leap = rules.incident_window(date(2028, 2, 29), 3)
    assert leap == (date(2025, 2, 28), date(2028, 2, 29))


@pytest.mark.clause("2.2.3")
@pytest.mark.parametrize(
    "changes",
    [
        {"rd_spend": None},
        {"rd_spend": 0.0},
        {"declares_innovation": False},
        {"declares_conditions": False},
    ],
)
def test_research_spend_willingness_and_conditions_are_required(changes: dict) -> None:
    assert verdict("ENT-RD").ok
    assert not verdict("ENT-RD", **changes).ok


@pytest.mark.clause("2.2.4")
def test_the_rules_are_accepted() -> None:
    assert verdict("ENT-RULES").ok
    assert not verdict("ENT-RULES", declares_rules_accepted=False).ok


def test_who_is_served_does_not_leave_and_only_approved_ones_act() -> None:
    assert rules.not_served(0).ok
    assert not rules.not_served(1).ok
    assert rules.approved("已通过", is_approved=True).ok
    assert "已暂停" in rules.approved("已暂停", is_approved=False).reason

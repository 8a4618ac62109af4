"""What the rules of demands say, without a database."""

from datetime import date, timedelta

import pytest

from backend.demands import rules
from backend.demands.states import DemandState
from tests.factories.demands import CONTENT, YES


@pytest.mark.clause("5.1.3")
def test_an_approval_answers_yes_to_every_item() -> None:
    assert rules.content_is_checked(YES, approved=True).ok
    for key, name in rules.CHECKLIST.items():
        refused = rules.content_is_checked(YES | {key: False}, approved=True)
        assert not refused.ok
        assert name in refused.reason


@pytest.mark.clause("5.1.3")
@pytest.mark.parametrize("approved", [True, False])
def test_no_decision_leaves_an_item_open(approved: bool) -> None:
    verdict = rules.content_is_checked({"lawful": True}, approved=approved)
    assert not verdict.ok
    assert verdict.rule
    assert (verdict.rule.id, verdict.rule.clause) == ("DEM-01", "5.1.3")


@pytest.mark.clause("5.1.3")
def test_a_return_may_answer_no() -> None:
    assert rules.content_is_checked(YES | {"compliant": False}, approved=False).ok


@pytest.mark.clause("6.3")
def test_what_staff_drafted_waits_for_the_enterprise() -> None:
    assert rules.confirmed_by_enterprise(True).ok
    assert not rules.confirmed_by_enterprise(False).ok


@pytest.mark.clause("6.3")
def test_staff_draft_within_their_area_only() -> None:
    assert rules.drafted_within_area(is_own=True, is_competent=False).ok
    assert rules.drafted_within_area(is_own=False, is_competent=True).ok
    assert not rules.drafted_within_area(is_own=False, is_competent=False).ok


OPEN = {DemandState.PUBLISHED, DemandState.MATCHED, DemandState.IN_SERVICE}


@pytest.mark.clause("5.1.2")
@pytest.mark.parametrize("state", list(DemandState))
def test_only_published_demands_take_candidates(state: DemandState) -> None:
    assert rules.open_to_candidates(state).ok is (state in OPEN)


def test_a_whole_demand_has_no_fault() -> None:
    assert rules.faults(CONTENT) == []


def test_an_empty_draft_is_told_every_fault_at_once() -> None:
    pointers = [pointer for pointer, _ in rules.faults({})]
    assert pointers == [f"/{field}" for field in rules.REQUIRED] + ["/not_secret"]


def test_zero_is_a_budget() -> None:
    assert rules.faults(CONTENT | {"budget_wan": 0}) == []


def test_each_part_of_each_indicator_is_asked_for() -> None:
    half = {"name": "粗糙度", "current": "2.0", "target": " ", "unit": ""}
    found = [pointer for pointer, _ in rules.faults(CONTENT | {"indicators": [half]})]
    assert found == ["/indicators/0/target", "/indicators/0/unit"]


def test_secret_demands_are_not_taken() -> None:
    ((pointer, message),) = rules.faults(CONTENT | {"not_secret": False})
    assert pointer == "/not_secret"
    assert "涉密" in message


@pytest.mark.clause("5.1.3")
@pytest.mark.parametrize(
    ("rule", "id", "words"),
    [
        (rules.no_banned_content, "DEM-BANNED", "请协助代写论文"),
        (rules.no_secrets, "DEM-SECRET", "本项目密级为机密"),
        (rules.no_contact_data, "DEM-CONTACT", "请致电13912345678"),
        (rules.no_advertising, "DEM-ADVERT", "打造国际领先产品"),
    ],
)
def test_each_point_of_the_checklist_has_a_rule_that_quotes_what_it_found(rule, id, words) -> None:
    clean = rule(CONTENT | {"confidential": {}})
    assert clean.ok
    assert (clean.rule.id, clean.rule.clause) == (id, "5.1.3")
    found = rule({"present_state": words})
    assert not found.ok
    assert "“" in found.reason
    others = [judge for judge in rules.HINTED_BY.values() if judge is not rule]
    assert all(judge({"present_state": words}).ok for judge in others)


def test_every_automatic_hint_belongs_to_a_point_of_the_checklist() -> None:
    assert set(rules.HINTED_BY) < set(rules.CHECKLIST)


@pytest.mark.clause("5.4.1")
def test_from_the_first_candidate_on_terms_change_with_a_reason() -> None:
    changed = rules.material_changes(CONTENT, CONTENT | {"budget_wan": 1, "keywords": []})
    assert changed == ["拟投入资金"]
    assert rules.change_is_explained(changed, 0, "").ok
    assert rules.change_is_explained([], 3, "").ok
    assert rules.change_is_explained(changed, 3, "预算调整").ok
    refused = rules.change_is_explained(changed, 3, "  ")
    assert not refused.ok
    assert "拟投入资金" in refused.reason


@pytest.mark.clause("5.1.1")
@pytest.mark.parametrize(("days", "ok"), [(0, False), (1, True), (365, True), (366, False)])
def test_a_demand_is_open_until_a_day_within_a_year(days: int, ok: bool) -> None:
    today = date(2026, 3, 1)
    assert rules.open_term(today, today + timedelta(days=days)).ok is ok


@pytest.mark.clause("A2.4")
def test_who_is_no_party_says_what_for() -> None:
    assert rules.reading_has_a_purpose(is_party=True, reason="").ok
    assert rules.reading_has_a_purpose(is_party=False, reason="审核").ok
    assert not rules.reading_has_a_purpose(is_party=False, reason=" ").ok

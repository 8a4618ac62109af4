"""What the rules of demands say, without a database."""

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
    ("words", "kind", "marked"),
    [
        ("请致电13912345678联系", "phone", "13912345678"),
        ("电话0791-88886666转", "phone", "0791-88886666"),
        ("写信到 li.wei@demo.example 即可", "email", "li.wei@demo.example"),
        ("证件36010119900307001X", "id_number", "36010119900307001X"),
        ("加微信：tepai_2026", "account", "微信：tepai_2026"),
        ("涉及军工配套", "secret", "军工"),
        ("打造国际领先产品", "advertising", "国际领先"),
    ],
)
def test_suspicious_text_is_marked_where_it_stands(words: str, kind: str, marked: str) -> None:
    (hint,) = rules.hints({"title": "铜箔", "present_state": words})
    assert (hint.pointer, hint.kind, hint.text) == ("/present_state", kind, marked)
    assert words[hint.start : hint.end] == marked


@pytest.mark.clause("5.1.3")
def test_honest_text_is_not_marked() -> None:
    assert rules.hints(CONTENT | {"confidential": {}}) == []
    assert rules.hints({"present_state": "2021年产量1234567吨，压力0.35-0.40MPa"}) == []


def test_hints_point_into_lists() -> None:
    (hint,) = rules.hints({"indicators": [{"name": "联系13912345678", "unit": "个"}]})
    assert hint.pointer == "/indicators/0/name"

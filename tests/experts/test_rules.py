"""Who may be an expert, clause by clause, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from backend.experts import rules
from backend.experts.rules import Applicant
from backend.platform.rules import Outcome
from backend.policies.policy import AgeMode, Policy
from tests.factories.policies import policy

ON = date(2026, 11, 23)
POLICY: Policy = policy()
ELIGIBLE = Applicant(
    on=ON,
    birth_date=date(1980, 5, 6),
    has_doctorate=True,
    main_discipline="430",
    groups=("D",),
    has_skills=True,
    declares_voluntary=True,
    declares_health=True,
    declares_willing=True,
)


def outcome(rule_id: str, applicant: Applicant, policy: Policy = POLICY) -> Outcome:
    """What one rule says of an applicant."""
    verdicts = {v.rule.id: v for v in rules.judge(applicant, policy) if v.rule}
    return verdicts[rule_id].outcome


def test_a_plain_applicant_passes_every_rule() -> None:
    assert [v.outcome for v in rules.judge(ELIGIBLE, POLICY)] == [Outcome.PASS] * 8


@pytest.mark.clause("2.1.1", "2.1.2", "2.1.4", "2.1.6")
@pytest.mark.parametrize(
    ("rule_id", "fact"),
    [
        ("ELIG-VOLUNTARY", "declares_voluntary"),
        ("ELIG-SKILL", "has_skills"),
        ("ELIG-HEALTH", "declares_health"),
        ("ELIG-WILLING", "declares_willing"),
    ],
)
def test_each_declaration_is_required(rule_id: str, fact: str) -> None:
    assert outcome(rule_id, ELIGIBLE) is Outcome.PASS
    assert outcome(rule_id, replace(ELIGIBLE, **{fact: False})) is Outcome.FAIL


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"has_doctorate": True}, Outcome.PASS),
        ({"title_name": "高级工程师", "title_level": "副高", "title_meets": True}, Outcome.PASS),
        ({"title_name": "工程师", "title_level": "中级"}, Outcome.NEEDS_WAIVER),
        ({}, Outcome.NEEDS_WAIVER),
    ],
)
def test_doctorate_or_associate_senior_title(facts: dict, expected: Outcome) -> None:
    applicant = replace(ELIGIBLE, has_doctorate=False)
    assert outcome("ELIG-DEGREE", replace(applicant, **facts)) is expected


def test_a_title_the_table_does_not_know_goes_to_the_reviewer() -> None:
    unsure = replace(
        ELIGIBLE, has_doctorate=False, title_name="特聘教授", title_note="由审核人员认定级别。"
    )
    verdict = rules.degree_or_title(unsure, POLICY)
    assert verdict.ok
    assert verdict.facts["needs_reason"] is True


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(1961, 6, 30), Outcome.NEEDS_WAIVER),
        (date(1961, 7, 1), Outcome.PASS),
        (date(1961, 7, 2), Outcome.PASS),
    ],
)
def test_the_fixed_cut_off_of_2021_counts_july_in(born: date, expected: Outcome) -> None:
    assert outcome("ELIG-AGE", replace(ELIGIBLE, birth_date=born)) is expected


@pytest.mark.clause("2.1.5")
def test_the_department_may_count_the_cut_off_day_out() -> None:
    strict = replace(POLICY, age_cutoff_inclusive=False)
    on_the_day = replace(ELIGIBLE, birth_date=date(1961, 7, 1))
    assert outcome("ELIG-AGE", on_the_day, strict) is Outcome.NEEDS_WAIVER
    day_after = replace(ELIGIBLE, birth_date=date(1961, 7, 2))
    assert outcome("ELIG-AGE", day_after, strict) is Outcome.PASS


@pytest.mark.clause("2.1.5")
@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(1966, 10, 31), date(2026, 11, 1), Outcome.NEEDS_WAIVER),
        (date(1966, 11, 1), date(2026, 11, 1), Outcome.PASS),
        (date(1966, 11, 1), date(2026, 11, 30), Outcome.PASS),
        (date(1966, 11, 30), date(2026, 12, 1), Outcome.NEEDS_WAIVER),
        (date(1964, 2, 29), date(2024, 2, 29), Outcome.PASS),
    ],
)
def test_the_rolling_limit_is_the_first_of_the_month_sixty_years_before(
    born: date, on: date, expected: Outcome
) -> None:
    rolling = replace(POLICY, age_mode=AgeMode.ROLLING)
    assert outcome("ELIG-AGE", replace(ELIGIBLE, birth_date=born, on=on), rolling) is expected


def test_without_a_birth_date_age_cannot_be_judged() -> None:
    assert outcome("ELIG-AGE", replace(ELIGIBLE, birth_date=None)) is Outcome.FAIL


@pytest.mark.clause("2.1.5", "2.1.3")
def test_a_granted_waiver_turns_an_in_principle_rule_into_a_pass() -> None:
    verdict = rules.within_age(replace(ELIGIBLE, birth_date=date(1950, 1, 1)), POLICY)
    assert not verdict.waived_by(frozenset({"ELIG-DEGREE"})).ok
    assert verdict.waived_by(frozenset({"ELIG-AGE"})).ok
    hard = rules.willing(replace(ELIGIBLE, declares_willing=False))
    assert not hard.waived_by(frozenset({"ELIG-WILLING"})).ok


@pytest.mark.clause("2.1.7")
@pytest.mark.parametrize("group", ["A", "B", "C", "D"])
def test_the_four_natural_science_groups_pass(group: str) -> None:
    assert outcome("ELIG-FIELD", replace(ELIGIBLE, groups=(group,))) is Outcome.PASS


@pytest.mark.clause("2.1.7")
def test_a_humanities_only_profile_is_refused_and_a_mixed_one_is_the_reviewers() -> None:
    assert outcome("ELIG-FIELD", replace(ELIGIBLE, groups=())) is Outcome.FAIL
    assert outcome("ELIG-FIELD", replace(ELIGIBLE, groups=("E", "E"))) is Outcome.FAIL
    for facts in ({"groups": ("E", "D")}, {"groups": ("A",), "main_discipline": "190"}):
        verdict = rules.natural_science(replace(ELIGIBLE, **facts), POLICY)
        assert verdict.ok
        assert verdict.facts["needs_reason"] is True


def test_a_civil_servant_is_decided_by_the_reviewer_with_a_reason() -> None:
    verdict = rules.no_civil_servant(replace(ELIGIBLE, is_civil_servant=True))
    assert verdict.ok
    assert verdict.facts["needs_reason"] is True
    assert not rules.special_reason([verdict.reason], "  ").ok
    assert rules.special_reason([verdict.reason], "已经单位党组同意").ok
    assert rules.special_reason([], "").ok


def test_nobody_leaves_while_serving() -> None:
    assert rules.not_serving(0).ok
    assert "2家" in rules.not_serving(2).reason

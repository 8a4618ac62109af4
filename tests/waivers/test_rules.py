"""Who may ask for, advise on and decide a waiver."""

from dataclasses import replace
from datetime import date

import pytest

from backend.platform.rules import REGISTRY, needs_waiver
from backend.waivers.rules import (
    RULE_NAMES,
    SUBJECT_OF,
    ends_some_day,
    not_the_beneficiary,
    opinion_first,
    right_adviser,
    right_decider,
    waivable,
)

OTHERS = ("TEAM-SIZE", "MATCH-ONE", "CAP-01")


def decider(rule_id, action="grant", *, department=False, competent=False, office=True):
    return right_decider(
        rule_id, action, is_department=department, is_competent=competent, has_office=office
    )


def test_eligibility_is_waived_by_the_department_alone():
    assert decider("ELIG-AGE", department=True).ok
    assert "省科技厅" in decider("ELIG-DEGREE", competent=True).reason


@pytest.mark.parametrize("rule_id", OTHERS)
def test_the_other_three_are_the_organisations_and_the_department_may_revoke(rule_id):
    assert decider(rule_id, competent=True).ok
    assert not decider(rule_id, department=True).ok
    assert decider(rule_id, "revoke", department=True).ok
    assert decider(rule_id, department=True, office=False).ok, "somebody has to decide"
    assert not decider(rule_id).ok


def test_neither_beneficiary_nor_requester_decides():
    assert not not_the_beneficiary("a", {"a"}, "b").ok
    assert not not_the_beneficiary("b", {"a"}, "b").ok
    assert not not_the_beneficiary("m", {"leader", "m"}, "leader").ok, "a member gains too"
    assert not_the_beneficiary("c", {"a"}, "b").ok


def test_the_recommender_is_heard_before_the_department_decides():
    assert not opinion_first("ELIG-AGE", has_office=True, has_opinion=False).ok
    assert opinion_first("ELIG-AGE", has_office=True, has_opinion=True).ok
    assert opinion_first("ELIG-AGE", has_office=False, has_opinion=False).ok
    assert opinion_first("CAP-01", has_office=True, has_opinion=False).ok


def test_only_the_competent_organisation_advises_and_not_on_itself():
    assert right_adviser("ELIG-AGE", is_competent=True, is_beneficiary=False).ok
    assert not right_adviser("ELIG-AGE", is_competent=False, is_beneficiary=False).ok
    assert not right_adviser("ELIG-AGE", is_competent=True, is_beneficiary=True).ok
    assert not right_adviser("CAP-01", is_competent=True, is_beneficiary=False).ok


def test_exactly_five_rules_can_be_waived_each_for_its_own_subject():
    in_principle = {id for id, info in REGISTRY.items() if info.waivable}
    assert in_principle == set(RULE_NAMES) == set(SUBJECT_OF)
    for rule_id, subject_type in SUBJECT_OF.items():
        assert waivable(rule_id, subject_type).ok
    assert not waivable("CAP-01", "demands").ok
    for hard in sorted(REGISTRY.keys() - in_principle):
        refused = waivable(hard, "experts")
        assert not refused.ok
        assert "硬性规定" in refused.reason


def test_a_grant_ends_some_day_that_is_not_past():
    today = date(2026, 11, 23)
    assert not ends_some_day(None, today).ok
    assert not ends_some_day(date(2026, 11, 22), today).ok
    assert ends_some_day(today, today).ok


def test_a_grant_turns_only_its_own_rule_into_a_pass():
    info = next(iter(REGISTRY.values()))
    verdict = replace(needs_waiver("不符合"), rule=replace(info, id="ELIG-AGE"))
    assert verdict.waived_by(frozenset({"ELIG-AGE"})).ok
    assert not verdict.waived_by(frozenset({"ELIG-DEGREE"})).ok

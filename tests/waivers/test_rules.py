"""Who may decide a waiver."""

from backend.platform.rules import REGISTRY, needs_waiver
from backend.waivers.rules import RULE_NAMES, not_the_beneficiary, right_decider


def test_eligibility_is_waived_by_the_department_alone():
    assert right_decider("ELIG-AGE", is_department=True, is_competent=False).ok
    refused = right_decider("ELIG-DEGREE", is_department=False, is_competent=True)
    assert "省科技厅" in refused.reason


def test_the_other_three_are_waived_by_the_competent_organisation_or_the_department():
    for rule_id in ("TEAM-SIZE", "MATCH-ONE", "CAP-01"):
        assert right_decider(rule_id, is_department=False, is_competent=True).ok
        assert right_decider(rule_id, is_department=True, is_competent=False).ok
        assert not right_decider(rule_id, is_department=False, is_competent=False).ok


def test_neither_beneficiary_nor_requester_decides():
    assert not not_the_beneficiary("a", "a", "b").ok
    assert not not_the_beneficiary("b", "a", "b").ok
    assert not_the_beneficiary("c", "a", "b").ok


def test_a_grant_turns_only_its_own_rule_into_a_pass():
    from dataclasses import replace

    info = next(iter(REGISTRY.values()))
    verdict = replace(needs_waiver("不符合"), rule=replace(info, id="ELIG-AGE"))
    assert verdict.waived_by(frozenset({"ELIG-AGE"})).ok
    assert not verdict.waived_by(frozenset({"ELIG-DEGREE"})).ok


def test_exactly_five_rules_have_a_name_here():
    assert len(RULE_NAMES) == 5

"""Who is competent, what annex 1 needs and who manages people, purely."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.organisations import rules
from backend.organisations.jurisdiction import Candidate, choose
from backend.organisations.rules import allotted_by_department, somebody_is_competent
from tests.factories import organisations as make


def candidate(rank: int, relation: str = "in_zone") -> Candidate:
    """An organisation related to a place at a rank."""
    return Candidate(uuid4(), "演示", "development_zone", uuid4(), relation, "3.2.2", rank)


@pytest.mark.clause("3.2.2")
def test_the_lowest_rank_is_competent_and_says_why():
    zone, county = candidate(20), candidate(30, "in_county")
    chosen = choose([county, zone])
    assert chosen.organisation_id == zone.organisation_id
    assert "开发区" in chosen.reason
    assert "3.2.2" in chosen.reason


def test_nobody_and_two_of_one_rank_are_both_for_the_department_to_settle():
    assert choose([]) is None
    assert choose([candidate(20), candidate(20)]) is None
    assert somebody_is_competent(found=True, candidates=1).ok
    assert "没有找到" in somebody_is_competent(found=False, candidates=0).reason
    assert "多个推荐部门" in somebody_is_competent(found=False, candidates=2).reason


@pytest.mark.clause("4.9")
def test_accounts_are_allotted_by_the_department_alone():
    assert allotted_by_department(is_department=True).ok
    assert not allotted_by_department(is_department=False).ok


@pytest.mark.clause("A1.1")
def test_annex_1_rules_say_what_to_do():
    assert [rules.one_to_three_pictures(n).ok for n in range(5)] == [False, True, True, True, False]
    assert rules.code_well_formed("12360000MD00000013").ok is False
    assert rules.code_well_formed(make.code(1)).ok
    assert "名称" in rules.not_registered_yet(True, False).reason
    assert "信用代码" in rules.not_registered_yet(False, True).reason
    assert rules.not_registered_yet(False, False).ok


@pytest.mark.clause("4.2")
@pytest.mark.parametrize(
    ("type", "needed"),
    [
        ("city_bureau", "city_code"),
        ("county_department", "county_code"),
        ("development_zone", "zone_code"),
        ("university", None),
        ("new_area_bureau", None),
    ],
)
def test_a_place_belongs_to_the_types_that_have_one(type, needed):
    assert rules.place_fits_type(type, {}).ok is (needed is None)
    assert rules.place_fits_type(type, {needed or "": "360100"}).ok


@pytest.mark.clause("A1.4", "4.9")
def test_paper_is_known_by_version_and_check_code():
    assert rules.paper_is_current((2, "AB"), (2, "AB")).ok
    assert "第 1 版" in rules.paper_is_current((1, "AB"), (2, "CD")).reason
    assert "校验码" in rules.paper_is_current((2, "XX"), (2, "CD")).reason
    assert not rules.paper_before_allotment(False).ok
    assert rules.paper_before_allotment(True).ok


@pytest.mark.clause("4.9")
def test_people_rules():
    assert not rules.a_manager_remains(True, 1).ok
    assert rules.a_manager_remains(True, 2).ok
    assert rules.a_manager_remains(False, 1).ok
    assert rules.managed_by_manager(True).ok
    assert not rules.managed_by_manager(False).ok
    assert "本人" in rules.managed_by_manager(True, is_deputy=True).reason
    assert rules.handed_to_reviewer(False, True).ok
    assert not rules.handed_to_reviewer(True, True).ok
    assert not rules.handed_to_reviewer(False, False).ok
    assert rules.fixed_by_department(True, ("name",)).ok
    assert rules.fixed_by_department(False, ()).ok
    assert not rules.fixed_by_department(False, ("name",)).ok


@pytest.mark.parametrize("fact", ["same_person", "deputy_absent", "already_absent"])
def test_who_cannot_stand_in(fact):
    today = date(2026, 11, 2)
    fine = {
        "same_person": False,
        "same_role": True,
        "deputy_absent": False,
        "already_absent": False,
    }
    assert rules.deputy_stands_in((today, today), today, fine).ok
    assert not rules.deputy_stands_in((today, today), today, fine | {fact: True}).ok
    assert not rules.deputy_stands_in((today, today), today, fine | {"same_role": False}).ok
    past = today - timedelta(days=1)
    assert not rules.deputy_stands_in((past, past), today, fine).ok
    assert not rules.deputy_stands_in((today, past), today, fine).ok

"""Who is competent, purely."""

from uuid import uuid4

import pytest

from backend.organisations.jurisdiction import Candidate, choose
from backend.organisations.rules import allotted_by_department, somebody_is_competent


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

"""Commitments are signed as they stand; new versions say what changed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.commitments import rules
from backend.commitments.rules import Structure, body_of, duty_changes, structure_of

DUTIES = ["如实填写全部材料。", "保守企业的技术秘密。", "按时提交总结。"]
OLD = Structure("甲方承诺：", DUTIES, "完。")


@pytest.mark.clause("A2", "A3")
def test_a_new_version_asks_again():
    assert rules.current_commitment("same", "same").ok
    stale = rules.current_commitment("old", "new")
    assert stale.rule.id == "COM-01"
    assert "重新阅读并签署" in stale.reason


@pytest.mark.clause("6.1.1", "2.2.4")
def test_who_owes_a_signature_begins_nothing_new():
    assert rules.signed_anew([]).ok
    mine, others = rules.signed_anew(["甲"]), rules.signed_anew(["甲", "乙"], is_self=False)
    assert {mine.rule.id, others.rule.id} == {"COM-02"}
    assert "首页" in mine.reason
    assert "甲、乙" in others.reason


def test_two_persons_publish_and_never_for_the_past():
    assert rules.published_by_another("a", "b").ok
    assert rules.published_by_another("a", "a").rule.id == "COM-03"
    today, before = date(2026, 7, 2), date(2021, 7, 1)
    assert rules.begins_later(today, today, before).ok
    assert rules.begins_later(today, today, None).ok
    past = rules.begins_later(date(2026, 7, 1), today, before)
    overlapping = rules.begins_later(today, today, today)
    assert (past.rule.id, overlapping.rule.id) == ("COM-04", "COM-04")
    assert past.reason != overlapping.reason


@pytest.mark.clause("A3")
def test_an_enterprise_signs_with_its_seal():
    assert rules.sealed_copy_given(False, False).ok
    assert rules.sealed_copy_given(True, True).ok
    assert rules.sealed_copy_given(True, False).rule.id == "COM-05"


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (30, "三十")]
)
def test_duties_are_numbered_in_chinese(number, word):
    assert rules.numeral(number) == word


@given(st.lists(st.text("承诺遵守如实。", min_size=4, max_size=20), min_size=1, max_size=30))
def test_a_text_comes_apart_as_it_was_put_together(duties):
    structure = Structure("开头。", duties, "结尾。")
    assert structure_of(body_of(structure)) == structure


def test_each_duty_is_set_beside_what_it_was():
    duties = ["按月如实填写服务记录。", "如实填写全部材料。", "保守企业的技术秘密和商业秘密。"]
    new = Structure(OLD.opening, duties, OLD.closing)
    found = [(one.change, one.number, one.number_before) for one in duty_changes(OLD, new)]
    assert found == [("added", 1, None), ("same", 2, 1), ("changed", 3, 2), ("removed", None, 3)]
    pieces = duty_changes(OLD, new)[2].pieces
    assert "".join(p.text for p in pieces if p.change != "removed") == new.duties[2]
    assert "".join(p.text for p in pieces if p.change != "added") == OLD.duties[1]
    assert [p.text for p in pieces if p.change == "added"] == ["和商业秘密"]

"""What changed between two versions of a form."""

from backend.platform.forms import as_number
from backend.platform.versions import compare


def test_left_out_and_blank_are_the_same():
    assert compare({"a": "", "b": [], "c": {"d": None}}, {}) == []


def test_fields_come_in_the_order_of_the_form():
    found = compare({}, {"z": 1, "a": 1, "m": 1}, ["m", "z"])
    assert [one.field for one in found] == ["m", "z", "a"]


def test_rows_that_moved_did_not_change_and_edited_ones_are_paired():
    before = {"rows": [{"n": "甲", "y": 1, "k": "x"}, {"n": "乙", "y": 2, "k": "x"}]}
    after = {"rows": [{"n": "乙", "y": 2, "k": "x"}, {"n": "甲", "y": 9, "k": "x"}]}
    (change,) = compare(before, after)
    assert [(row.kind, row.fields) for row in change.rows] == [("changed", ["y"])]


def test_rows_with_little_in_common_came_and_went():
    (change,) = compare({"rows": [{"n": "甲", "y": 1}]}, {"rows": [{"n": "丙", "y": 3}]})
    assert [row.kind for row in change.rows] == ["added", "removed"]


def test_plain_lists_have_no_rows():
    (change,) = compare({"words": ["铜"]}, {"words": ["铜", "钨"]})
    assert (change.before, change.after, change.rows) == (["铜"], ["铜", "钨"], [])


def test_numbers_are_read_in_any_spelling():
    typed = ("１２", " 1,200 ", "3.50", "约3", "", 7, None)
    assert [as_number(one) for one in typed] == [12, 1200, 3.5, "约3", "", 7, None]

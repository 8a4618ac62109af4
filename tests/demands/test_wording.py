"""Suspicious text is marked where it stands; honest text is left alone."""

import pytest

from backend.demands import wording
from tests.factories.demands import CONTENT


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
        ("请协助代写论文两篇", "banned", "代写论文"),
        ("本项目密级为内部", "secret", "密级"),
    ],
)
def test_suspicious_text_is_marked_where_it_stands(words: str, kind: str, marked: str) -> None:
    (hint,) = wording.hints({"title": "铜箔", "present_state": words})
    assert (hint.pointer, hint.kind, hint.text) == ("/present_state", kind, marked)
    assert words[hint.start : hint.end] == marked


@pytest.mark.clause("5.1.3")
def test_honest_text_is_not_marked() -> None:
    assert wording.hints(CONTENT | {"confidential": {}}) == []
    assert wording.hints({"present_state": "2021年产量1234567吨，压力0.35-0.40MPa"}) == []


def test_hints_point_into_lists() -> None:
    (hint,) = wording.hints({"indicators": [{"name": "联系13912345678", "unit": "个"}]})
    assert hint.pointer == "/indicators/0/name"


@pytest.mark.clause("5.1.3")
@pytest.mark.parametrize(
    "words", ["涉及企业商业机密的部分另行说明", "按保密级别分区管理", "开发识别数据造假的方法"]
)
def test_what_only_contains_a_marked_word_is_left_alone(words: str) -> None:
    assert wording.hints({"present_state": words}) == []


def test_digits_in_the_numbers_of_files_are_no_telephone() -> None:
    files = ["00000000-0000-4000-8000-13912345678a"]
    assert wording.hints({"attachments": files}) == []

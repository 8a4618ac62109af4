"""Titles, degrees and disciplines by the shipped tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.codelists.checks.degrees import DegreeTable
from backend.codelists.checks.disciplines import DisciplineTable
from backend.codelists.checks.titles import LEVELS, TitleOutcome, TitleTable
from tests.codelists.tables import rows_of

TITLES = TitleTable.from_rows(rows_of("titles"), rows_of("title_traps"))
DEGREES = DegreeTable.from_rows(rows_of("degrees"))
DISCIPLINES = DisciplineTable.from_rows(rows_of("disciplines"))


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("教授", "正高"),
        ("副教授", "副高"),
        ("高级工程师", "副高"),
        ("高工", "副高"),
        ("正高级工程师", "正高"),
        ("教授级高工", "正高"),
        ("研究员级高级工程师", "正高"),
        ("推广研究员", "正高"),
        ("高级农艺师", "副高"),
        ("高级记者", "正高"),
        ("主任记者", "副高"),
        ("小学高级教师", "中级"),
        ("工程师", "中级"),
        ("研究员", "正高"),
        ("讲师", "中级"),
        (" 高级 工程师（化工） ", "副高"),
    ],
)
def test_the_level_of_a_title(title: str, level: str) -> None:
    found = TITLES.look_up(title)
    assert (found.outcome, found.level) == (TitleOutcome.KNOWN, level)
    assert found.at_least("副高") is (LEVELS[level] >= LEVELS["副高"])


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize("title", ["客座教授", "博士后", "高级技师", "应用研究员", "首席专家", ""])
def test_what_the_table_does_not_have_goes_to_a_person(title: str) -> None:
    found = TITLES.look_up(title)
    assert found.outcome is TitleOutcome.NEEDS_PERSON
    assert found.note
    assert not found.at_least("初级")


def test_a_title_reads_with_its_reminder() -> None:
    assert "副高" in TITLES.look_up("高级工程师").note


def test_the_series_narrows_equal_names() -> None:
    both = TITLES.look_up("研究员")
    assert {entry.natural_science for entry in both.entries} == {"yes", "no"}
    assert [e.series for e in TITLES.look_up("研究员", "02").entries] == ["自然科学研究人员"]
    assert TITLES.look_up("研究员", "01").outcome is TitleOutcome.NEEDS_PERSON


def test_names_whose_level_differs_by_series_ask_for_the_series() -> None:
    row = {"track": "", "aliases": "", "natural_science": "yes", "name": "主任"}
    table = TitleTable.from_rows(
        [
            {**row, "series_code": "1", "series": "甲", "level": "正高"},
            {**row, "series_code": "2", "series": "乙", "level": "副高"},
        ],
        [],
    )
    assert table.look_up("主任").outcome is TitleOutcome.NEEDS_SERIES
    assert not table.look_up("主任").at_least("初级")
    assert table.look_up("主任", "2").level == "副高"


def test_every_listed_title_is_found_in_its_own_series() -> None:
    for row in rows_of("titles"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            found = TITLES.look_up(name, row["series_code"])
            assert (name, found.level) == (name, row["level"])


@given(st.text(max_size=12))
def test_no_text_breaks_the_lookup(text: str) -> None:
    found = TITLES.look_up(text)
    assert (found.outcome is TitleOutcome.KNOWN) == bool(found.level)


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize(
    ("text", "code", "doctorate"),
    [
        ("博士学位", "DOCTOR", True),
        ("博士", "DOCTOR", True),
        ("PhD", "DOCTOR", True),
        ("工程博士", "DOCTOR", True),
        ("博士研究生", "EDU_DOCTOR", False),
        ("名誉博士", "HON_DOCTOR", False),
        ("硕士学位", "MASTER", False),
        ("本科", "EDU_BACHELOR", False),
    ],
)
def test_only_the_degree_is_a_doctorate(text: str, code: str, doctorate: bool) -> None:
    found = DEGREES.look_up(text)
    assert found
    assert (found.code, found.is_doctorate) == (code, doctorate)
    assert DEGREES.is_doctorate(code) is doctorate


def test_an_unknown_degree_is_left_to_a_person() -> None:
    assert DEGREES.look_up("副博士") is None
    assert not DEGREES.is_doctorate("副博士")


@pytest.mark.clause("2.1.7")
@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("110", "A"),
        ("210", "B"),
        ("350", "C"),
        ("43045", "D"),
        ("4304510", "D"),
        ("790", "E"),
        ("999", ""),
    ],
)
def test_the_group_of_a_discipline(code: str, group: str) -> None:
    assert DISCIPLINES.group_of(code) == group


def test_first_levels_count_once() -> None:
    assert DISCIPLINES.first_levels(["43040", "43045", "460"]) == {"430", "460"}
    assert DISCIPLINES.name_of("430") == "材料科学"
    assert DISCIPLINES.name_of("4304510") == "4304510"
    assert DISCIPLINES.knows("43045")
    assert not DISCIPLINES.knows("4304510")
    assert DISCIPLINES.by_code["43045"].first_level == "430"

"""The shipped lists are whole: counts, parents and codes that other lists point at."""

import re
from datetime import date

import pytest

from tests.codelists.tables import DATA, rows_of

PARENTED = ["divisions", "disciplines", "industries"]


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.csv")))
def test_files_are_plain_utf8_with_trimmed_cells(name: str) -> None:
    raw = (DATA / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert all(cell == cell.strip() for row in rows_of(name) for cell in row.values())


@pytest.mark.parametrize("name", PARENTED)
def test_codes_are_unique_and_parents_exist(name: str) -> None:
    rows = rows_of(name)
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes))
    assert {row["parent_code"] for row in rows} - {""} <= set(codes)


def test_divisions_are_complete() -> None:
    levels = [row["level"] for row in rows_of("divisions")]
    counts = {level: levels.count(level) for level in set(levels)}
    assert counts == {"province": 1, "city": 11, "county": 100, "new_area": 1}


@pytest.mark.clause("2.1.7")
def test_disciplines_are_the_2009_edition() -> None:
    names = {row["code"]: row["name"] for row in rows_of("disciplines")}
    first = [row for row in rows_of("disciplines") if row["level"] == "1"]
    assert len(first) == 62
    assert {code: names[code] for code in ("190", "413", "416", "535")} == {
        "190": "心理学",
        "413": "信息与系统科学相关工程与技术",
        "416": "自然科学相关工程与技术",
        "535": "产品应用相关工程与技术",
    }
    assert all(
        row["code"][:3] == row["parent_code"]
        for row in rows_of("disciplines")
        if row["level"] == "2"
    )


def test_industries_have_20_sections_and_97_divisions() -> None:
    levels = [row["level"] for row in rows_of("industries")]
    assert (levels.count("section"), levels.count("division")) == (20, 97)


def test_zones_lie_in_listed_divisions() -> None:
    divisions = {row["code"]: row for row in rows_of("divisions")}
    for zone in rows_of("zones"):
        assert divisions[zone["city_code"]]["level"] == "city"
        if county := zone["county_code"]:
            assert divisions[county]["parent_code"] == zone["city_code"]
    assert sum(zone["level"] == "national" for zone in rows_of("zones")) == 20


def test_chains_point_at_industries_and_old_chains_at_new() -> None:
    industries = {row["code"] for row in rows_of("industries")}
    chains = rows_of("chains")
    assert [row["kind"] for row in chains].count("chain") == 12
    for row in chains:
        assert set(row["related_industry_divisions"].split(";")) <= industries
    assert {row["chain_id"] for row in rows_of("chains_legacy")} <= {row["id"] for row in chains}


def test_holidays_are_weekdays_and_worked_days_are_weekends() -> None:
    for row in rows_of("holidays"):
        weekend = date.fromisoformat(row["date"]).weekday() >= 5
        assert weekend is (row["kind"] == "workday"), row
    years = {row["date"][:4] for row in rows_of("holidays")}
    assert years == {"2021", "2022", "2023", "2024", "2025", "2026"}


def test_every_list_is_described() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`(\w+)\.csv`", readme))
    assert {path.stem for path in DATA.glob("*.csv")} <= described

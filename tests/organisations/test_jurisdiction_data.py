"""The shipped matrix gives each organisation what clause 4 gives it, and nothing more."""

import csv
from pathlib import Path

import pytest

TABLE = Path(__file__).parents[2] / "backend/organisations/data/jurisdiction.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
PLACED = {"development_zone", "county_department"}
EMPLOYERS = {"provincial_unit", "university", "research_institute"}


def bodies(subject: str, capability: str) -> list[str]:
    """The organisation types with a capability, first to decide first, assigned ones aside."""
    found = [
        row
        for row in ROWS
        if (row["subject"], row["capability"]) == (subject, capability)
        and row["relation"] != "department_assigned"
    ]
    return [row["organisation_type"] for row in sorted(found, key=lambda row: int(row["rank"]))]


@pytest.mark.clause("3.2.2", "4.7")
@pytest.mark.parametrize("subject", ["enterprise", "demand"])
def test_the_new_area_beats_the_zone_the_zone_the_county_the_county_the_city(subject: str) -> None:
    order = ["new_area_bureau", "development_zone", "county_department", "city_bureau"]
    assert bodies(subject, "review") == order
    assert bodies("agreement", "file") == order


@pytest.mark.clause("4.5", "4.7", "4.8")
def test_nobody_reviews_the_others_subjects() -> None:
    assert not PLACED & set(bodies("expert", "review"))
    assert not EMPLOYERS & set(bodies("enterprise", "review") + bodies("demand", "review"))


@pytest.mark.clause("4.5", "4.6", "4.8")
def test_experts_are_reviewed_by_employer_first_then_by_place() -> None:
    order = bodies("expert", "review")
    assert set(order[:2]) == {"university", "research_institute"}
    assert order[2:] == ["provincial_unit", "city_bureau", "new_area_bureau", "city_bureau"]
    relations = {row["relation"] for row in ROWS if row["organisation_type"] == "provincial_unit"}
    assert relations == {"affiliated"}


def test_a_subject_in_one_relation_has_one_rank() -> None:
    keys = [tuple(row[k] for k in row if k not in {"rank", "clause", "valid_to"}) for row in ROWS]
    assert len(keys) == len(set(keys))
    assert all(row["clause"] and row["valid_from"] for row in ROWS)

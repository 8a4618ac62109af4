"""The shipped policy says what the notice says, and a broken one is refused."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.policies.policy import AgeMode, Policy, RatingWeights, TeamCounts

FILES = sorted((Path(__file__).parents[2] / "backend/policies/data").glob("*.json"))


def shipped(version: str = "2021") -> dict[str, Any]:
    path = next(path for path in FILES if path.stem == version)
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.clause("2.1.5", "2.1.3", "2.1.7", "5.2.4", "5.4.3", "5.5.1", "6.4.1", "6.4.2")
def test_the_numbers_of_the_2021_notice() -> None:
    policy = Policy.from_mapping(shipped())
    assert (policy.age_mode, policy.age_cutoff_date) == (
        AgeMode.FIXED_CUTOFF,
        date(1961, 7, 1),
    )
    assert (policy.age_cutoff_inclusive, policy.max_age_years) == (True, 60)
    assert (policy.doctorate_suffices, policy.minimum_title_level) == (True, "副高")
    assert policy.discipline_groups == ("A", "B", "C", "D")
    assert (policy.team_min, policy.team_max) == (4, 7)
    assert (policy.enterprises_at_once, policy.matches_per_demand) == (3, 1)
    assert policy.team_counts_for is TeamCounts.EACH_MEMBER
    assert (policy.review_deadline_day, policy.letter_deadline_day) == (20, 25)
    assert policy.credit_window_years == 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_shipped_version_reads_and_writes_back(path: Path) -> None:
    values = json.loads(path.read_text(encoding="utf-8"))
    policy = Policy.from_mapping(values)
    assert policy.to_mapping() == values
    assert policy.version == path.stem


def test_a_missing_or_unknown_number_is_refused() -> None:
    values = shipped()
    del values["team_max"]
    with pytest.raises(ValueError, match="team_max"):
        Policy.from_mapping(values)
    with pytest.raises(ValueError, match="team_size"):
        Policy.from_mapping({**shipped(), "team_size": 5})


@pytest.mark.parametrize(
    "change",
    [
        {"team_min": 8},
        {"team_min": 0},
        {"review_deadline_day": 26},
        {"review_guarantee_day": 21},
        {"letter_deadline_day": 31},
        {"enterprises_at_once": 0},
    ],
)
def test_numbers_that_contradict_each_other_are_refused(change: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"team_min|guarantee|letter|nobody"):
        replace(Policy.from_mapping(shipped()), **change)


def test_weights_add_up_to_a_hundred() -> None:
    with pytest.raises(ValueError, match="100"):
        RatingWeights(enterprise=50, liaison=30, facts=30)

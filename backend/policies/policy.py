"""The policy: every number and switch of one dated version of the notice. Pure data.

Rules and services get a `Policy` as an argument and never know a number of their own. Clauses are
those of the notice; "A.." names the reading of an ambiguity the number stands for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self


class AgeMode(StrEnum):
    """How the age limit is reckoned (2.1.5, A2)."""

    FIXED_CUTOFF = "fixed_cutoff"
    """Born on or after `age_cutoff_date`, whenever one applies."""
    ROLLING = "rolling"
    """Born on or after the first of the month `max_age_years` before the month of submission."""


class TeamCounts(StrEnum):
    """Whose places a team's service takes (5.5.1, A8)."""

    EACH_MEMBER = "each_member"
    LEADER_ONLY = "leader_only"
    NONE = "none"


class PlaceFreed(StrEnum):
    """When an ending service gives its place back (5.6.1, A15)."""

    AT_CONFIRMATION = "at_confirmation"
    AT_PROPOSAL = "at_proposal"


@dataclass(frozen=True)
class RatingWeights:
    """Shares, in percent, of what makes up an expert's overall mark (5.7.1)."""

    enterprise: int
    liaison: int
    facts: int

    def __post_init__(self) -> None:
        if self.enterprise + self.liaison + self.facts != 100:
            raise ValueError("rating weights must add up to 100")


@dataclass(frozen=True)
class Policy:
    """One version. Days are calendar days unless the name says working days."""

    version: str
    """Name of the version, such as `2021`."""
    effective_from: date
    """First day it governs; the newest version begun by then governs a day."""
    document: str
    """What it is taken from, in Chinese, as shown to people."""

    # Clause 2.1: who may be an expert.
    age_mode: AgeMode
    """How the age limit is reckoned (2.1.5, A2)."""
    age_cutoff_date: date
    """Earliest birth date still inside under `fixed_cutoff` (2.1.5, A2)."""
    age_cutoff_inclusive: bool
    """Whether the cut-off date itself is inside (2.1.5, A2)."""
    max_age_years: int
    """Years of age, 周岁, under `rolling` (2.1.5)."""
    doctorate_suffices: bool
    """Whether a doctoral degree alone meets the qualification (2.1.3)."""
    minimum_title_level: str
    """Lowest title level that alone meets it: 初级, 中级, 副高 or 正高 (2.1.3, A3)."""
    discipline_groups: tuple[str, ...]
    """Groups of GB/T 13745 that are natural-science fields (2.1.7, A4)."""
    mixed_disciplines: tuple[str, ...]
    """First-level codes that a reviewer decides on with a reason (2.1.7, A4)."""

    # Clause 2.1.1 and on: credit and incidents.
    credit_window_years: int
    """Years before the application in which incidents count (2.2.2, A25)."""

    # Clause 5.2: teams.
    team_min: int
    """Fewest members, leader included (5.2.4)."""
    team_max: int
    """Most members, leader included (5.2.4)."""
    team_cure_days: int
    """Days a serving team that fell below the minimum has to be filled up (5.2.4, A5)."""
    team_min_employers: int
    """Distinct employers below which the leader states why (5.2.3, A7)."""
    team_min_disciplines: int
    """Distinct first-level disciplines below which the leader states why (5.2.3, A7)."""
    members_must_be_filed: bool
    """Whether only experts in the library may join a team (5.2.3, A6)."""
    team_answer_working_days: int
    """Working days an invited member has to answer (5.2.3)."""

    # Clause 5.3 and on: matching and agreement.
    matches_per_demand: int
    """Active matches a demand may have (5.4.3, A9)."""
    designation_answer_working_days: int
    """Working days a designated expert has to answer (5.3.2, A10)."""
    application_answer_days: int
    """Days an enterprise has to answer an application (5.3.3, A10)."""
    agreement_signing_days: int
    """Days both sides have to sign after mutual consent, while the place is held (5.4.1)."""
    objection_working_days: int
    """Working days the expert's recommender has to object to a filing (5.4.2, A13)."""

    # Clause 5.5 and on: service.
    enterprises_at_once: int
    """Distinct enterprises an expert may serve at the same time (5.5.1)."""
    team_counts_for: TeamCounts
    """Whose places a team's service takes (5.5.1, A8)."""
    end_confirmation_working_days: int
    """Working days the other side has to confirm or dispute; silence confirms (5.6.1, A15)."""
    place_freed: PlaceFreed
    """When an ending service gives its place back (5.6.1, A15)."""
    change_hearing_working_days: int
    """Working days the expert's recommender is heard on a change; silence agrees (5.6.2, A14)."""

    # Clause 5.7: rating.
    rating_window_days: int
    """Days all sides have to rate after the end; then results open (5.7.1)."""
    rating_dispute_days: int
    """Days a rated side has to dispute (5.7.1)."""
    rating_follow_up_working_days: int
    """Working days the competent organisation has to follow a bad grade up (5.7.1)."""
    rating_weights: RatingWeights
    """Shares of the overall mark (5.7.1)."""
    small_number_threshold: int
    """Fewest ratings, and fewest people behind a public count, that are shown (5.7.1, A3.4)."""

    # Clause 3.0 and on: monthly round.
    review_deadline_day: int
    """Day of the month by whose 24:00 reviews are decided (6.4.1, A18, A19)."""
    letter_deadline_day: int
    """Day of the month by whose 24:00 letter and list are posted (6.4.2, A20)."""
    review_guarantee_day: int
    """What is submitted by this day is due for decision in the same month (3.0, A19)."""
    reminder_working_days: tuple[int, ...]
    """Working days before a deadline on which reminders go out (6.4.1, 6.4.2)."""
    takeover_overdue_days: int
    """Days overdue after which the city may take a review over (4.6, 6.3)."""
    decision_undo_minutes: int
    """Minutes in which the reviewer who took a decision may take it back (3.1.2)."""
    batch_auto_acknowledge: bool
    """Whether a batch is filed without the department's act (3.1.2, A21)."""

    # Clause 6.1.2: reports, findings and appeals.
    report_working_days: int
    """Working days to settle a report of a false statement (6.1.2)."""
    flagged_service_working_days: int
    """Working days the department has to decide on a disqualified side's service (6.1.2, A24)."""
    appeal_days: int
    """Days to appeal against a disqualification (6.1.2)."""
    appeal_decision_working_days: int
    """Working days to decide an appeal (6.1.2)."""

    # The five in-principle rules (A1).
    waiver_reminder_days: int
    """Days before its end that a waiver's parties are reminded."""

    def __post_init__(self) -> None:
        _require(1 <= self.team_min <= self.team_max, "team_min must not exceed team_max")
        _require(
            1 <= self.review_guarantee_day <= self.review_deadline_day,
            "guarantee after deadline",
        )
        _require(
            self.review_deadline_day <= self.letter_deadline_day <= 28,
            "letter before review",
        )
        _require(self.enterprises_at_once >= 1, "nobody could serve")

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """A policy from its JSON form. Raises ValueError for missing, unknown or bad values."""
        known = {field.name for field in fields(cls)}
        if known != set(values):
            raise ValueError(f"missing or unknown: {sorted(known ^ set(values))}")
        return cls(**{name: _read(name, value) for name, value in values.items()})

    def to_mapping(self) -> dict[str, Any]:
        """The JSON form, equal to what `from_mapping` reads."""
        return {field.name: _write(getattr(self, field.name)) for field in fields(self)}


_READERS: Mapping[str, Any] = {
    "effective_from": date.fromisoformat,
    "age_cutoff_date": date.fromisoformat,
    "age_mode": AgeMode,
    "team_counts_for": TeamCounts,
    "place_freed": PlaceFreed,
    "discipline_groups": tuple,
    "mixed_disciplines": tuple,
    "reminder_working_days": tuple,
    "rating_weights": lambda shares: RatingWeights(**shares),
}


def _read(name: str, value: Any) -> Any:
    reader = _READERS.get(name)
    return reader(value) if reader else value


def _write(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, RatingWeights):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return list(value) if isinstance(value, tuple) else value


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)

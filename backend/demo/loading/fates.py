"""What becomes of each expert and enterprise: chosen once, the same for every load. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from backend.demo import people
from backend.demo.identifiers import rng
from backend.demo.newcomers import NEW_ENTERPRISES


class ExpertFate(StrEnum):
    """How far an expert has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OVERDUE = "overdue"
    RETURNED = "returned"
    REJECTED = "rejected"
    GAVE_UP = "gave_up"
    WAIVER_ASKED = "waiver_asked"
    WAIVER_REFUSED = "waiver_refused"
    OPEN_BATCH = "open_batch"
    LAST_BATCH = "last_batch"
    LATE_BATCH = "late_batch"
    SENT_BACK = "sent_back"
    FILED = "filed"
    PAUSED = "paused"
    LEFT = "left"
    DISQUALIFIED = "disqualified"


F = ExpertFate
# The boundary cases tell their own stories.
_CASES = {
    3: F.WAIVER_ASKED,
    16: F.FILED,
    88: F.WAIVER_REFUSED,
    12: F.FILED,
    75: F.WAIVER_ASKED,
    131: F.FILED,
    296: F.DRAFT,
    297: F.DRAFT,
    298: F.FILED,
    299: F.FILED,
}
WAIVED = {16: "ELIG-AGE", 12: "ELIG-DEGREE", 131: "ELIG-DEGREE", 3: "ELIG-AGE"} | {
    75: "ELIG-DEGREE",
    88: "ELIG-AGE",
}
UNHEARD = 75
"""Whose waiver still waits for the recommender's opinion."""
REVOKED = 131
"""Whose waiver the department took back after the expert was filed."""
_COUNTS = {
    F.DRAFT: 7,
    F.SUBMITTED: 9,
    F.OVERDUE: 5,
    F.RETURNED: 7,
    F.REJECTED: 5,
    F.GAVE_UP: 2,
    F.OPEN_BATCH: 12,
    F.LAST_BATCH: 24,
    F.SENT_BACK: 2,
    F.PAUSED: 5,
    F.LEFT: 3,
    F.DISQUALIFIED: 1,
}
LATE_OFFICE = 2
"""The organisation whose list of the round before last has still not arrived on paper."""
_LATE_EXPERTS = 2
HOME_UNIVERSITY = 32
"""The university whose reviewer is a demo account."""
_AT_HOME = (*(F.SUBMITTED,) * 3, *(F.OVERDUE,) * 2, F.RETURNED, *(F.OPEN_BATCH,) * 2)
# Round of filing -> so many parts of those who are in the library.
_FILING = {9: 30, 8: 30, 7: 20, 6: 10, 5: 8, 4: 6, 3: 6, 2: 5}
FIRST_ROUND = max(_FILING)


@dataclass(frozen=True)
class ExpertStory:
    """The fate, the round of the decision (counted back), and whether a return came first."""

    fate: ExpertFate
    round: int
    share: float
    returned_once: bool = False


@cache
def expert_fates() -> tuple[ExpertFate, ...]:
    """The fate of each of the three hundred."""
    fates = dict(_CASES)
    order = rng("fates").sample(range(people.EXPERTS), people.EXPERTS)
    plain = [index for index in order if not people.expert(index).case]
    late = [index for index in plain if people.expert(index).recommender == LATE_OFFICE]
    fates |= dict.fromkeys(late[:_LATE_EXPERTS], F.LATE_BATCH)
    at_home = [index for index in plain if people.expert(index).recommender == HOME_UNIVERSITY]
    fates |= dict(zip(at_home, _AT_HOME, strict=False))
    left = iter([index for index in plain if index not in fates])
    for fate, number in _COUNTS.items():
        fates |= {next(left): fate for _ in range(number)}
    return tuple(fates.get(index, F.FILED) for index in range(people.EXPERTS))


@cache
def expert_story(index: int) -> ExpertStory:
    """When and how an expert's fate comes about."""
    fate = expert_fates()[index]
    random = rng("expert story", index)
    rounds = {F.LAST_BATCH: 1, F.LATE_BATCH: 2, F.SENT_BACK: 2, F.OPEN_BATCH: 0, F.SUBMITTED: 0}
    drawn = random.choices(list(_FILING), list(_FILING.values()))[0]
    back = rounds.get(fate, drawn)
    if fate in (F.OVERDUE, F.RETURNED, F.REJECTED, F.GAVE_UP):
        back = 1
    returned = fate in (F.FILED, F.LAST_BATCH) and index % 17 == 5
    return ExpertStory(fate, back, random.uniform(0.05, 0.55), returned)


def in_library_since(index: int) -> int | None:
    """The round that filed an expert who is in the library today, None for everybody else."""
    story = expert_story(index)
    return story.round if story.fate is F.FILED and index != REVOKED else None


class FirmFate(StrEnum):
    """How far a newcomer among the enterprises has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OVERDUE = "overdue"
    RETURNED = "returned"
    REJECTED = "rejected"
    GAVE_UP = "gave_up"


_NEW_FATES = (
    *(FirmFate.DRAFT,) * 4,
    *(FirmFate.SUBMITTED,) * 5,
    *(FirmFate.OVERDUE,) * 2,
    *(FirmFate.RETURNED,) * 2,
    *(FirmFate.REJECTED,) * 2,
    FirmFate.GAVE_UP,
)


@cache
def firm_fates() -> tuple[FirmFate, ...]:
    """The fate of each newcomer; the 150 are all approved before their first demand."""
    return tuple(rng("firm fates").sample(_NEW_FATES, NEW_ENTERPRISES))


@cache
def firm_round(index: int) -> tuple[int, float]:
    """The round, and the moment in it, in which one of the 150 registers."""
    random = rng("firm story", index)
    return random.choice((9, 9, 8)), random.uniform(0.1, 0.6)

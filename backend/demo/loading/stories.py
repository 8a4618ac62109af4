"""How far each demand has come, and with whom: the same for every load. Pure.

Days are counted back from the moment of loading.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from backend.demo import people
from backend.demo.identifiers import rng
from backend.demo.loading.candidates import ranked, team_for


class Fate(StrEnum):
    """Where a demand stands today."""

    DRAFT = "draft"
    ON_BEHALF = "on_behalf"
    SUBMITTED = "submitted"
    OVERDUE = "overdue"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RENEWED = "renewed"
    REVISED = "revised"
    OPEN = "open"
    APPLIED = "applied"
    INVITED = "invited"
    DECLINED = "declined"
    REFUSED = "refused"
    LAPSED = "lapsed"
    TEAM_FORMING = "team_forming"
    TEAM_READY = "team_ready"
    TEAM_GIVEN_UP = "team_given_up"
    AGREED = "agreed"
    DRAFTED = "drafted"
    PARTLY = "partly"
    SIGNED = "signed"
    SIGNED_LATE = "signed_late"
    SENT_BACK = "sent_back"
    CAME_APART = "came_apart"
    UNSIGNED = "unsigned"
    SERVING = "serving"
    CHANGE_ASKED = "change_asked"
    CHANGE_REFUSED = "change_refused"
    END_PROPOSED = "end_proposed"
    END_DISPUTED = "end_disputed"
    RATING = "rating"
    RATED = "rated"
    RATED_HALF = "rated_half"
    END_LAPSED = "end_lapsed"
    TERMINATED = "terminated"
    REPLACED = "replaced"


F = Fate
# Fate -> how many, and the first and last day (ago) on which such a demand was published or,
# before that, last touched.
_PLAN: dict[Fate, tuple[int, int, int]] = {
    F.DRAFT: (8, 1, 20),
    F.ON_BEHALF: (4, 1, 12),
    F.SUBMITTED: (9, 0, 3),
    F.OVERDUE: (5, 14, 22),
    F.RETURNED: (7, 3, 15),
    F.REJECTED: (3, 20, 60),
    F.WITHDRAWN: (4, 30, 70),
    F.EXPIRED: (4, 60, 95),
    F.RENEWED: (2, 60, 95),
    F.REVISED: (2, 20, 40),
    F.APPLIED: (22, 12, 50),
    F.INVITED: (14, 12, 50),
    F.DECLINED: (8, 25, 60),
    F.REFUSED: (5, 25, 60),
    F.LAPSED: (4, 36, 55),
    F.AGREED: (3, 20, 40),
    F.DRAFTED: (3, 20, 40),
    F.PARTLY: (4, 20, 40),
    F.SIGNED: (3, 20, 40),
    F.SIGNED_LATE: (1, 40, 50),
    F.SENT_BACK: (2, 30, 45),
    F.CAME_APART: (2, 40, 60),
    F.UNSIGNED: (1, 55, 70),
    F.SERVING: (19, 60, 130),
    F.CHANGE_ASKED: (3, 70, 130),
    F.CHANGE_REFUSED: (1, 70, 130),
    F.END_PROPOSED: (4, 90, 130),
    F.END_DISPUTED: (1, 90, 130),
    F.RATING: (6, 120, 170),
    F.RATED: (10, 120, 170),
    F.RATED_HALF: (3, 120, 170),
    F.END_LAPSED: (2, 120, 170),
    F.TERMINATED: (2, 100, 140),
    F.REPLACED: (2, 100, 140),
    F.TEAM_FORMING: (0, 10, 30),
    F.TEAM_READY: (0, 20, 30),
    F.TEAM_GIVEN_UP: (0, 30, 50),
    F.OPEN: (0, 2, 60),
}
# What the demands that want a team have come to.
_TEAM_FATES = (
    *(F.TEAM_FORMING,) * 3,
    F.TEAM_READY,
    F.TEAM_GIVEN_UP,
    *(F.APPLIED,) * 2,
    *(F.SERVING,) * 3,
    *(F.RATED, F.RATING, F.OPEN, F.OPEN, F.DRAFT),
)
TEAM_STORIES = frozenset({F.TEAM_FORMING, F.TEAM_READY, F.TEAM_GIVEN_UP, F.APPLIED})
DEALS = frozenset(
    {
        *(F.AGREED, F.DRAFTED, F.PARTLY, F.SIGNED, F.SIGNED_LATE, F.SENT_BACK, F.CAME_APART),
        *(F.UNSIGNED, F.SERVING, F.CHANGE_ASKED, F.CHANGE_REFUSED, F.END_PROPOSED),
        *(F.END_DISPUTED, F.RATING, F.RATED, F.RATED_HALF, F.END_LAPSED, F.TERMINATED, F.REPLACED),
    }
)
"""Both sides have consented at some time."""
_COURTED = frozenset({F.INVITED, F.DECLINED, F.REFUSED, F.LAPSED})
_WITH_RESERVE = frozenset({F.AGREED, F.DRAFTED, F.PARTLY, F.SIGNED, F.REPLACED, F.SENT_BACK})

_SOUGHT = 12
"""From so many fitting experts an enterprise takes the one who serves most already."""
HOME_OFFICE = 12
"""The development zone whose reviewer and liaison are demo accounts: something of everything."""
_AT_HOME = (
    *(F.OVERDUE, F.SUBMITTED, F.SUBMITTED, F.SIGNED, F.SIGNED_LATE, F.CHANGE_ASKED),
    *(F.RATING, F.RATING, F.SERVING, F.SERVING, F.END_PROPOSED, F.RATED, F.ON_BEHALF),
)


@dataclass(frozen=True)
class Story:
    """One demand's way; `experts` names the one it was agreed with, or a team's leader, first."""

    fate: Fate
    days: float
    experts: tuple[int, ...] = ()
    is_team: bool = False


def of_firm(firm: int) -> list[int]:
    """The demands of one enterprise."""
    return [k for k in range(people.demand_count()) if people.demand(k).enterprise == firm]


@cache
def home_firm() -> int:
    """The demo enterprise: the first of the zone with two demands for single experts."""
    for firm in range(people.ENTERPRISES):
        demands = of_firm(firm)
        if people.enterprise(firm).reviewer != HOME_OFFICE or len(demands) < 2:
            continue
        if not any(people.demand(k).team_wanted for k in demands):
            return firm
    raise LookupError("no firm of the zone has two demands")


@cache
def fates() -> tuple[Fate, ...]:
    """The fate of each demand."""
    total = people.demand_count()
    order = rng("demand fates").sample(range(total), total)
    teams = [k for k in order if people.demand(k).team_wanted]
    chosen = dict(zip(teams, _TEAM_FATES, strict=True))
    chosen |= dict(zip(of_firm(home_firm()), (F.APPLIED, F.PARTLY), strict=False))
    left = [fate for fate, (number, _, _) in _PLAN.items() for _ in range(number)]
    for fate in (F.APPLIED, F.PARTLY, *_AT_HOME):
        left.remove(fate)
    singles = [k for k in order if k not in chosen]
    at_home = [k for k in singles if _office(k) == HOME_OFFICE]
    chosen |= dict(zip(at_home, _AT_HOME, strict=False))
    others = iter([k for k in singles if k not in chosen])
    chosen |= {next(others): fate for fate in left}
    return tuple(chosen.get(k, F.OPEN) for k in range(total))


def _office(index: int) -> int:
    return people.enterprise(people.demand(index).enterprise).reviewer


@cache
def stories() -> tuple[Story, ...]:
    """Every demand's story; nobody is given more enterprises than he or she takes on."""
    served: dict[int, set[int]] = {}
    # Those who serve come first: enterprises invite whom others speak of.
    order = sorted(enumerate(fates()), key=lambda one: (one[1] not in DEALS, one[0]))
    told = {index: _story(index, fate, served) for index, fate in order}
    return tuple(told[index] for index in range(people.demand_count()))


def _story(index: int, fate: Fate, served: dict[int, set[int]]) -> Story:
    random = rng("demand story", index)
    _, first, last = _PLAN[fate]
    days = random.uniform(first, last)
    demand = people.demand(index)
    candidates = ranked(index, days)
    if demand.team_wanted and fate in TEAM_STORIES | DEALS:
        free = [k for k in candidates if _has_room(k, demand.enterprise, served)]
        team = team_for(free, random.choice((4, 5, 5, 6)))
        if fate in DEALS:
            _take(team, demand.enterprise, served)
        return Story(fate, days, team, is_team=True)
    if fate in DEALS:
        free = [k for k in candidates if _has_room(k, demand.enterprise, served)]
        of_chain = [k for k in free[:_SOUGHT] if demand.chain in people.expert(k).chains]
        asked = of_chain if fate is F.SERVING and of_chain else free[:1]
        best = max(asked, key=lambda k: _firms(k, served))
        _take((best,), demand.enterprise, served)
        others = [k for k in candidates[:6] if k != best]
        reserve = random.sample(others, random.choice((0, 1, 2)) if fate in _WITH_RESERVE else 0)
        return Story(fate, days, (best, *reserve))
    if fate is F.APPLIED:
        return Story(fate, days, tuple(random.sample(candidates[:6], random.choice((1, 2, 2, 3)))))
    if fate in _COURTED:
        known = max(candidates[:5], key=lambda k: _firms(k, served))
        return Story(fate, days, (known,))
    return Story(fate, days)


def _firms(expert: int, served: dict[int, set[int]]) -> int:
    return len(served.get(expert, ()))


def _has_room(expert: int, firm: int, served: dict[int, set[int]]) -> bool:
    held = served.get(expert, set())
    return firm in held or len(held) < people.expert(expert).max_enterprises


def _take(experts: tuple[int, ...], firm: int, served: dict[int, set[int]]) -> None:
    for expert in experts:
        served.setdefault(expert, set()).add(firm)


def told_by(expert: int) -> Iterator[Story]:
    """The stories in which an expert comes first."""
    return (story for story in stories() if story.experts and story.experts[0] == expert)


@cache
def home_expert() -> int:
    """The demo expert: invited, serving, and with as much else as possible."""

    def richness(expert: int) -> tuple[bool, bool, int]:
        seen = [story.fate for story in told_by(expert)]
        deals = [fate for fate in seen if fate in DEALS]
        has_room = len(deals) < people.expert(expert).max_enterprises
        return F.INVITED in seen and has_room, F.SERVING in seen, len(set(seen))

    return max(range(people.EXPERTS), key=lambda one: (*richness(one), -one))

"""Which experts fit which demand, by what both have written. Pure."""

from collections.abc import Sequence
from functools import cache
from math import ceil

from backend.demo import people
from backend.demo.loading.fates import in_library_since
from backend.demo.records import Demand, Expert

_DAYS_OF_ROUND = 30
_FILING_DAYS = 10


def ranked(demand: int, days: float) -> list[int]:
    """The experts who were in the library so many days ago, the most fitting first."""
    wanted = people.demand(demand)
    firm = people.enterprise(wanted.enterprise)
    able = [
        index
        for index in _library(ceil((days + _FILING_DAYS) / _DAYS_OF_ROUND) + 1)
        if people.expert(index).named_openly
        and people.expert(index).employer.uscc != firm.uscc
        and wanted.enterprise not in {one.enterprise for one in people.expert(index).conflicts}
    ]
    return sorted(able, key=lambda index: (-_fit(wanted, people.expert(index)), index))


@cache
def _library(since: int) -> tuple[int, ...]:
    """Everybody filed in that round or before."""
    filed = ((index, in_library_since(index)) for index in range(people.EXPERTS))
    return tuple(index for index, back in filed if back is not None and back >= since)


def _fit(demand: Demand, expert: Expert) -> int:
    return (
        5 * len(set(demand.keywords) & set(expert.keywords))
        + 3 * len(set(demand.disciplines) & set(expert.disciplines))
        + 2 * (demand.disciplines[0] == expert.disciplines[0])
        + 4 * (demand.chain in expert.chains)
        + (demand.industry in expert.industries)
    )


def team_for(candidates: Sequence[int], size: int) -> tuple[int, ...]:
    """The best and those who add other employers and disciplines to him or her (5.2.3)."""
    leader = people.expert(candidates[0])
    others = [
        index
        for index in candidates[1:20]
        if people.expert(index).employer.key != leader.employer.key
    ]
    chosen = [candidates[0]]
    for index in [*others, *candidates[1:]]:
        if index not in chosen and len(chosen) < size:
            chosen.append(index)
    return tuple(chosen)

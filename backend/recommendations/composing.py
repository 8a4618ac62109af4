"""Teams for a demand: who together covers what it asks for (clause 5.2.3). Pure.

A team is begun by a good leader and grows by whoever adds most: first disciplines the demand asks
for that nobody brings yet, then a second employer, then the degree of match.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Able:
    """A free expert who fits the demand, as a member of a team to be."""

    id: str
    score: float
    disciplines: frozenset[str]
    employer: str
    words: frozenset[str] = frozenset()
    """Those of the demand's keywords that stand on the expert's card."""


@dataclass(frozen=True)
class Added:
    """A member, and what he or she adds to those before."""

    id: str
    disciplines: tuple[str, ...]
    new_employer: bool


@dataclass
class Team:
    """A team to be, the leader first."""

    members: list[Able] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)

    @property
    def employers(self) -> set[str]:
        """Where its members work."""
        return {one.employer for one in self.members}

    @property
    def fields(self) -> set[str]:
        """All disciplines its members declare."""
        return {code for one in self.members for code in one.disciplines}

    @property
    def worth(self) -> tuple[int, float]:
        """Better is greater: disciplines covered, then the mean degree."""
        mean = sum(one.score for one in self.members) / len(self.members)
        return len(self.covered), mean


@dataclass(frozen=True)
class Wanted:
    """What a demand asks of a team, and the sizes the policy allows (4 to 7)."""

    disciplines: frozenset[str]
    least: int
    most: int
    employers: int
    fields: int
    """So many disciplines at least among all members (clause 5.2.3)."""
    words: frozenset[str] = frozenset()
    """The demand's keywords: its research fields in its own words."""


def compose(
    pool: Sequence[Able], wanted: Wanted, teams: int, leader: Able | None = None
) -> list[Team]:
    """The best teams out of `pool`, no two with the same members; fewer when there are none.

    With a leader given, the one team he or she would lead.
    """
    best = sorted(pool, key=lambda one: (-one.score, one.id))[: teams * 3]
    leaders = best if leader is None else [leader]
    grown = (_grow(leader, pool, wanted) for leader in leaders)
    different: dict[frozenset[str], Team] = {}
    for team in grown:
        if team is not None:  # of the same people the best one leads
            different.setdefault(frozenset(one.id for one in team.members), team)
    ranked = sorted(different.values(), key=lambda team: team.worth, reverse=True)
    return ranked[:teams]


def _grow(leader: Able, pool: Sequence[Able], wanted: Wanted) -> Team | None:
    team = Team()
    _take(team, leader, wanted)
    while len(team.members) < wanted.most and not _is_enough(team, wanted):
        left = [one for one in pool if one not in team.members]
        if not left:
            break
        _take(team, max(left, key=lambda one: _gain(team, one, wanted)), wanted)
    return team if _is_whole(team, wanted) else None


def _is_whole(team: Team, wanted: Wanted) -> bool:
    return (
        len(team.members) >= wanted.least
        and len(team.employers) >= wanted.employers
        and len(team.fields) >= wanted.fields
    )


def _is_enough(team: Team, wanted: Wanted) -> bool:
    return _is_whole(team, wanted) and wanted.disciplines <= team.covered


def _gain(team: Team, one: Able, wanted: Wanted) -> tuple[int, bool, bool, float, str]:
    new = len((one.disciplines & wanted.disciplines) - team.covered)
    lacks_employer = len(team.employers) < wanted.employers and one.employer not in team.employers
    lacks_field = len(team.fields) < wanted.fields and not one.disciplines <= team.fields
    return new, lacks_employer, lacks_field, one.score, one.id


def _take(team: Team, one: Able, wanted: Wanted) -> None:
    new = (one.disciplines & wanted.disciplines) - team.covered
    is_new = one.employer not in team.employers
    team.added.append(Added(one.id, tuple(sorted(new)), is_new))
    team.members.append(one)
    team.covered |= new


@dataclass(frozen=True)
class Gaps:
    """What a demand asks for and nobody of a standing team brings."""

    disciplines: tuple[str, ...]
    words: tuple[str, ...]
    employers: int
    """So many more employers until the team crosses organisations (clause 5.2.3)."""


@dataclass(frozen=True)
class Filler:
    """Somebody who would close a part of the gaps."""

    able: Able
    disciplines: tuple[str, ...]
    words: tuple[str, ...]
    new_employer: bool

    @property
    def worth(self) -> tuple[int, int, bool, float, str]:
        """Better is greater: disciplines, then keywords, a new employer, the degree of match."""
        one = self.able
        return len(self.disciplines), len(self.words), self.new_employer, one.score, one.id


def gaps(members: Sequence[Able], wanted: Wanted) -> Gaps:
    """What is still missing of a demand, with the members a team has now."""
    disciplines = {code for one in members for code in one.disciplines}
    words = {word for one in members for word in one.words}
    employers = len({one.employer for one in members})
    return Gaps(
        tuple(sorted(wanted.disciplines - disciplines)),
        tuple(sorted(wanted.words - words)),
        max(wanted.employers - employers, 0),
    )


def fillers(
    members: Sequence[Able], pool: Sequence[Able], wanted: Wanted, most: int
) -> list[Filler]:
    """Who of `pool` would help the team most, each judged beside its members alone."""
    lacks = gaps(members, wanted)
    employers = {one.employer for one in members}
    there = {one.id for one in members}
    found = [
        Filler(
            one,
            tuple(sorted(one.disciplines & set(lacks.disciplines))),
            tuple(sorted(one.words & set(lacks.words))),
            bool(lacks.employers) and one.employer not in employers,
        )
        for one in pool
        if one.id not in there
    ]
    return sorted(found, key=lambda one: one.worth, reverse=True)[:most]

"""What the platform should be like after each step: plain Python, knowing nothing of its code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from backend.platform import clock

Who = tuple[str, int]
FIRMS, EXPERTS = 4, 10
RECOMMENDED = frozenset({2, 7})
"""The experts whose recommender is heard before a change; the others have none."""
CAP, SMALLEST, LARGEST = 3, 4, 7
START = datetime(2026, 11, 2, 10, tzinfo=clock.SHANGHAI)
OPEN = ("invited", "applied", "reserve")
WAITING = ("invited", "applied")
ACTIVE = ("agreed", "engaged")
LIVE = ("invited", "accepted")
UNSIGNED = ("drafted", "partly_signed", "returned")
DIRECTIONS = tuple(
    (a, b)
    for a in ("expert", "enterprise", "liaison")
    for b in ("expert", "enterprise", "liaison")
    if a != b
)


@dataclass
class Demand:
    firm: int
    state: str = "draft"
    number: int = 0
    """Of the newest submission, which is the text people consent to."""
    published: int = 0
    draft: int = 1
    submitted: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in {"published", "matched", "in_service"}


@dataclass
class Team:
    demand: str
    leader: int
    state: str = "forming"
    roster: int = 1
    members: dict[int, str] = field(default_factory=dict)
    said_yes: dict[int, int] = field(default_factory=dict)
    """The newest roster each member said yes to."""
    waived: bool = False
    """Whether it may serve on with fewer."""

    @property
    def live(self) -> tuple[int, ...]:
        return tuple(one for one, standing in self.members.items() if standing in LIVE)

    @property
    def is_short(self) -> bool:
        """Whether a serving team has to be filled up."""
        serving = sum(standing == "accepted" for standing in self.members.values())
        return serving < SMALLEST and not self.waived


@dataclass
class Match:
    demand: str
    firm: int
    state: str
    part: tuple[int, ...]
    """Who ever took part, the leader first."""
    text: int
    team: str | None = None
    consents: dict[str, int] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    """Who stepped out of the serving team."""

    @property
    def leader(self) -> int:
        return self.part[0]

    def has(self, expert: int) -> bool:
        """Whether an expert takes part now."""
        return expert in self.part and expert not in self.left

    @property
    def waits_for(self) -> str | None:
        if self.state not in OPEN or len(self.consents) != 1:
            return None
        return "expert" if "enterprise" in self.consents else "enterprise"


@dataclass
class Agreement:
    match: str
    state: str = "drafted"
    revision: int = 1
    signed: set[str] = field(default_factory=set)


@dataclass
class Service:
    match: str
    agreement: str
    serving: tuple[int, ...]
    state: str = "serving"
    proposed_by: str | None = None
    change: str | None = None
    """Kind of the request that waits for a decision."""
    changes: int = 0
    hearing: str = ""
    """What the recommender holds of the newest request; empty where nobody is asked."""
    was_asked: bool = False
    """Whether the recommender ever was."""
    logs: list[bool] = field(default_factory=list)
    """Whether each line of the log is confirmed."""
    ended_on: date | None = None
    ratings: set[tuple[str, str]] = field(default_factory=set)
    unsealed: bool = False

    @property
    def is_over(self) -> bool:
        return self.ended_on is not None


@dataclass
class State:
    """Everything, by key; `facts` is what the answers told: ids, hashes, last days."""

    now: datetime = START
    demands: dict[str, Demand] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    matches: dict[str, Match] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    facts: dict[tuple[str, ...], str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.date()

    def new(self, kind: str) -> str:
        """The key of a thing about to be made."""
        found = {"d": self.demands, "t": self.teams, "m": self.matches}
        found |= {"a": self.agreements, "s": self.services}
        return f"{kind}{len(found[kind])}"

    def candidates(self, demand: str) -> Iterator[Match]:
        return (one for one in self.matches.values() if one.demand == demand)

    def takes_part(self, expert: int, demand: str) -> bool:
        now = (*OPEN, *ACTIVE)
        return any(m.has(expert) and m.state in now for m in self.candidates(demand))

    def active(self, demand: str) -> int:
        return sum(one.state in ACTIVE for one in self.candidates(demand))

    def served_by(self, expert: int) -> set[int]:
        """The firms that hold a place of this expert."""
        return {m.firm for m in self.matches.values() if m.state in ACTIVE and m.has(expert)}

    def side(self, match: Match) -> tuple[int, ...]:
        """The expert's side as it is now; a team may have changed since its match ended."""
        return self.teams[match.team].live if match.team else match.part

    def party(self, who: Who, match: Match) -> str | None:
        """Whose side somebody speaks for."""
        if who == ("firm", match.firm):
            return "enterprise"
        return "expert" if who == ("expert", match.leader) else None

    def sees_demand(self, who: Who, key: str) -> bool:
        demand, (role, number) = self.demands[key], who
        if role == "firm":
            return number == demand.firm
        shown = demand.is_open or demand.state == "closed"
        if role == "expert":
            took_part = any(number in m.part for m in self.candidates(key))
            return demand.published > 0 and (shown or took_part)
        return shown or (role in {"reviewer", "colleague", "liaison"} and demand.number > 0)

    def sees_match(self, who: Who, match: Match) -> bool:
        role, number = who
        if role == "firm":
            return number == match.firm
        if role == "expert":
            return number in self.side(match) or (match.team is None and number == match.leader)
        return role in {"reviewer", "colleague", "liaison"}

    def bound(self, team: str) -> bool:
        """Whether a team is a candidate somewhere or serves."""
        return any(m.team == team and m.state in (*OPEN, *ACTIVE) for m in self.matches.values())

    def service_of(self, team: str) -> str | None:
        """The service a team is in the middle of."""
        found = (
            key
            for key, one in self.services.items()
            if not one.is_over and self.matches[one.match].team == team
        )
        return next(found, None)

    def agreement_of(self, match: str) -> str | None:
        """The agreement in force."""
        found = (k for k, a in self.agreements.items() if a.match == match and a.state != "void")
        return next(found, None)

    def due(self, key: str) -> date | None:
        """The last day an answer told us for this thing."""
        told = self.facts.get(("due", key))
        return date.fromisoformat(told[:10]) if told else None

    def has_closed(self, service: Service) -> bool:
        """Whether the time to rate is over."""
        ended = service.ended_on
        return ended is not None and self.today > ended + timedelta(days=15)

    def is_unsealed(self, service: Service) -> bool:
        return service.unsealed or self.has_closed(service)

    def free(self, match: Match) -> None:
        """A match has come to nothing or to its end: its demand takes candidates again."""
        demand = self.demands[match.demand]
        if demand.state in {"matched", "in_service"} and not self.active(match.demand):
            demand.state = "published"

    def end(self, service: Service, state: str) -> None:
        """A service is over: places free, team dissolved, demand closed or open again."""
        match = self.matches[service.match]
        service.state, service.ended_on, service.change = state, self.today, None
        match.state = "ended"
        self.demands[match.demand].state = "published" if state == "replaced" else "closed"
        if match.team:
            self.teams[match.team].state = "dissolved"


def tables(state: State) -> dict[str, Demand | Team | Match | Agreement | Service]:
    """Everything there is, by key."""
    return {
        **state.demands,
        **state.teams,
        **state.matches,
        **state.agreements,
        **state.services,
    }


def thing(state: State, key: str) -> Demand | Team | Match | Agreement | Service:
    """What a key stands for."""
    return tables(state)[key]

"""What the machine has visited: each move of the state tables, each refusal, each kind of round."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Self

from backend.agreements.states import AGREEMENT
from backend.demands.states import DEMAND
from backend.engagements.states import CHANGE_REQUEST, ENGAGEMENT
from backend.matches.states import MATCH
from backend.teams.states import TEAM
from tests.lifecycle.world import Moves

OFTEN = 20
"""How often each move and each refusal has to come up."""
TABLES = (DEMAND, TEAM, MATCH, AGREEMENT, ENGAGEMENT, CHANGE_REQUEST)
# A reviewer's undo belongs to the desk (tests/reviews), a firm's giving up of its changes to the
# text (tests/demands); everybody here is of another employer, so TEAM-CROSS never comes up.
ELSEWHERE = {("demands", state, "undo") for state in ("returned", "rejected", "published")}
ELSEWHERE |= {("demands", state, "keep") for state in ("under_review", "returned")}
REFUSALS = frozenset({
    "403", "404", "409", "409 constraint", "409 decided", "409 idempotency-key", "409 state",
    "409 unchanged", "412", "428", "REV-02", "REV-03", "REV-04", "MATCH-OPEN", "MATCH-ONE",
    "MATCH-TEXT", "MATCH-NEW-TEXT", "MATCH-TURN", "MATCH-SIDE", "PART-01", "CAP-01", "TEAM-LEAD",
    "TEAM-SIZE", "TEAM-ACCEPT", "TEAM-ROSTER", "TEAM-BOUND", "TEAM-ONCE", "TEAM-OUT", "AGR-01",
    "AGR-03", "AGR-04", "FIL-02", "SRV-01", "LOG-01", "LOG-02", "END-01", "CHG-01", "CHG-03",
    "CHG-04", "CHG-05", "CHG-06", "CHG-07", "RATE-01",
    "RATE-02", "RATE-04",
})  # fmt: skip


@dataclass
class Tally:
    """Counts over all examples of a run."""

    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    rounds: Counter[str] = field(default_factory=Counter)

    def add_moves(self, now: Moves, before: Moves) -> None:
        """The moves of one example, from the trail."""
        for move, count in now.items():
            if count > before.get(move, 0):
                self.moves[move] += count - before.get(move, 0)

    def add(self, other: Self) -> None:
        """What another part of the same run visited."""
        self.moves.update(other.moves)
        self.refusals.update(other.refusals)
        self.rounds.update(other.rounds)

    def dump(self) -> str:
        """All of it as JSON; `load` reads it."""
        moves = [[*move, count] for move, count in self.moves.items()]
        return json.dumps({"moves": moves, "refusals": self.refusals, "rounds": self.rounds})

    @classmethod
    def load(cls, dumped: str) -> Self:
        found = json.loads(dumped)
        moves = {(table, state, action): count for table, state, action, count in found["moves"]}
        return cls(Counter(moves), Counter(found["refusals"]), Counter(found["rounds"]))

    def counts(self) -> dict[str, int]:
        """How often each move of the state tables and each refusal came up."""
        wanted = {
            (table.subject, str(state), action)
            for table in TABLES
            for state, moves in table.moves.items()
            for action in moves
        }
        moves = {" ".join(move): self.moves[move] for move in wanted - ELSEWHERE}
        return moves | {f"refused {code}": self.refusals[code] for code in REFUSALS}

    def below(self, often: int) -> list[str]:
        """What came up less often than that."""
        return sorted(name for name, count in self.counts().items() if count < often)

    def lines(self) -> list[str]:
        """The whole tally for a person: a line for each table, one for refusals, one for rounds."""
        told: dict[str, list[str]] = defaultdict(list)
        for name, count in sorted(self.counts().items()):
            table, rest = name.split(" ", 1)
            told[table].append(f"{rest} {count}")
        told["turns"] = [f"{name} {count}" for name, count in self.rounds.items()]
        return [f"lifecycle {table}: {' · '.join(counts)}" for table, counts in told.items()]

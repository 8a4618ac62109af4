"""What other weights would have done to the lists that were shown. Pure.

Only what weighs the facts of a pair can be tuned here: kept lists hold their facts, so the effect
is computed and not guessed. What shapes the facts (k1, the pool) belongs to the index.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from backend.recommendations.scoring import Facts, Settings, arranged

FIRST = 10
"""So many places of a list are looked at."""
POINTS = ("text", "field", "group", "chain", "place", "load", "freshness")
"""What adds up to the degree of a pair that fits in everything."""


@dataclass(frozen=True)
class Shown:
    """A list that was shown: of which demand, from which facts, how long."""

    demand_id: str
    pool: Sequence[Facts]
    most: int


@dataclass(frozen=True)
class Move:
    """The first places of one demand before and after."""

    demand_id: str
    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """What a change does to the lists shown lately."""

    lists: int
    changed: int
    """Lists with somebody else among the first ten."""
    kept: float
    """The share of the first ten places that stay with the same experts."""
    reached_before: int
    reached_after: int
    """Different experts among all first tens."""
    agreed: int
    """Demands among them whose expert was found since."""
    agreed_before: float
    agreed_after: float
    """Mean of 1/rank of whom both sides agreed on: 1 when always first."""
    moves: tuple[Move, ...]


def _reciprocal(order: Sequence[str], chosen: Collection[str]) -> float:
    return next((1 / rank for rank, one in enumerate(order, 1) if one in chosen), 0.0)


def _order(shown: Shown, settings: Settings) -> list[str]:
    return [place.facts.id for place in arranged(shown.pool, settings, shown.most)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def effect(
    lists: Sequence[Shown],
    before: Settings,
    after: Settings,
    agreed: Mapping[str, Collection[str]],
    examples: int = 5,
) -> Effect:
    """Both settings on the same facts; `agreed` names whom a demand's parties settled on."""
    moves: list[Move] = []
    reached: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    ranks: tuple[list[float], list[float]] = ([], [])
    stayed = places = 0
    for shown in lists:
        orders = _order(shown, before), _order(shown, after)
        was, now = (order[:FIRST] for order in orders)
        came, went = set(now) - set(was), set(was) - set(now)
        for counter, names in zip(reached, (was, now), strict=True):
            counter.update(names)
        stayed, places = stayed + len(now) - len(came), places + len(now)
        if came:
            moves.append(Move(shown.demand_id, tuple(sorted(came)), tuple(sorted(went))))
        if chosen := agreed.get(shown.demand_id):
            for mean, order in zip(ranks, orders, strict=True):
                mean.append(_reciprocal(order, chosen))
    moves.sort(key=lambda move: (-len(move.came), move.demand_id))
    return Effect(
        lists=len(lists),
        changed=len(moves),
        kept=stayed / places if places else 1.0,
        reached_before=len(reached[0]),
        reached_after=len(reached[1]),
        agreed=len(ranks[0]),
        agreed_before=_mean(ranks[0]),
        agreed_after=_mean(ranks[1]),
        moves=tuple(moves[:examples]),
    )

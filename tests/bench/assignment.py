"""`make bench-assignment`: what a plan for all demands together brings, and what it costs.

Scarce: the demands of one development set ranked by the product's own statement over 200 of its
experts with three places each; the plan beside first come, in degrees as people see them and in
fit alone: what everybody with a free place gets is no merit of either. Size: 2,000 demands with 50
offers each among 20,000 experts, some of them far more sought after than others, in CPU seconds.

    make bench-assignment DATA=folder
"""

import asyncio
import random
import sys
import time
from pathlib import Path

from backend.commands import scratch
from backend.platform import clock
from backend.platform.database import Database
from backend.platform.embedded import EmbeddedPostgres
from backend.recommendations import scoring
from backend.recommendations.queries import index, ranking
from backend.recommendations.queries.ranking import DEMAND, FULL, Search
from backend.recommendations.service.telling import facts_of
from backend.suggestions.assignment import Offers, best_assignment, first_come, total
from backend.suggestions.service.computing import DEPTH

SCARCE, PLACES = 200, 3
FIT = ("text", "discipline", "chain")
DEMANDS, EXPERTS = 2_000, 20_000


def _faults(offers: Offers, room: dict[str, int], assigned: dict[str, str]) -> int:
    """Assignments that no list offers, and places taken beyond an expert's own."""
    taken = list(assigned.values())
    strangers = sum(expert not in offers[demand] for demand, expert in assigned.items())
    return strangers + sum(max(taken.count(one) - room[one], 0) for one in set(taken))


def _tell(name: str, offers: Offers, room: dict[str, int], fits: Offers | None = None) -> None:
    began = time.process_time()
    plan = best_assignment(offers, room)
    seconds = time.process_time() - began
    turn = first_come(offers, room)
    ratio = total(offers, plan) / total(offers, turn)
    print(
        f"{name}: {len(offers)} demands, {len(room)} experts: plan {len(plan)} assigned,"
        f" {total(offers, plan):.0f} points; first come {len(turn)} assigned,"
        f" {total(offers, turn):.0f} points; ×{ratio:.3f}, {seconds:.2f} CPU s,"
        f" {_faults(offers, room, plan)} places or offers broken",
        flush=True,
    )
    if fits is not None:
        ours, theirs = total(fits, plan), total(fits, turn)
        print(
            f"{name}: fit alone {ours:.0f} against {theirs:.0f}; ×{ours / theirs:.3f}", flush=True
        )


async def _ranked(
    server: EmbeddedPostgres, data: Path, name: str
) -> tuple[Offers, dict[str, int], Offers]:
    folder = data / "dev" / name
    everybody = list(scratch.rows_of(folder / "experts.jsonl"))
    experts = everybody[:: max(len(everybody) // SCARCE, 1)][:SCARCE]
    demands = list(scratch.rows_of(folder / "demands.jsonl"))
    await scratch.load(server, experts, demands, say=lambda _: None)
    db, offers, fits = Database(server.url(), pool_size=1), {}, {}
    async with db.reading() as session:
        settings = (await index.weights(session)).settings
        for one in demands:
            id = scratch.key("demand", one["demand_id"])
            wanted = Search("experts", DEMAND, FULL, id, DEPTH, PLACES, clock.today())
            found = [facts_of(row) for row in await ranking.ranked(session, wanted, settings)]
            shares = {facts.id: scoring.shares(facts, settings) for facts in found}
            offers[str(id)] = {who: sum(parts.values()) for who, parts in shares.items()}
            fits[str(id)] = {
                who: sum(parts.get(kind, 0) for kind in FIT) for who, parts in shares.items()
            }
    await db.close()
    room = {str(scratch.key("expert", one["expert_id"])): PLACES for one in experts}
    return offers, room, fits


def _crowded() -> tuple[Offers, dict[str, int]]:
    """Offers in which the sought-after are on many lists, as they are in life."""
    dice = random.Random(2021)
    offers = {}
    for demand in range(DEMANDS):
        drawn = {int(EXPERTS * dice.random() ** 3) for _ in range(DEPTH)}
        offers[str(demand)] = {str(expert): 30 + 60 * dice.random() for expert in drawn}
    return offers, {str(expert): dice.choice((0, 1, 2, 3)) for expert in range(EXPERTS)}


def main() -> None:
    """The scarce case of each set that is there, then the large one."""
    data = Path(sys.argv[1])
    for name in ("csl", "grants"):
        if (data / "dev" / name).is_dir():
            with scratch.scratch_server() as server:
                _tell(f"scarce, {name}", *asyncio.run(_ranked(server, data, name)))
    _tell("large", *_crowded())


if __name__ == "__main__":
    main()

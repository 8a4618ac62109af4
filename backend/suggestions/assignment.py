"""Open demands and free experts, assigned so that the sum of the degrees is greatest. Pure.

Each demand takes at most one expert, each expert as many demands as there are free places. That is
a flow of least cost; demands enter one by one, and each entry re-seats others along the cheapest
chain (successive shortest paths with prices). A demand may always stay without anybody, at zero.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field

Offers = Mapping[str, Mapping[str, float]]
"""Demand → expert → degree, as the ranking gave it; nobody else may be assigned."""
NOBODY = ""


def first_come(offers: Offers, room: Mapping[str, int]) -> dict[str, str]:
    """What happens without a plan: each demand in turn takes the best who still has a place."""
    left = dict(room)
    taken: dict[str, str] = {}
    for demand, experts in offers.items():
        free = [one for one in experts if left[one] > 0]
        if free:
            best = min(free, key=lambda one: (-experts[one], one))
            taken[demand] = best
            left[best] -= 1
    return taken


def best_assignment(offers: Offers, room: Mapping[str, int]) -> dict[str, str]:
    """The assignment with the greatest sum of degrees; demands without anybody are left out."""
    plan = _Plan(offers, room)
    for demand in offers:
        plan.enter(demand)
    return {demand: expert for demand, expert in plan.seat.items() if expert != NOBODY}


def total(offers: Offers, assigned: Mapping[str, str]) -> float:
    """The sum of the degrees."""
    return sum(offers[demand][expert] for demand, expert in assigned.items())


@dataclass
class _Search:
    """The cheapest chain so far: how far each was reached, and from which demand."""

    reached: dict[str, float] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    settled: dict[str, float] = field(default_factory=dict)
    demands: dict[str, float] = field(default_factory=dict)
    queue: list[tuple[float, str]] = field(default_factory=list)
    way_out: tuple[float, str] = (float("inf"), "")
    """The demand that would stay without anybody, and at what cost."""


@dataclass
class _Plan:
    """Prices say what a place is worth to others; a place still free costs nothing."""

    offers: Offers
    room: Mapping[str, int]
    seat: dict[str, str] = field(default_factory=dict)
    seated: dict[str, list[str]] = field(default_factory=dict)
    demand_price: dict[str, float] = field(default_factory=dict)
    expert_price: dict[str, float] = field(default_factory=dict)

    def enter(self, demand: str) -> None:
        """Seat one more demand, moving others where that is better for all together."""
        costs = (-s - self.expert_price.get(e, 0.0) for e, s in self.offers[demand].items())
        self.demand_price[demand] = min(costs, default=0.0)
        self.demand_price[demand] = min(self.demand_price[demand], 0.0)
        search = _Search()
        self._reach_from(search, demand, 0.0)
        end = self._cheapest_end(search)
        self._reprice(search, end[0])
        self._reseat(search, *end[1:])

    def _reach_from(self, search: _Search, demand: str, distance: float) -> None:
        search.demands[demand] = distance
        price = self.demand_price[demand]
        search.way_out = min(search.way_out, (distance - price, demand))
        for expert, score in self.offers[demand].items():
            if expert in search.settled or not self.room[expert]:
                continue
            cost = distance - score - price - self.expert_price.get(expert, 0.0)
            if cost < search.reached.get(expert, float("inf")):
                search.reached[expert], search.parent[expert] = cost, demand
                heapq.heappush(search.queue, (cost, expert))

    def _cheapest_end(self, search: _Search) -> tuple[float, str, str]:
        """Cost, demand and its new expert at the end of the chain."""
        while search.queue and search.queue[0][0] < search.way_out[0]:
            distance, expert = heapq.heappop(search.queue)
            if expert in search.settled:
                continue
            if len(self.seated.get(expert, ())) < self.room[expert]:
                return distance, search.parent[expert], expert
            search.settled[expert] = distance
            for demand in self.seated[expert]:
                self._reach_from(search, demand, distance)
        cost, demand = search.way_out
        return cost, demand, NOBODY

    def _reprice(self, search: _Search, cost: float) -> None:
        for demand, distance in search.demands.items():
            self.demand_price[demand] += cost - distance
        for expert, distance in search.settled.items():
            self.expert_price[expert] = self.expert_price.get(expert, 0.0) - (cost - distance)

    def _reseat(self, search: _Search, demand: str, expert: str) -> None:
        """Walk the chain back: each demand moves on to the expert the next one left."""
        while True:
            before = self.seat.get(demand, NOBODY)
            self.seat[demand] = expert
            if expert != NOBODY:
                self.seated.setdefault(expert, []).append(demand)
            if before == NOBODY:
                return
            self.seated[before].remove(demand)
            demand, expert = search.parent[before], before

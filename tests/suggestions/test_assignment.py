"""The plan is the best there is, and breaks no rule. Compared with trying everything."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.suggestions.assignment import best_assignment, first_come, total

DEMANDS = "abcde"
EXPERTS = "vwxyz"


@st.composite
def markets(draw):
    offers = {
        demand: draw(
            st.dictionaries(
                st.sampled_from(EXPERTS), st.floats(0.5, 100, allow_nan=False), max_size=5
            )
        )
        for demand in DEMANDS
    }
    return offers, {expert: draw(st.integers(0, 2)) for expert in EXPERTS}


def _keeps_the_rules(offers, room, assigned) -> bool:
    taken = list(assigned.values())
    return all(taken.count(e) <= room[e] for e in room) and all(
        expert in offers[demand] for demand, expert in assigned.items()
    )


def _best_by_trying(offers, room) -> float:
    choices = [[None, *offers[demand]] for demand in offers]
    plans = ({d: e for d, e in zip(offers, plan, strict=True) if e} for plan in product(*choices))
    return max(total(offers, plan) for plan in plans if _keeps_the_rules(offers, room, plan))


@settings(max_examples=300, deadline=None)
@given(markets())
def test_no_other_plan_is_better(market):
    offers, room = market
    assigned = best_assignment(offers, room)
    assert _keeps_the_rules(offers, room, assigned)
    assert abs(total(offers, assigned) - _best_by_trying(offers, room)) < 1e-6


@settings(max_examples=200, deadline=None)
@given(markets())
def test_first_come_keeps_the_rules_and_is_never_better(market):
    offers, room = market
    by_turn = first_come(offers, room)
    assert _keeps_the_rules(offers, room, by_turn)
    assert total(offers, by_turn) <= total(offers, best_assignment(offers, room)) + 1e-6


def test_the_only_fitting_expert_goes_to_the_demand_nobody_else_can_serve():
    offers = {"early": {"x": 80.0, "y": 78.0}, "late": {"x": 60.0}}
    room = {"x": 1, "y": 1}
    assert first_come(offers, room) == {"early": "x"}
    assert best_assignment(offers, room) == {"early": "y", "late": "x"}

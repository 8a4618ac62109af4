"""Consent, cap and one-match hold in any order: a machine walks, a plain model knows better.

Half of the examples go where nobody was yet, half where chance leads; what both seldom meet is
walked to. 100 examples of 50 turns, the same each time; `make model` takes as many as it is told to
(__main__). After every turn all named queries of backend/invariants have to find
nothing.
"""

from collections.abc import Callable

import pytest

from tests.lifecycle.tally import OFTEN, Tally
from tests.lifecycle.walking import run_errands, tour, walk
from tests.lifecycle.world import World

EXAMPLES, STEPS = 100, 50


@pytest.mark.clause("5.1.2", "5.2.3", "5.2.4", "5.3.2", "5.3.3", "5.4.1", "5.4.2", "5.4.3")
@pytest.mark.clause("5.5.1", "5.6.1", "5.6.2", "5.7.1")
def test_every_order_of_steps_keeps_every_rule(
    world: World, record_property: Callable[[str, object], None]
) -> None:
    tally = Tally()
    tour(world, tally, EXAMPLES // 2, STEPS)
    walk(world, tally, EXAMPLES // 2, STEPS)
    run_errands(world, tally, OFTEN)
    for line in tally.lines():
        record_property("covered", line)
    record_property("covered", f"lifecycle: {world.named} named queries after each turn")
    assert tally.below(OFTEN) == []

"""Letting the machine walk: how far, and what it met."""

import os
from collections import Counter
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.lifecycle import beginnings
from tests.lifecycle.errands import ERRANDS, Errand
from tests.lifecycle.machine import Machine
from tests.lifecycle.tally import Tally
from tests.lifecycle.world import World

EXAMPLES = int(os.environ.get("TEPAI_MODEL_EXAMPLES", "100"))
STEPS = int(os.environ.get("TEPAI_MODEL_STEPS", "50"))
LONG = "TEPAI_MODEL_EXAMPLES" in os.environ
"""Whether `make model` asked."""


def run_errands(world: World, tally: Tally, often: int) -> None:
    """Walk to each place that chance seldom leads to, until all was met so often.

    Every errand at least once; again only where it leads to what is still below.
    """
    leads_to: list[set[str]] = []
    for errand in ERRANDS:
        before = tally.counts()
        _run(errand, world, tally)
        leads_to.append({name for name, count in tally.counts().items() if count > before[name]})
    for _ in range(often):
        for errand, places in zip(ERRANDS, leads_to, strict=True):
            if places.intersection(tally.below(often)):
                _run(errand, world, tally)


def _run(errand: Errand, world: World, tally: Tally) -> None:
    number, steps = errand
    machine = type("Walked", (Machine,), {"world": world, "tally": tally})()
    machine.begin(number)
    try:
        for step in steps:
            machine.take(step)
    except AssertionError as error:
        error.add_note("\n".join([f"begin({number})", *machine.log]))
        raise
    machine.teardown()


def tour(world: World, tally: Tally, examples: int, steps: int) -> None:
    """Walk where nobody was yet: each turn takes what came up least in all examples before."""
    visited: Counter[str] = Counter()
    kind = type("Tour", (Machine,), {"world": world, "tally": tally})
    dice = Random(examples)
    for number in range(examples):
        machine = kind()
        machine.visited = visited
        machine.begin(beginnings.DRAWN[-1 - number % len(beginnings.DRAWN)])
        try:
            for _ in range(steps):
                machine.take_turn(dice)
            machine.wait(dice)
            assert world.broken() == []
        except AssertionError as error:
            error.add_note("\n".join([f"begin({machine.began})", *machine.log]))
            raise
        machine.teardown()


def walk(
    world: World, tally: Tally, examples: int, steps: int, *, random: bool, shrink: bool = True
) -> None:
    """Let Hypothesis walk. Raises what the machine raises, with a short walk that leads there."""
    machine = type("Walk", (Machine,), {"world": world, "tally": tally})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=not random,
            phases=(Phase.generate, *((Phase.shrink,) if shrink else ())),
            suppress_health_check=list(HealthCheck),
        ),
    )

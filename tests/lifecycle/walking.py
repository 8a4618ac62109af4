"""Letting the machine walk: how far, and what it met."""

from collections import Counter
from random import Random

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.lifecycle import beginnings
from tests.lifecycle.errands import ERRANDS, Errand
from tests.lifecycle.machine import Machine
from tests.lifecycle.tally import Tally
from tests.lifecycle.world import World

BEGINNING = 2
"""What bringing a beginning back costs, in steps."""


def run_errands(world: World, tally: Tally, often: int) -> None:
    """Walk to each place that chance seldom leads to, until all was met so often.

    Every errand once; then, over and over, the one with the most in it that is still below for
    the steps it takes.
    """
    leads_to: dict[Errand, set[str]] = {}
    for errand in ERRANDS:
        before = tally.counts()
        _run(errand, world, tally)
        leads_to[errand] = {name for name, count in tally.counts().items() if count > before[name]}

    def gain(errand: Errand) -> float:
        return len(leads_to[errand].intersection(tally.below(often))) / (len(errand[1]) + BEGINNING)

    for _ in range(often * len(ERRANDS)):
        best = max(ERRANDS, key=gain)
        if not gain(best):
            return
        _run(best, world, tally)


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


def tour(world: World, tally: Tally, examples: int, steps: int, part: int = 0) -> None:
    """Walk where nobody was yet: each turn takes what came up least in all examples before."""
    visited: Counter[str] = Counter()
    kind = type("Tour", (Machine,), {"world": world, "tally": tally})
    dice = Random(part or examples)
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


def walk(world: World, tally: Tally, examples: int, steps: int, part: int = 0) -> None:
    """Let Hypothesis walk. Raises what the machine raises, with a short walk that leads there.

    Without a part it is the same walk each time; each part is another.
    """
    machine = type("Walk", (Machine,), {"world": world, "tally": tally})
    if part:
        seed(part)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=not part,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )

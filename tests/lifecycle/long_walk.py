"""One part of `make model` (__main__): half a tour, half chance; the last part does the errands."""

import os
from pathlib import Path

from tests.lifecycle.tally import OFTEN, Tally
from tests.lifecycle.walking import run_errands, tour, walk
from tests.lifecycle.world import World

PART_EXAMPLES = 50
ERRANDS = "errands"


def test_a_part_keeps_every_rule(world: World) -> None:
    part, steps = os.environ["TEPAI_MODEL_PART"], int(os.environ["TEPAI_MODEL_STEPS"])
    folder = Path(os.environ["TEPAI_MODEL_FOLDER"])
    tally = Tally()
    if part == ERRANDS:
        for one in folder.glob("*.json"):
            tally.add(Tally.load(one.read_text("utf-8")))
        run_errands(world, tally, OFTEN)
    else:
        tour(world, tally, PART_EXAMPLES // 2, steps, int(part))
        walk(world, tally, PART_EXAMPLES // 2, steps, int(part))
    (folder / f"{part}.json").write_text(tally.dump(), "utf-8")

"""`make model EXAMPLES=1000 STEPS=100`: the life of demands in any order, for hours.

Parts of 50 examples, each with its own database and its own dice, as many at once as there are
processes to run them. Each part that has ended is kept in .tepai/model, so that a run that was
broken off goes on where it stopped; a part is the same walk each time, and one that failed tells
the way there. At last the errands, then what was visited how often.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.lifecycle.long_walk import ERRANDS, PART_EXAMPLES
from tests.lifecycle.tally import OFTEN, Tally

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("backend", "migrations", "tests/lifecycle", "tests/factories")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def folder_of(steps: int) -> Path:
    """Where the parts that this state of the code has held are kept; none while it is changing."""

    def git(*command: str) -> str:
        return subprocess.check_output(("git", *command, *SOURCES), cwd=ROOT, text=True)

    state = hashlib.sha256(git("ls-tree", "HEAD").encode()).hexdigest()[:12]
    folder = ROOT / ".tepai" / "model" / f"{state}-{steps}"
    if git("status", "--porcelain"):
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run(part: str, steps: int, folder: Path) -> bool:
    """One part, if it was not run before; says whether it held."""
    began = time.monotonic()
    if (folder / f"{part}.json").exists():
        print(f"  {part}: kept from before", flush=True)
        return True
    told = {
        "TEPAI_MODEL_PART": part,
        "TEPAI_MODEL_STEPS": str(steps),
        "TEPAI_MODEL_FOLDER": str(folder),
    }
    with (folder / f"{part}.log").open("w", encoding="utf-8") as log:
        command = (*PYTEST, "tests/lifecycle/long_walk.py")
        ended = subprocess.run(
            command, cwd=ROOT, env=os.environ | told, stdout=log, stderr=log, check=False
        )
    outcome = "held" if ended.returncode == 0 else f"FAILED, see {log.name}"
    print(f"  {part}: {outcome} ({time.monotonic() - began:.0f} s)", flush=True)
    return ended.returncode == 0


def main(examples: int, steps: int, workers: int) -> int:
    folder = folder_of(steps)
    parts = [str(number + 1) for number in range(-(-examples // PART_EXAMPLES))]
    print(f"→ {len(parts)} × {PART_EXAMPLES} × {steps}, {workers} at once, kept in {folder}")
    with ThreadPoolExecutor(workers) as pool:
        held = list(pool.map(lambda part: run(part, steps, folder), parts))
    if not all(held) or not run(ERRANDS, steps, folder):
        return 1
    tally = Tally.load((folder / f"{ERRANDS}.json").read_text("utf-8"))
    print(*tally.lines(), sep="\n")
    below = tally.below(OFTEN)
    print(f"✗ below {OFTEN}: {below}" if below else f"✓ 0 violations, all {OFTEN} times or more")
    if not below:
        shutil.rmtree(folder)
    return bool(below)


if __name__ == "__main__":
    sys.exit(main(*(int(number) for number in sys.argv[1:4])))

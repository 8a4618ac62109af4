"""What checking each file of a folder costs, by an `index.json` of [what, name].

Each is checked in a process forked off a small one, whose peak the kernel keeps.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from backend.platform.file_checks import check
from backend.platform.file_types import Refusal

KILOBYTE = 1024


async def _check(path: Path, name: str) -> None:
    with path.open("rb") as file:
        try:
            await check(file, name)
        except Refusal:
            return


def _cost(path: Path | None, name: str = "") -> tuple[float, int]:
    """Seconds of processor time, and peak bytes, of one check in a process of its own."""
    child = os.fork()
    if child == 0:
        asyncio.run(_check(path, name) if path else asyncio.sleep(0))
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{path} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KILOBYTE


def main() -> None:
    """Write [what, seconds, bytes above an idle process] for each file."""
    folder = Path(sys.argv[1])
    _, idle = _cost(None)
    found = []
    for number, (what, name) in enumerate(json.loads((folder / "index.json").read_text())):
        seconds, peak = _cost(folder / str(number), name)
        found.append([what, seconds, peak - idle])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()

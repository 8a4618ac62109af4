"""How long a start takes until the first answer: `make bench`. A measurement, not a test."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from backend.platform.embedded.host import free_port

READY = re.compile(r"已启动，用时 ([\d.]+) 秒")


def start_once(data: Path) -> float:
    """Start everything in a data folder, stop it again; the seconds it said it took."""
    environment = os.environ | {"TEPAI_DATA_DIR": str(data), "TEPAI_PORT": str(free_port())}
    launcher = subprocess.Popen(
        [sys.executable, "-m", "backend", "up"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert launcher.stdout
    seconds = 0.0
    for line in launcher.stdout:
        if match := READY.search(line):
            seconds = float(match[1])
            launcher.send_signal(signal.SIGTERM)
    if launcher.wait() != 0 or not seconds:
        raise SystemExit("the launcher did not come up")
    return seconds


def main() -> None:
    """Print the first start, with the demo loaded, and three later ones."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        print(f"first start (database, migrations, demo): {start_once(data):.1f} s")
        later = ", ".join(f"{start_once(data):.1f}" for _ in range(3))
        print(f"later starts: {later} s (wanted: at most 4)")


if __name__ == "__main__":
    main()

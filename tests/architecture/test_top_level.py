"""The top level is what the customer fixed, and nothing else."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FIXED = {
    "LICENSE",
    "Makefile",
    "README.md",
    "backend",
    "docker",
    "frontend",
    "migrations",
    "openapi",
    "pyproject.toml",
    "tests",
}


def test_the_top_level_is_as_agreed() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    tops = {line.split("/")[0] for line in tracked.splitlines()}
    assert {name for name in tops if not name.startswith(".")} == FIXED

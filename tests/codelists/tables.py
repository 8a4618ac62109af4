"""The shipped code lists as rows, for tests without a database."""

import csv
from pathlib import Path

DATA = Path(__file__).parents[2] / "backend/codelists/data"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one shipped list."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

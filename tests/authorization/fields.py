"""The field matrix: which fields each role gets from each operation, kept as readable files.

`python -m tests.authorization.fields --write` approves what the matrix sees now.
"""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from tests.authorization.asking import Answer
from tests.authorization.matrix import Cell

FOLDER = Path(__file__).parent / "fields"
WRITE = "WRITE_FIELD_MATRIX"
LETTERS = ascii_lowercase + ascii_uppercase + "0123456789"
# Keys that are values: names of rules' facts, of criteria and indicators.
BY_KEY = ("facts", "criteria", "checklist", "indicators", "detail")


def paths(value: Any, at: str = "") -> Iterator[str]:
    """The paths of a JSON value that carry something; a null, "" or [] tells nothing."""
    if isinstance(value, dict):
        if at.rsplit(".", 1)[-1] in BY_KEY and value:
            yield f"{at}.*"
            return
        for name, inner in value.items():
            yield from paths(inner, f"{at}.{name}" if at else name)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{at}[]")
    elif value is not None and value != "":
        yield at


def view_of(cell: Cell) -> str:
    """Who looks at what: the role, what it is to the object, and the object's label."""
    if cell.thing is None:
        return cell.role
    words = [word for word, names in cell.thing.relations.items() if cell.who in names]
    return f"{cell.role} ({' '.join(words) or '-'}) · {cell.thing.label}"


def matrix_of(answers: list[tuple[Cell, Answer]]) -> dict[str, str]:
    """The text of each file, by slice: an operation, its views, a line for each field."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for cell, answer in answers:
        if cell.row.operation.startswith("GET") and answer.status == 200 and answer.is_json:
            found[cell.row.operation][view_of(cell)] |= set(paths(answer.json))
    files: dict[str, list[str]] = defaultdict(list)
    for operation in sorted(found):
        slice_name = operation.split("/")[1]
        files[slice_name].append(_table(operation, found[operation]))
    return {name: "\n".join(tables) for name, tables in files.items()}


def _table(operation: str, views: dict[str, set[str]]) -> str:
    """Views that get the same fields share a letter; each field names the letters that get it."""
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for view in sorted(views):
        groups[frozenset(views[view])].append(view)
    letters = dict(zip(LETTERS, groups.items(), strict=False))
    if len(letters) < len(groups):
        raise ValueError(f"{operation}: more kinds of views than letters")
    lines = [f"# {operation}"]
    for letter, (_, seen_by) in letters.items():
        lines += [f"#   {letter} = {view}" for view in seen_by]
    for path in sorted(set().union(*groups)):
        getting = "".join(x if path in got else "." for x, (got, _) in letters.items())
        lines.append(f"{getting}  {path}")
    return "\n".join(lines) + "\n"


def difference(seen: dict[str, str]) -> list[str]:
    """Lines that were approved and are gone (-), or are new (+)."""
    lines = []
    kept = {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.txt")}
    for name in sorted({*kept, *seen}):
        before = set(kept.get(name, "").splitlines())
        after = set(seen.get(name, "").splitlines())
        lines += [f"- {name}: {line}" for line in sorted(before - after)]
        lines += [f"+ {name}: {line}" for line in sorted(after - before)]
    return lines


def write(seen: dict[str, str]) -> None:
    """Approve what is seen."""
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.txt"):
        file.unlink()
    for name, text in seen.items():
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    test = "tests/authorization/test_matrix.py::test_fields_are_those_approved"
    command = [sys.executable, "-m", "pytest", "-q", test]
    environment = os.environ | ({WRITE: "1"} if "--write" in sys.argv else {})
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)

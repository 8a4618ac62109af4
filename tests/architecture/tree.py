"""The source tree as the architecture tests see it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BACKEND = ROOT / "backend"
# Not slices: mechanics below, entry points above.
PLAIN = frozenset({"platform", "settings", "commands", "demo", "main", "__main__"})
KINDS = (
    *("states", "rules", "models", "schemas", "queries", "service", "router", "tasks"),
    "exports",  # the lists of a slice as spreadsheets, see backend/decisions/0014
)
# Files beyond the closed set: which kind's import rules they follow. Adding one is a decision.
EXTRA = {
    "identity": {
        "permissions": "rules",
        "actor": "rules",
        "passwords": "service",
        "tokens": "service",
        "sessions": "service",
        "authentication": "service",
        "hats": "service",
        "invitations": "service",
        "absences": "service",
    },
    "organisations": {
        "members": "service",
        "coverage": "service",
        "affiliations": "service",
        "jurisdiction": "service",
        "annex1": "service",
        "handing_in": "service",
        "paper": "service",
        "pictures": "service",
        "profile": "service",
        "showing": "service",
        "allotting": "service",
    },
    "experts": {"standing": "rules"},
    "enterprises": {"standing": "rules"},
    "teams": {"standing": "rules"},
    "matches": {"standing": "rules"},
    "engagements": {"standing": "rules"},
    "policies": {"policy": "rules"},
    "deadlines": {"timetable": "rules"},
    "codelists": {"checks": "rules"},
    "agreements": {"text": "rules", "standing": "rules"},
    "audit": {"words": "rules"},
    "demands": {"standing": "rules", "coaching": "rules", "wording": "rules", "likeness": "rules"},
    "evaluations": {"scoring": "rules"},
    "exports": {"responses": "schemas"},
    "recommendations": {
        "scoring": "rules",
        "words": "rules",
        "composing": "rules",
        "tuning": "rules",
        "embedding": "service",
    },
    "suggestions": {"assignment": "rules"},
    "notifications": {"matters": "rules"},
}
# The surface between slices: who may import what of another slice.
SURFACE = frozenset(
    {
        ("service", "service"),
        ("service", "states"),
        ("service", "schemas"),  # the argument and answer types of another slice's service
        ("queries", "models"),
        ("queries", "states"),
        ("schemas", "schemas"),
        ("schemas", "states"),
        ("rules", "states"),
        ("router", "schemas"),
        ("tasks", "service"),
        ("exports", "service"),
        ("exports", "schemas"),
        ("exports", "states"),
    }
)
# Pure vocabulary that every slice may use.
OPEN = frozenset(
    {
        *("policies.policy", "codelists.checks", "deadlines.timetable"),
        *("identity.actor", "identity.permissions"),
    }
)


@dataclass(frozen=True)
class Import:
    """One import statement's target, with its line."""

    target: tuple[str, ...]
    line: int


def python_files(*folders: str) -> list[Path]:
    """Every Python file below these folders of the project."""
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return sorted(file for file in files if "node_modules" not in file.parts)


def slices() -> list[Path]:
    """The folders of all slices."""
    folders = (folder for folder in BACKEND.iterdir() if (folder / "__init__.py").exists())
    return sorted(folder for folder in folders if folder.name not in PLAIN)


def kind_of(slice_name: str, file: str) -> str | None:
    """The kind a file of a slice counts as; None for a name nobody agreed on."""
    return file if file in KINDS else EXTRA.get(slice_name, {}).get(file)


def backend_imports(source: str) -> Iterator[Import]:
    """What a module imports of our own package, as parts of the dotted name."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = tuple(name.split("."))
            if parts[0] == "backend" and len(parts) > 1:
                yield Import(parts[1:], getattr(node, "lineno", 0))

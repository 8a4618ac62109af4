"""Writes the published contract: the OpenAPI document and the books generated beside it."""

import importlib
import json
from pathlib import Path

from backend.commands.migrate import ROOT
from backend.identity.permissions import GRANTED, ROLE_NAMES, Permission, Role
from backend.main import create_app
from backend.platform.database import Database
from backend.platform.rules import REGISTRY
from backend.platform.states import TABLES, StateTable

FOLDER = ROOT / "openapi"


def documents() -> dict[str, str]:
    """Every published file's name and text, generated from the code."""
    package = Path(__file__).parent.parent
    for kind in ("states", "rules"):
        for file in sorted(package.glob(f"*/{kind}.py")):
            if file.parent.name != "platform":
                importlib.import_module(f"backend.{file.parent.name}.{kind}")
    return {
        "openapi.json": _openapi(),
        "rules.md": _rules(),
        "states.md": _states(),
        "events.md": _events(),
        "permissions.md": _permissions(),
    }


def write() -> None:
    """Write them all into openapi/."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _openapi() -> str:
    app = create_app(Database("postgresql+asyncpg://nowhere"))
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def _rules() -> str:
    rules = [REGISTRY[id] for id in sorted(REGISTRY)]
    rows = [
        [rule.id, rule.clause, rule.title, "可豁免" if rule.waivable else "", rule.summary]
        for rule in rules
    ]
    return "# Rules\n\n" + _table(["id", "clause", "title", "waiver", "meaning"], rows)


def _states() -> str:
    parts = [_state_diagram(TABLES[subject]) for subject in sorted(TABLES)]
    return "# States\n\n" + "\n".join(parts)


def _state_diagram(table: StateTable) -> str:
    lines = [f"    [*] --> {table.initial}"]
    lines += [f"    {state} : {table.labels[state]}" for state in table.labels]
    for state, moves in table.moves.items():
        lines += [f"    {state} --> {target} : {action}" for action, target in moves.items()]
    diagram = "\n".join(lines)
    return f"## {table.subject}\n\n```mermaid\nstateDiagram-v2\n{diagram}\n```\n"


def _events() -> str:
    rows = [
        [f"{table.subject}.{action}", table.labels[state], table.labels[target]]
        for table in (TABLES[subject] for subject in sorted(TABLES))
        for state, moves in table.moves.items()
        for action, target in moves.items()
    ]
    head = "# Events\n\nEvery state change leaves exactly one event in the audit trail.\n\n"
    return head + _table(["event", "from", "to"], rows)


def _permissions() -> str:
    head = ["permission", *(ROLE_NAMES[role] for role in Role)]
    rows = [
        [permission, *("✓" if permission in GRANTED.get(role, ()) else "" for role in Role)]
        for permission in Permission
    ]
    return "# Permissions\n\n" + _table(head, rows)

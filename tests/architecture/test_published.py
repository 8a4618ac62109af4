"""The published contract is what the code says today; rules name real clauses and have tests."""

import ast

import pytest

from backend.commands.contract import FOLDER, documents
from backend.platform.rules import REGISTRY
from tests.architecture.tree import ROOT
from tests.fixtures.clauses import known_clauses


@pytest.mark.parametrize(
    "name", ["openapi.json", "rules.md", "states.md", "permissions.md", "events.md"]
)
def test_openapi_folder_is_up_to_date(name: str) -> None:
    published = FOLDER / name
    text = published.read_text(encoding="utf-8") if published.exists() else ""
    assert text == documents()[name], "run `make openapi` and commit the result"


def test_every_rule_names_a_clause_of_the_notice() -> None:
    documents()
    clauses = set(known_clauses())
    assert REGISTRY
    assert [rule.id for rule in REGISTRY.values() if rule.clause not in clauses] == []


def rule_functions() -> dict[str, str]:
    """Each rule's id and the name of its function."""
    found = {}
    for path in (ROOT / "backend").glob("*/rules.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for decorator in getattr(node, "decorator_list", []):
                match decorator:
                    case ast.Call(func=ast.Name(id="rule"), keywords=keywords):
                        ids = [ast.literal_eval(k.value) for k in keywords if k.arg == "id"]
                        found[ids[0]] = node.name
    return found


def test_every_rule_is_named_by_a_test() -> None:
    documents()
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests").rglob("test_*.py")
        if "architecture" not in path.parts
    )
    functions = rule_functions()
    assert set(functions) == set(REGISTRY)
    untested = [id for id, name in functions.items() if id not in texts and name not in texts]
    assert untested == []

"""Every rule has an id, a Chinese title, a clause that exists, a summary and a test."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from backend.platform.rules import REGISTRY
from tests.fixtures.clauses import known_clauses

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted(ROOT.glob("backend/*/rules.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WAIVABLE = {"ELIG-DEGREE", "ELIG-AGE", "TEAM-SIZE", "MATCH-ONE", "CAP-01"}


def _load() -> None:
    for file in FILES:
        if file.parent.name != "platform":
            import_module(f"backend.{file.parent.name}.rules")


_load()


@pytest.mark.parametrize("rule_id", sorted(REGISTRY))
def test_a_rule_says_what_it_is(rule_id):
    info = REGISTRY[rule_id]
    assert re.fullmatch(r"[A-Z]+-[A-Z0-9]+(-[A-Z0-9]+)*", info.id)
    assert CHINESE.search(info.title)
    assert info.clause in known_clauses(), f"{info.id} names clause {info.clause}"
    assert info.summary, f"{info.id} has no docstring"


def test_exactly_the_five_in_principle_rules_can_be_waived():
    assert {info.id for info in REGISTRY.values() if info.waivable} == WAIVABLE


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_rule_function_is_used_and_tested(file):
    if file.parent.name == "platform":
        return
    source = file.read_text(encoding="utf-8")
    found = re.findall(r"^@rule\(\s*id=\"([^\"]+)\"[^@]*?\)\ndef (\w+)", source, flags=re.MULTILINE)
    assert len(found) == source.count("@rule(")
    production = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("backend/**/*.py"))
    tests = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    for rule_id, name in found:
        calls = len(re.findall(rf"\b{name}\b", production))
        assert calls > 1, f"nobody asks {name}"
        assert name in tests or rule_id in tests, f"no test asks {name} or meets {rule_id}"

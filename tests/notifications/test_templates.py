"""No message carries personal data or a demand's text: each template of the back end is read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import BACKEND, python_files

SENDERS = {"send_message", "tell_sides", "tell_enterprise", "_tell", "_tell_enterprise", "send"}
# What names a person or says how to reach one, and what a demand is about.
PRIVATE = re.compile(
    r"\b(expert|account|person|giver|taker|leader|member|rater|liaison|signer|row)\.name\b"
    r"|display_name|leader_name|expert_name|signer_name|contact_name|rater_name"
    r"|phone|email|id_number|address"
    r"|demand\.(title|draft|content)|content\.(title|problem|background)|content\[.title.\]|row\.title\b"
)
# A letter to an address of the form that was filled in there, with the holder's own words.
LETTERS = {"identity/invitations.py", "organisations/allotting.py", "organisations/annex1.py"}


def speaking(source: str) -> Iterator[tuple[int, str]]:
    """Line and hole of every f-string in a function that sends a message."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        calls = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
        names = {getattr(call, "id", getattr(call, "attr", "")) for call in calls}
        if not names & SENDERS:
            continue
        for text in (one for one in ast.walk(node) if isinstance(one, ast.JoinedStr)):
            for hole in text.values:
                if isinstance(hole, ast.FormattedValue):
                    yield hole.lineno, ast.unparse(hole.value)


def leaks(place: str, source: str) -> list[str]:
    return [f"{place}:{line} {hole}" for line, hole in speaking(source) if PRIVATE.search(hole)]


def test_no_template_has_a_hole_for_a_person_or_a_demands_text() -> None:
    places = {path.relative_to(BACKEND).as_posix(): path for path in python_files("backend")}
    found, read = [], 0
    for place, path in places.items():
        source = Path(path).read_text(encoding="utf-8")
        read += any(True for _ in speaking(source))
        if place not in LETTERS:
            found += leaks(place, source)
    assert read > 10, "the walk read too few templates to mean anything"
    assert found == []


def test_a_planted_name_is_found() -> None:
    planted = (
        'async def tell(s, expert):\n    await send_message(s, "k", 1, f"{expert.name}已到岗", "")'
    )
    assert leaks("planted.py", planted) == ["planted.py:2 expert.name"]

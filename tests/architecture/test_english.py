"""Every sentence the platform can say has its English one, and nothing else is in the catalogue."""

import ast
import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from backend.platform.language import CHINESE, HOLE, catalogue
from tests.architecture.tree import BACKEND, python_files

# What a terminal, a paper or a mail says reaches no reader of the API. An official paper is
# Chinese; a mail goes to people whose language is not known.
ELSEWHERE = (
    "commands/",  # the terminal and the log
    "invariants/",
    "platform/embedded/",
    "platform/language.py",  # the signs that bind sentences
    "demo/",  # what invented people say
    "agreements/text.py",  # papers
    "batches/service/papers.py",
    "commitments/service/printing.py",
    "platform/letters.py",  # mails
    "platform/ways.py",
    "platform/digests.py",
    "exports/service.py",  # spreadsheets
)
SHEETS = "/exports.py"
"""The lists of a slice as spreadsheets: columns, filters and titles, Chinese like the papers."""
KEPT = Path(__file__).with_name("chinese_only.json")
"""Sentences of these kinds that stand in other files, by the reason why they stay Chinese."""
QUOTED = re.compile('“[^”]*”|"[^"]*"')
FIELD = re.compile(r"{(\d+)(?::([^}]*))?}")


class Literals(ast.NodeVisitor):
    """The Chinese literals of a module without its docstrings; f-strings with `{}` for holes."""

    def __init__(self, source: str) -> None:
        self.found: list[str] = []
        self.visit(ast.parse(source))

    def visit_Expr(self, node: ast.Expr) -> None:
        """A string that stands alone is documentation."""
        if not isinstance(node.value, ast.Constant):
            self.visit(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """One sentence; the literals inside its holes are sentences of their own."""
        parts = (str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
        self._keep("".join(parts))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        """A plain literal."""
        if isinstance(node.value, str):
            self._keep(node.value)

    def _keep(self, text: str) -> None:
        if CHINESE.search(text):
            self.found.append(text)


def is_elsewhere(place: str) -> bool:
    """Whether what this file says reaches no reader of the API."""
    return place.startswith(ELSEWHERE) or place.endswith(SHEETS)


@cache
def said() -> dict[str, str]:
    """Every Chinese literal of the back end, and the first file that says it."""
    found: dict[str, str] = {}
    for path in python_files("backend"):
        place = path.relative_to(BACKEND).as_posix()
        for text in Literals(path.read_text(encoding="utf-8")).found:
            if text not in found or is_elsewhere(found[text]):
                found[text] = place
    return found


@cache
def kept() -> set[str]:
    reasons = json.loads(KEPT.read_text(encoding="utf-8"))
    return {text for texts in reasons.values() for text in texts}


def data_words() -> Iterator[str]:
    """The words of code lists, and the titles of shipped texts."""
    for path in BACKEND.glob("*/data/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from row.values()
    for path in BACKEND.glob("*/data/*.md"):
        yield path.read_text(encoding="utf-8").split("\n")[0].removeprefix("# ")
    for path in BACKEND.glob("policies/data/[0-9]*.json"):
        yield json.loads(path.read_text(encoding="utf-8"))["document"]


@cache
def english() -> dict[str, str]:
    known = catalogue()
    return known.words | {one.chinese: one.english for one in known.sentences}


def test_every_sentence_has_its_english() -> None:
    """Add it to the slice's `english.json`, or to chinese_only.json when no reader sees it."""
    unsaid = {
        text: place
        for text, place in said().items()
        if not is_elsewhere(place) and text not in english() and text not in kept()
    }
    assert unsaid == {}
    assert len(said()) > 1200


def test_every_small_code_list_has_its_english() -> None:
    """Names of codes: a list of more than this many words may come without."""
    names = {}
    for path in (BACKEND / "codelists" / "data").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found = {row["name"] for row in csv.DictReader(file) if row.get("name")}
        if path.stem != "holidays":
            names[path.stem] = {name for name in found if CHINESE.search(name)}
    assert {name: words - english().keys() for name, words in names.items()} == {
        name: set() for name in names
    }


def test_nothing_is_translated_that_nobody_says() -> None:
    alive = said().keys() | set(data_words())
    assert english().keys() - alive == set()
    assert kept() - said().keys() == set()
    assert kept() & english().keys() == set(), "either it stays Chinese or it has English"


def test_both_languages_have_the_same_holes() -> None:
    wrong = []
    for chinese, words in english().items():
        fields = FIELD.findall(words)
        holes = {str(n) for n in range(len(HOLE.findall(chinese)))}
        forms = all(not form or form == "lower" or form.count("|") == 1 for _, form in fields)
        if {number for number, _ in fields} != holes or not forms:
            wrong.append((chinese, words))
    assert wrong == []


def test_english_is_english() -> None:
    """Chinese stands in it only in quotation marks, where somebody has to type it."""
    left = {k: v for k, v in english().items() if re.search(r"[\u3000-\u9fff]", QUOTED.sub("", v))}
    assert left == {}


def test_a_planted_sentence_is_found() -> None:
    source = 'def f(n):\n    """说明。"""\n    return f"共{n:%m月}项{g(\'甲\')}" + "乙"\n'
    assert Literals(source).found == ["共{}项{}", "甲", "乙"]

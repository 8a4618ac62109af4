"""What in a demand's text a reviewer should look at twice (clause 5.1.3). Pure.

Words stand in `data/wording.csv`; contact data is known by its form.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "data" / "wording.csv"
NO_TEXT = frozenset({"attachments"})
"""Fields of numbers that name something; digits in them say nothing."""
CONTACT = ("phone", "email", "id_number", "account")
HINT_NAMES = {
    "phone": "疑似电话号码",
    "email": "疑似邮箱",
    "id_number": "疑似身份证号",
    "account": "疑似网络账号",
    "secret": "疑似涉密表述",
    "advertising": "疑似广告用语",
    "banned": "疑似违规内容",
}
_FORMS = {
    "id_number": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "phone": re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "account": re.compile(r"(?:微信号?|QQ|加微|钉钉)\s*[:：]?\s*[\w-]{5,}", re.IGNORECASE),
}


@dataclass(frozen=True)
class Hint:
    """A piece of text a reviewer should look at; `start` and `end` count characters."""

    pointer: str
    start: int
    end: int
    text: str
    kind: str


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Of each kind one pattern; what is fine is tried first, and only the group counts."""
    fine: dict[str, list[str]] = {}
    words: dict[str, list[str]] = {}
    with WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words.setdefault(row["kind"], []).append(re.escape(row["word"]))
            if row["fine"]:
                fine.setdefault(row["kind"], []).extend(map(re.escape, row["fine"].split("|")))
    found = dict(_FORMS)
    for kind, listed in words.items():
        harmless = "".join(f"{one}|" for one in fine.get(kind, []))
        found[kind] = re.compile(f"{harmless}({'|'.join(listed)})")
    return found


def _texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in NO_TEXT:
                yield from _texts(part, f"{pointer}/{key}")
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from _texts(part, f"{pointer}/{place}")


def hints(content: Mapping[str, Any]) -> list[Hint]:
    """What in the text looks like contact data, secrets, advertising or worse, in reading order."""
    texts = list(_texts(content))
    found = [
        Hint(pointer, match.start(), match.end(), match.group(), kind)
        for pointer, words in texts
        for kind, pattern in _patterns().items()
        for match in pattern.finditer(words)
        if kind in _FORMS or match.group(1)
    ]
    order = {pointer: place for place, (pointer, _) in enumerate(texts)}
    return sorted(found, key=lambda hint: (order[hint.pointer], hint.start))

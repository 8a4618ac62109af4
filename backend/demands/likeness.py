"""How alike two demands read, and where (clause 5.1.3). Pure.

Trigrams of characters: an edited copy keeps most of them, another text on the same matter few.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIELDS = ("title", "present_state", "tried", "expert_wanted")
ALIKE = 0.3
"""From here on a demand is shown as similar."""
DOUBLE = 0.6
"""From here on the desk marks it as a likely duplicate."""
SHORTEST_SHARED = 6
EXCERPT = 160
_SIGNS = re.compile(r"[^0-9a-z\u3400-\u9fff]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether the other text has it too."""

    text: str
    is_shared: bool


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).lower())


def trigrams(text: str) -> frozenset[str]:
    """Every three characters in a row, signs and blanks apart."""
    plain = _plain(text)
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """The Dice coefficient: 1 for the same text, 0 for nothing in common."""
    whole = len(one) + len(other)
    return 2 * len(one & other) / whole if whole else 0.0


def likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """From 0 to 1: the titles alone, or all that is told, whichever is more alike."""
    titles = [trigrams(str(content.get("title") or "")) for content in (one, other)]
    texts = [
        trigrams("".join(str(content.get(field) or "") for field in FIELDS))
        for content in (one, other)
    ]
    # A shared title of a few characters says less than a shared text.
    return max(0.9 * _share(*titles), _share(*texts))


def _shared_marks(text: str, other: str) -> list[bool]:
    """For each character whether it is in a longer stretch that the other text has too."""
    marks = [False] * len(text)
    start = 0
    while start + SHORTEST_SHARED <= len(text):
        end = start + SHORTEST_SHARED
        if text[start:end] not in other:
            start += 1
            continue
        while end < len(text) and text[start : end + 1] in other:
            end += 1
        marks[start:end] = [True] * (end - start)
        start = end
    return marks


def overlap(text: str, other: str) -> list[Piece]:
    """The text around its first shared stretch, cut where sharing begins and ends."""
    marks = _shared_marks(text, other)
    if True not in marks:
        return []
    first = max(0, marks.index(True) - EXCERPT // 4)
    last = min(len(text), first + EXCERPT)
    return _runs(text, marks, range(first, last))


def _runs(text: str, marks: Sequence[bool], places: range) -> list[Piece]:
    pieces: list[Piece] = []
    for at in places:
        if pieces and pieces[-1].is_shared == marks[at]:
            pieces[-1] = Piece(pieces[-1].text + text[at], marks[at])
        else:
            pieces.append(Piece(text[at], marks[at]))
    return pieces

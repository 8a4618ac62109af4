"""Text search without a segmenter: Chinese runs are cut into overlapping pairs of characters.

Measured on real demands, pairs find better than words and need no dictionary. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

RUN = re.compile(r"[a-z0-9]+(?:[.+/-][a-z0-9]+)*|[\u3400-\u9fff]+")
LAST_POSITION = 16_383
"""PostgreSQL counts positions of a tsvector no further."""
MOST_TERMS = 200
SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether the search hit it."""

    text: str
    is_hit: bool


def _runs(text: str) -> list[str]:
    return RUN.findall(unicodedata.normalize("NFKC", text).lower())


def _pairs(run: str) -> list[str]:
    if run[0] < "\u3400" or len(run) == 1:
        return [run]
    return [run[start : start + 2] for start in range(len(run) - 1)]


def terms(text: str) -> list[str]:
    """The terms of a text in order: pairs of Chinese characters, Latin words and numbers whole."""
    return [term for run in _runs(text) for term in _pairs(run)]


def vector(*weighted: tuple[str, str]) -> str:
    """The tsvector, as PostgreSQL reads it, of (weight A to D, text) parts."""
    found: list[str] = []
    for weight, text in weighted:
        for term in terms(text):
            position = min(len(found) + 1, LAST_POSITION)
            found.append(f"'{term}':{position}{weight}")
    return " ".join(found)


def _distinct(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))[:MOST_TERMS]


def _asked(term: str) -> str:
    """A Latin word is found by its beginning too: `weld` finds welding."""
    begins = term[0].isascii() and term[0].isalpha() and len(term) >= SHORTEST_BEGINNING
    return f"'{term}':*" if begins else f"'{term}'"


def all_of(text: str) -> str:
    """The tsquery of a search box: every term has to be there."""
    return " & ".join(_asked(term) for term in _distinct(terms(text)))


def any_of(text: str, weight: str = "") -> str:
    """The tsquery of what may be about the same: one term is enough, of this weight alone."""
    label = f":{weight}" if weight else ""
    return " | ".join(f"'{term}'{label}" for term in _distinct(terms(text)))


def _folded(text: str) -> str:
    """As the index writes it, character by character, so that places stay the same."""
    folded = (unicodedata.normalize("NFKC", mark).lower() for mark in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, folded, strict=True))


def _hits(text: str, wanted: str) -> list[bool]:
    plain, marks = _folded(text), [False] * len(text)
    for term in _distinct(terms(wanted)):
        # A Latin word counts from its beginning, Chinese anywhere.
        bound = r"(?<![a-z0-9])" if term[0].isascii() else ""
        for match in re.finditer(bound + re.escape(term), plain):
            marks[match.start() : match.end()] = [True] * len(term)
    return marks


def highlight(text: str, wanted: str, most: int | None = None) -> list[Piece]:
    """The text in pieces, what was searched for marked; at most so long, around the first hit."""
    marks = _hits(text, wanted)
    first = 0
    if most is not None and True in marks:
        first = max(0, min(marks.index(True) - most // 4, len(text) - most))
    last = len(text) if most is None else first + most
    pairs = list(zip(text, marks, strict=True))[first:last]
    return [
        Piece("".join(mark for mark, _ in run), is_hit)
        for is_hit, run in groupby(pairs, key=lambda pair: pair[1])
    ]

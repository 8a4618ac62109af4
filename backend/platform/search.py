"""Text search without a segmenter: Chinese runs are cut into overlapping pairs of characters.

Measured on real demands, pairs find better than words and need no dictionary. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable

RUN = re.compile(r"[a-z0-9]+(?:[.+/-][a-z0-9]+)*|[\u3400-\u9fff]+")
LAST_POSITION = 16_383
"""PostgreSQL counts positions of a tsvector no further."""
MOST_TERMS = 200


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


def all_of(text: str) -> str:
    """The tsquery of a search box: every term has to be there."""
    return " & ".join(f"'{term}'" for term in _distinct(terms(text)))


def any_of(text: str, weight: str = "") -> str:
    """The tsquery of what may be about the same: one term is enough, of this weight alone."""
    label = f":{weight}" if weight else ""
    return " | ".join(f"'{term}'{label}" for term in _distinct(terms(text)))

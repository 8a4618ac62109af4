"""The reader's language: sentences are written once, in Chinese, and leave in English when asked.

As in gettext the Chinese sentence, written beside its rule, is the key of its English one; these
stand in each slice's `english.json` (those of code lists with their data). Sentences are put
together before they get here, so a key with holes stands for all it can become:
`{}已服务{}家企业`. Whatever has no English leaves as it is.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import PlainSerializer

from backend.platform import request_scope

HOME = Path(__file__).parent.parent
HOLE = re.compile(r"\{\w*\}")
CHINESE = re.compile(r"[\u3400-\u9fff]")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?( ?\d\d:\d\d)?")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# What may be followed by anything: `审核企业：{}`, `（代{}）`.
LABEL = re.compile(r"：\{|^（")
PARTS = re.compile(r"[^。；\n]+[。；]?|[。；\n]")
DATED = re.compile(r"(\d{1,2}月)(\D+)")
ADDED = re.compile(r"(.+)(（[^（）]+）)")
ABOUT = re.compile(r"(“[^”]+”)(.+)")
STOPS = {"。": ".", "；": ";"}
# A sentence of fewer signs than this says too little to be recognised with just anything in it.
LITTLE = 6


class Filling(str):
    """What fills a hole. `{0:day|days}` counts it, `{0:lower}` puts it inside a sentence."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """The filling, or the word that goes with its number."""
        if "|" in spec:
            one, many = spec.split("|")
            return one if self == "1" else many
        return self[:1].lower() + self[1:] if spec == "lower" else str(self)


@dataclass(frozen=True)
class Sentence:
    """One sentence with holes, in both languages."""

    chinese: str
    english: str

    @cached_property
    def literals(self) -> list[str]:
        """What stands around the holes."""
        return HOLE.split(self.chinese)

    @cached_property
    def longest(self) -> str:
        """The part that tells at once whether a text can be this sentence."""
        return max(self.literals, key=len)

    @cached_property
    def said(self) -> int:
        """How many signs it says itself: of two that fit, the one that says more is meant."""
        return sum(map(len, self.literals))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What it looks like with its holes filled."""
        return re.compile("(.*?)".join(map(re.escape, self.literals)), re.DOTALL)

    def filled_as(self, text: str) -> tuple[str, ...] | None:
        """What fills its holes in `text`, or None when `text` is another sentence."""
        if self.longest not in text:
            return None
        match = self.pattern.fullmatch(text)
        return match.groups() if match else None


class Catalogue:
    """Chinese words and sentences with their English ones."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.words = {zh: en for zh, en in entries.items() if not HOLE.search(zh)}
        open_ones = [Sentence(zh, en) for zh, en in entries.items() if HOLE.search(zh)]
        self.sentences = sorted(open_ones, key=lambda one: -one.said)
        self.english_of = lru_cache(maxsize=4096)(self._english_of)

    def _english_of(self, text: str) -> str:
        """The text in English, as far as it is known."""
        if not CHINESE.search(text):
            return text
        found = self._whole(text, may_label=True)
        if found is not None:
            return found
        if "\u3000" in text:
            return "  ".join(map(self._english_of, text.split("\u3000")))
        return "".join(self._in_parts(text)).strip()

    def _whole(self, text: str, *, may_label: bool = False) -> str | None:
        """The English of a word, a day or a sentence; None for anything else."""
        known = self.words.get(text) or _days(text)
        if known is not None or text in self.words:
            return known or ""
        for sentence in self.sentences:
            fillings = sentence.filled_as(text)
            if fillings is None:
                continue
            translated = [self._filling(one) for one in fillings]
            is_label = may_label and LABEL.search(sentence.chinese)
            if sentence.said >= LITTLE or is_label or None not in translated:
                pairs = zip(fillings, translated, strict=True)
                words = [Filling(self._as_it_is(zh) if en is None else en) for zh, en in pairs]
                return sentence.english.format(*words)
        return None

    def _filling(self, text: str) -> str | None:
        """What was filled in, in English; None for a name or for what somebody wrote."""
        if not CHINESE.search(text):
            return text
        found = self._whole(text)
        return self._put_together(text) if found is None else found

    def _put_together(self, text: str) -> str | None:
        """A list of known words, a word with its brackets, or the month of a known word."""
        if text[0] == "：":
            return f": {text[1:]}"
        words = [self.words.get(one) for one in text.split("、")]
        if None not in words:
            return ", ".join(filter(None, words))
        for pattern in (ADDED, DATED):
            both = pattern.fullmatch(text)
            known = [self._whole(one) for one in both.groups()] if both else [None]
            if None not in known:
                return " ".join(filter(None, known))
        return None

    def _as_it_is(self, text: str) -> str:
        """A name or several; among these may be a word that stands for a name."""
        parts = text.split("、")
        known = [self.words.get(one, one) for one in parts]
        return text if known == parts else ", ".join(known)

    def _in_parts(self, text: str) -> Iterator[str]:
        """Sentences strung together, what is added in brackets, what is said of a quoted title."""
        about = ABOUT.fullmatch(text)
        said = self._whole(about[2]) if about else None
        if about and said is not None:
            yield f"{about[1]}: {said}"
            return
        for part in PARTS.findall(text):
            found = self._whole(part)
            if found is None and part[-1] in STOPS:
                bare = self._whole(part[:-1])
                found = bare and bare + STOPS[part[-1]]
            added = ADDED.fullmatch(part)
            if found is None and added:
                known = [self._whole(one, may_label=True) for one in added.groups()]
                found = "".join(en or zh for en, zh in zip(known, added.groups(), strict=True))
            yield f"{found} " if found else part


def _days(text: str) -> str | None:
    """A day or a month, or from one to another, as an English reader writes it."""
    found = [DAY.fullmatch(one) for one in text.split("至")]
    days = [_day(one) for one in found if one]
    return " to ".join(days) if len(days) == len(found) else None


def _day(day: re.Match[str]) -> str:
    year, month, date, time = day.groups()
    words = [date, MONTHS[int(month) - 1], year, time and time.strip()]
    return " ".join(word for word in words if word)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """All slices' English. Raises ValueError when two of them differ about a sentence."""
    entries: dict[str, str] = {}
    for path in sorted([*HOME.glob("*/english.json"), *HOME.glob("*/data/english.json")]):
        for chinese, english in json.loads(path.read_text(encoding="utf-8")).items():
            if entries.setdefault(chinese, english) != english:
                raise ValueError(f"{path}: another English for {chinese}")
    return Catalogue(entries)


def preferred(accept_language: str) -> str:
    """`en` when the header prefers English to Chinese, else `zh`."""
    best = {"zh": 0.0, "en": 0.0}
    for part in accept_language.split(","):
        tag, _, weight = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        if language in best:
            best[language] = max(best[language], _weight(weight))
    return "en" if best["en"] > best["zh"] else "zh"


def _weight(text: str) -> float:
    match = re.fullmatch(r"\s*q=(\d(?:\.\d{1,3})?)\s*", text)
    return float(match[1]) if match else 1.0


def asked_for() -> str:
    """What the reader of this request asked for, `zh` or `en`; outside of requests `zh`."""
    scope = request_scope.current()
    return scope.language if scope else "zh"


def in_reader_language(text: str) -> str:
    """The text as the reader of this request asked for it."""
    return catalogue().english_of(text) if asked_for() == "en" else text


Words = Annotated[
    str, PlainSerializer(in_reader_language, return_type=str, when_used="json-unless-none")
]
"""Words of the platform, which leave in the reader's language. Never what somebody typed."""


def _known_as_a_whole(text: str) -> str:
    return catalogue().words.get(text, text) if asked_for() == "en" else text


Reason = Annotated[
    str, PlainSerializer(_known_as_a_whole, return_type=str, when_used="json-unless-none")
]
"""What people write, or the platform when it acts by itself: only its own sentences change."""

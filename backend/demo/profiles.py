"""What an expert does research on: a written direction, varied so that no two experts are alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, TypeVar

from backend.demo import content
from backend.demo.identifiers import rng
from backend.demo.records import Achievement

Item = TypeVar("Item")

EXPERTS = 300
_SPECIAL_FROM = EXPERTS - 4
_OWN_KEYWORDS = 6
_SECOND_KEYWORDS = 3
_MOST_INDUSTRIES = 10


@dataclass(frozen=True)
class Profile:
    """The research part of a registration."""

    direction: str
    summary: str
    disciplines: tuple[str, ...]
    keywords: tuple[str, ...]
    chains: tuple[str, ...]
    industries: tuple[str, ...]
    achievements: tuple[Achievement, ...]
    case: str


@cache
def profile(index: int) -> Profile:
    """The profile of expert `index`: the first expert of a direction does nothing else."""
    random = rng("profile", index)
    row, variant = _direction(index)
    second = content.neighbours(row["direction"])[variant - 1] if variant else None
    return Profile(
        direction=row["direction"],
        summary=_summary(row["summary"], variant, second),
        disciplines=tuple(row["disciplines"]),
        keywords=_keywords(random, row, second),
        chains=tuple(row["chains"]),
        industries=_industries(row["chains"]),
        achievements=_achievements(random, row, second, index),
        case=row.get("case", ""),
    )


def _direction(index: int) -> tuple[dict[str, Any], int]:
    if index >= _SPECIAL_FROM:
        return content.special_rows()[index - _SPECIAL_FROM], 0
    rows = content.direction_rows()
    return rows[index % len(rows)], index // len(rows)


def _summary(text: str, variant: int, second: dict[str, Any] | None) -> str:
    """All sentences for the first expert of a direction, then two of the three in turn."""
    sentences = [sentence + "。" for sentence in text.split("。") if sentence]
    left_out = {1: 2, 2: 1}.get(variant)
    kept = "".join(s for k, s in enumerate(sentences) if k != left_out)
    return kept if second is None else f"{kept}近年也参与{second['direction']}方面的合作。"


def _keywords(
    random: Random, row: dict[str, Any], second: dict[str, Any] | None
) -> tuple[str, ...]:
    own = subset(random, row["keywords"], min(len(row["keywords"]), _OWN_KEYWORDS))
    if second is None:
        return own
    return tuple(dict.fromkeys(own + subset(random, second["keywords"], _SECOND_KEYWORDS)))


def _industries(chains: Sequence[str]) -> tuple[str, ...]:
    served = (code for chain in chains for code in content.CHAIN_INDUSTRIES[chain])
    return tuple(dict.fromkeys(served))[:_MOST_INDUSTRIES]


def _achievements(
    random: Random, row: dict[str, Any], second: dict[str, Any] | None, index: int
) -> tuple[Achievement, ...]:
    written = row["achievements"]
    chosen = list(subset(random, written, min(len(written), random.choice((3, 3, 4)))))
    if second is not None:
        chosen.append(random.choice(second["achievements"]))
    return tuple(
        Achievement(item["kind"], item["title"], item["year"], f"演示佐证-{index:03d}-{number}")
        for number, item in enumerate(chosen, start=1)
    )


def subset(random: Random, items: Sequence[Item], size: int) -> tuple[Item, ...]:
    """So many of the items, in their own order."""
    chosen = set(random.sample(range(len(items)), size))
    return tuple(item for k, item in enumerate(items) if k in chosen)

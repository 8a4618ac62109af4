"""Reads the written content of the demo province, plain JSON files beside this one, once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"

# GB/T 4754 divisions an expert of a chain can serve, as the 1269 plan's chains relate to them.
CHAIN_INDUSTRIES = {
    "JX1269-C01": ("39", "65"),
    "JX1269-C02": ("09", "32", "42"),
    "JX1269-C03": ("34", "35", "36", "38", "40"),
    "JX1269-C04": ("38", "44", "42"),
    "JX1269-C05": ("25", "26", "29"),
    "JX1269-C06": ("10", "30"),
    "JX1269-C07": ("08", "31"),
    "JX1269-C08": ("37", "43", "56"),
    "JX1269-C09": ("13", "14", "15"),
    "JX1269-C10": ("17", "18", "19", "28"),
    "JX1269-C11": ("27", "35"),
    "JX1269-C12": ("20", "21"),
}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def demand_rows() -> tuple[dict[str, Any], ...]:
    """All demands, chain after chain."""
    return tuple(row for path in sorted((_DATA / "demands").glob("*.json")) for row in _read(path))


@cache
def direction_rows() -> tuple[dict[str, Any], ...]:
    """All research directions, interleaved so that every chain comes early."""
    chains = [_read(path) for path in sorted((_DATA / "experts").glob("*.json"))]
    longest = max(len(rows) for rows in chains)
    return tuple(rows[k] for k in range(longest) for rows in chains if k < len(rows))


@cache
def neighbours(direction: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The next and the previous direction in the ring of its chain, where kin stand together."""
    row = next(row for row in direction_rows() if row["direction"] == direction)
    ring = _ring(row["chains"][0])
    place = ring.index(row)
    return ring[(place + 1) % len(ring)], ring[place - 1]


def _ring(chain: str) -> list[dict[str, Any]]:
    """A chain's directions, each followed by the unplaced one sharing most disciplines."""
    waiting = [row for row in direction_rows() if row["chains"][0] == chain]
    ring = [waiting.pop(0)]
    while waiting:
        last = ring[-1]["disciplines"]
        nearest = max(waiting, key=lambda row: _kinship(last, row["disciplines"]))
        waiting.remove(nearest)
        ring.append(nearest)
    return ring


def _kinship(own: list[str], other: list[str]) -> int:
    same_main = 2 if own[0] == other[0] else 0
    return same_main + len(set(own) & set(other))


@cache
def special_rows() -> tuple[dict[str, Any], ...]:
    """Profiles outside natural science or on its border, each with its case."""
    return tuple(_read(_DATA / "experts_special.json"))


@cache
def firm_rows() -> tuple[dict[str, Any], ...]:
    """All firms, chain after chain, each row with its chain in it."""
    groups = _read(_DATA / "enterprises.json")
    return tuple({**row, "chain": group["chain"]} for group in groups for row in group["firms"])


@cache
def firm_index(word: str) -> int:
    """The index of the firm with this word in its name; no two firms share one."""
    return next(k for k, row in enumerate(firm_rows()) if row["word"] == word)


@cache
def first_firm_of(chain: str) -> int:
    """The index of a chain's first firm; a demand's `firm` counts from there."""
    return next(k for k, row in enumerate(firm_rows()) if row["chain"] == chain)


@cache
def organisation_rows() -> tuple[dict[str, Any], ...]:
    """The forty recommending organisations."""
    return tuple(_read(_DATA / "organisations.json"))


@cache
def employer_rows() -> tuple[dict[str, Any], ...]:
    """The institutions experts work for."""
    return tuple(_read(_DATA / "employers.json"))

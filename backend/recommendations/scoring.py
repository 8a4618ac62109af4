"""How well an expert fits a demand: four shares that add up to the score, each with its reason.

Pure. Weights are out of 100; a later version of the list may carry others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

VERSION = "text-1"
TEXT, DISCIPLINE, CHAIN, PLACE = 60.0, 20.0, 12.0, 8.0
PARTLY = 0.6
"""Another declared discipline than the main one, or a willing place rather than the own city."""
MOST_WORDS = 8


@dataclass(frozen=True)
class Fit:
    """What one pair has in common."""

    text_rank: float
    best_rank: float
    """Of the best pair in the same list, so that shares compare within it."""
    words: Sequence[str] = ()
    main_discipline: str = ""
    """Name of the demand's discipline that is the expert's main one."""
    other_disciplines: Sequence[str] = ()
    chain: str = ""
    own_city: str = ""
    willing_city: str = ""


@dataclass(frozen=True)
class Reason:
    """One share of a score, in words."""

    kind: str
    text: str
    words: tuple[str, ...]
    share: float


def _text(fit: Fit) -> Reason | None:
    if fit.text_rank <= 0 or fit.best_rank <= 0:
        return None
    words = tuple(sorted(fit.words, key=len, reverse=True)[:MOST_WORDS])
    named = f"：{'、'.join(words)}" if words else ""
    share = round(TEXT * min(fit.text_rank / fit.best_rank, 1.0), 1)
    return Reason("text", f"研究方向与需求内容相近{named}", words, share)


def _discipline(fit: Fit) -> Reason | None:
    if fit.main_discipline:
        text = f"主学科相同：{fit.main_discipline}"
        return Reason("discipline", text, (fit.main_discipline,), DISCIPLINE)
    if fit.other_disciplines:
        names = tuple(fit.other_disciplines)
        text = f"相关学科相同：{'、'.join(names)}"
        return Reason("discipline", text, names, DISCIPLINE * PARTLY)
    return None


def _chain(fit: Fit) -> Reason | None:
    return Reason("chain", f"同一产业链：{fit.chain}", (fit.chain,), CHAIN) if fit.chain else None


def _place(fit: Fit) -> Reason | None:
    if fit.own_city:
        return Reason("place", f"同在{fit.own_city}", (fit.own_city,), PLACE)
    if fit.willing_city:
        text = f"愿意到{fit.willing_city}服务"
        return Reason("place", text, (fit.willing_city,), round(PLACE * PARTLY, 1))
    return None


def reasons(fit: Fit) -> list[Reason]:
    """The shares of a pair's score, the largest first."""
    found = [part(fit) for part in (_text, _discipline, _chain, _place)]
    return sorted((one for one in found if one), key=lambda one: -one.share)


def total(parts: Sequence[Reason]) -> float:
    """The score, 0 to 100: nothing but the sum of its shares."""
    return round(sum(part.share for part in parts), 1)

"""How well two fit: the facts of a pair, the points they earn, and the same in words. Pure.

A score is nothing but the sum of its shares. It depends on the pair alone, never on who else is on
the list, so degrees compare between lists. Weights come from the table `matching_weights`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

Settings = Mapping[str, Any]
MOST_WORDS = 8
WHOLE = 100


@dataclass(frozen=True)
class Facts:
    """What the statement found out about one pair."""

    id: str
    closeness: float
    """How much of what is asked for stands in the text, weighted by how telling it is."""
    field: float
    field_group: float
    chain: float
    place: float
    places_limit: int = 0
    places_used: int = 0
    freshness: float = 0.0
    shown: int = 0
    """On how many lists the expert stood in the last three months."""
    meaning: float | None = None
    """Closeness of meaning, 0 to 1; None where no model is asked."""


@dataclass(frozen=True)
class Said:
    """Names and words to tell the shares with."""

    words: Sequence[str] = ()
    results: Sequence[str] = ()
    """Titles of the reader's own achievements that share words with the demand."""
    result_words: Sequence[str] = ()
    result_part: float = 0.0
    """The part of the text's points that those achievements brought, 0 to 1."""
    main_field: str = ""
    other_fields: Sequence[str] = ()
    chain: str = ""
    own_city: str = ""
    willing_city: str = ""
    is_mine: bool = False
    """The reader is the expert."""


@dataclass(frozen=True)
class Reason:
    """One share of a score, in words."""

    kind: str
    text: str
    words: tuple[str, ...]
    share: float


@dataclass(frozen=True)
class Place:
    """Where one stands on a list."""

    facts: Facts
    score: float
    is_newcomer: bool = False


def _text_part(closeness: float, settings: Settings) -> float:
    """The part of the text's points, 0 to 1: half of them at `half`, never all.

    With a `knee` of 1 every bit more counts for less; the sharper it is, the longer twice as close
    counts twice, as it has to where the degrees of several demands are added up.
    """
    knee = settings["knee"]
    bend = (2**knee - 1) * settings["half"] ** knee
    return float(closeness / (closeness**knee + bend) ** (1 / knee))


def shares(facts: Facts, settings: Settings) -> dict[str, float]:
    """The points of each factor; what earns none is left out."""
    room = max(facts.places_limit - facts.places_used, 0)
    shown = settings["exposure"] * log(1 + facts.shown / 10)
    found = {
        "text": settings["text"] * _text_part(facts.closeness, settings),
        "discipline": settings["field"] * facts.field + settings["group"] * facts.field_group,
        "chain": settings["chain"] * facts.chain,
        "place": settings["place"] * facts.place,
        "load": settings["load"] * room / facts.places_limit if facts.places_limit else 0.0,
        "freshness": settings["freshness"] * facts.freshness,
        "exposure": -min(settings["exposure_most"], shown),
    }
    if facts.meaning is not None:
        # Whoever fits in everything still has a hundred points.
        found = {
            kind: points * WHOLE / (WHOLE + settings["meaning"]) for kind, points in found.items()
        }
        found["meaning"] = (
            facts.meaning * settings["meaning"] * WHOLE / (WHOLE + settings["meaning"])
        )
    return {kind: points for kind, points in found.items() if points}


def score(facts: Facts, settings: Settings) -> float:
    """The degree, 0 to 100: the sum of its shares."""
    return sum(shares(facts, settings).values())


def arranged(pool: Sequence[Facts], settings: Settings, most: int) -> list[Place]:
    """The list: best first; each tenth place for one rarely shown whose score comes near.

    `pool` is longer than the list, so that there is somebody to take in.
    """
    best = sorted(
        (Place(one, score(one, settings)) for one in pool),
        key=lambda place: (-place.score, place.facts.id),
    )
    shown, waiting = best[:most], best[most:]
    every = int(settings["newcomer_every"])
    for turn in range(every - 1, len(shown), every):
        wanted = settings["newcomer_near"] * shown[turn].score
        rare = (
            place
            for place in waiting
            if place.facts.shown < settings["newcomer_shown"] and place.score >= wanted
        )
        found = next(rare, None)
        # A list on which everybody is new needs no place set apart.
        if found is not None and shown[turn].facts.shown >= settings["newcomer_shown"]:
            waiting.remove(found)
            shown[turn] = replace(found, is_newcomer=True)
    return shown


COUNTED = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")


def _named(words: Sequence[str]) -> str:
    return "、".join(words[:MOST_WORDS])


def _texts(points: float, said: Said) -> list[Reason]:
    by_results = points * said.result_part if said.results else 0.0
    found = []
    if by_results:
        words = tuple(said.result_words[:MOST_WORDS])
        about = f"在“{_named(words)}”方面" if words else ""
        titles = "、".join(f"“{title}”" for title in said.results[:2])
        text = f"您{about}的{_count(len(said.results))}项成果与需求相符：{titles}"
        found.append(Reason("achievements", text, words, by_results))
    words = tuple(said.words[:MOST_WORDS])
    whose = "您登记的研究方向" if said.is_mine else "研究方向"
    named = f"：{_named(words)}" if words else ""
    return [Reason("text", f"{whose}与需求内容相近{named}", words, points - by_results), *found]


def _count(number: int) -> str:
    return COUNTED[number] if number < len(COUNTED) else str(number)


def _discipline(points: float, said: Said) -> Reason:
    if said.main_field:
        names: tuple[str, ...] = (said.main_field,)
        return Reason("discipline", f"主学科相同：{said.main_field}", names, points)
    if said.other_fields:
        names = tuple(said.other_fields)
        return Reason("discipline", f"相关学科相同：{'、'.join(names)}", names, points)
    return Reason("discipline", "学科门类相近", (), points)


def _place(points: float, said: Said) -> Reason:
    if said.own_city:
        return Reason("place", f"同在{said.own_city}", (said.own_city,), points)
    text = f"愿意到{said.willing_city}服务"
    return Reason("place", text, (said.willing_city,), points)


def reasons(facts: Facts, said: Said, settings: Settings) -> list[Reason]:
    """The shares in words, the largest first; they add up to the score."""
    points = shares(facts, settings)
    room = max(facts.places_limit - facts.places_used, 0)
    plain = {
        "chain": (f"同一产业链：{said.chain}", (said.chain,)),
        "load": (f"还可服务{_count(room)}家企业", ()),
        "freshness": ("资料近期更新或确认", ()),
        "meaning": ("研究内容与需求的含义相近", ()),
        "exposure": ("近三个月已多次被推荐，略向后排", ()),
    }
    found: list[Reason] = []
    for kind, share in points.items():
        if kind == "text":
            found += _texts(share, said)
        elif kind == "discipline":
            found.append(_discipline(share, said))
        elif kind == "place":
            found.append(_place(share, said))
        else:
            text, words = plain[kind]
            found.append(Reason(kind, text, tuple(words), share))
    return sorted(found, key=lambda one: (-one.share, one.kind))

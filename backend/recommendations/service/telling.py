"""Telling why: the words two texts share, the results that count, the names of codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.platform.rows import AnyRow
from backend.recommendations import scoring, words
from backend.recommendations.queries import ranking
from backend.recommendations.queries.ranking import Search
from backend.recommendations.schemas import ReasonRead
from backend.recommendations.scoring import Facts, Said, Settings

Names = Mapping[str, Mapping[str, str]]
GAP = "　"
DIGITS = 9


@dataclass(frozen=True)
class Pair:
    """An expert and a demand with the approved content, as their rows say it."""

    expert: Any
    demand: Any
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Reader:
    """What the reader may see of the expert, and whether it is himself."""

    reads_results: bool = False
    is_expert: bool = False


def facts_of(row: AnyRow) -> Facts:
    """The statement's row as the scoring takes it.

    The last digits of a sum depend on the order in which the database adds it up, which may change
    between two readings: they are left out, so that nobody reads anything into them.
    """
    return Facts(
        id=str(row.subject_id),
        closeness=round(row.closeness, DIGITS),
        field=float(row.field),
        field_group=float(row.field_group),
        chain=float(row.chain),
        place=float(row.place),
        places_limit=row.places_limit,
        places_used=row.places_used,
        freshness=float(row.freshness),
        shown=row.shown,
    )


def demand_text(content: Mapping[str, Any]) -> str:
    """What is compared of a demand; keep in step with `matching_demand` in the database."""
    targets = GAP.join(one["name"] for one in content.get("indicators", []))
    keywords = GAP.join(content.get("keywords", []))
    parts = [content.get(name, "") for name in ("expert_wanted", "present_state", "tried")]
    return GAP.join((content["title"], keywords, targets, *parts))


def _results(expert: Any) -> list[str]:
    return [str(one.get("title", "")) for one in expert.profile.get("achievements", [])]


def _card_text(expert: Any) -> str:
    return GAP.join((*expert.keywords, expert.summary))


def _own_text(expert: Any) -> str:
    more = (expert.profile.get("service_content", ""), expert.profile.get("experience", ""))
    return GAP.join((_card_text(expert), *more))


def expert_texts(expert: Any) -> list[str]:
    """What is compared in meaning: the card first, then each achievement by itself."""
    results = [
        GAP.join(filter(None, (one.get("title", ""), one.get("about", ""))))
        for one in expert.profile.get("achievements", [])
    ]
    return [text for text in (_card_text(expert), *results) if text]


async def names(session: AsyncSession, pairs: Iterable[Pair]) -> Names:
    """Step: the names of all codes these pairs may share."""
    demands = [pair.demand for pair in pairs]
    fields = {code for one in demands for code in one.disciplines}
    chains = {one.chain_code for one in demands if one.chain_code}
    cities = {one.city_code for one in demands if one.city_code}
    return {
        "disciplines": await codelists.names_of(session, "disciplines", fields),
        "chains": await codelists.names_of(session, "chains", chains),
        "divisions": await codelists.names_of(session, "divisions", cities),
    }


Gains = Mapping[int, tuple[int, float]]


def _telling_first(found: Iterable[str], gains: Gains) -> list[str]:
    """Words by the points their terms earned: what nearly everybody writes comes last."""

    def earned(word: str) -> float:
        return sum(gains[term][1] for term in words.terms(word) if term in gains)

    return sorted(dict.fromkeys(found), key=earned, reverse=True)


def _results_said(pair: Pair, gains: Gains) -> dict[str, Any]:
    """The part of the text's points that comes from achievements, term by term."""
    whole = sum(points for _, points in gains.values())
    if not whole:
        return {}
    theirs = demand_text(pair.content)
    counted = words.terms(GAP.join(_results(pair.expert)))
    part = sum(
        points * min(2 * counted[term] / n, 1.0)
        for term, (n, points) in gains.items()
        if counted[term]
    )
    declared = [*pair.content.get("keywords", []), *pair.expert.keywords]
    shared = {one: words.common(one, theirs, declared) for one in _results(pair.expert)}
    telling = {title: found for title, found in shared.items() if found}
    return {
        "results": list(telling),
        "result_words": _telling_first((w for one in telling.values() for w in one), gains),
        "result_part": part / whole if telling else 0.0,
    }


def said(pair: Pair, named: Names, reader: Reader, gains: Gains) -> Said:
    """Everything a pair's shares are told with; nothing the reader may not see."""
    expert, demand = pair.expert, pair.demand
    main = expert.disciplines[0] if expert.disciplines else ""
    shared = [code for code in demand.disciplines if code in expert.disciplines]
    city = named["divisions"].get(demand.city_code or "", "")
    own = demand.city_code is not None and demand.city_code == expert.city_code
    mine = _own_text(expert) if reader.reads_results else _card_text(expert)
    declared = [*pair.content.get("keywords", []), *expert.keywords]
    results = _results_said(pair, gains) if reader.reads_results else {}
    return Said(
        words=_telling_first(words.common(demand_text(pair.content), mine, declared), gains),
        main_field=named["disciplines"].get(main, "") if main in demand.disciplines else "",
        other_fields=[named["disciplines"].get(code, code) for code in shared],
        chain=named["chains"].get(demand.chain_code or "", ""),
        own_city=city if own else "",
        willing_city="" if own else city,
        is_mine=reader.is_expert,
        **results,
    )


async def gains_of(
    session: AsyncSession, search: Search, settings: Settings, ids: Sequence[UUID]
) -> dict[UUID, dict[int, tuple[int, float]]]:
    """Step: of each subject, every shared term with its count and points."""
    found: dict[UUID, dict[int, tuple[int, float]]] = {id: {} for id in ids}
    for row in await ranking.terms(session, search, settings, ids):
        found[row.subject_id][row.term] = (row.n, row.points)
    return found


def reasons_read(facts: Facts, told: Said, settings: Settings) -> list[ReasonRead]:
    """The reasons as the API gives them."""
    parts = scoring.reasons(facts, told, settings)
    return [ReasonRead.model_validate(asdict(part)) for part in parts]

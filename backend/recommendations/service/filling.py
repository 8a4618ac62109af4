"""What a standing team lacks for its demand, and who of the library would bring it (5.2.3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform.database import read_case
from backend.platform.problems import not_found
from backend.policies.service import current_policy
from backend.recommendations.composing import Able, Filler, Wanted, fillers, gaps
from backend.recommendations.queries import index, lists, ranking
from backend.recommendations.queries.ranking import CARD, DEMAND
from backend.recommendations.schemas import (
    CoveredField,
    CoveredWord,
    DisciplineName,
    SuggestedFiller,
    TeamGaps,
)
from backend.recommendations.service.ranking import candidates, search
from backend.teams import service as teams

DEPTH = 80
"""So many of the best for the demand, and as many of its disciplines, are thought of."""
SHOWN = 6


@dataclass(frozen=True)
class _Asked:
    """A team's demand as far as gaps are reckoned from it."""

    demand_id: UUID
    disciplines: Sequence[str]
    keywords: Sequence[str]
    serving: bool


def _words_on(person: Any, keywords: Sequence[str]) -> frozenset[str]:
    """The demand's keywords that stand on the card, written as the demand writes them."""
    card = "\n".join((*person.keywords, person.summary)).casefold()
    return frozenset(word for word in keywords if word.casefold() in card)


async def _able(session: AsyncSession, asked: _Asked, scores: dict[UUID, float]) -> list[Able]:
    people = await lists.experts(session, list(scores))
    return [
        Able(
            str(id),
            score,
            frozenset(people[id].disciplines),
            people[id].employer_uscc or str(id),
            _words_on(people[id], asked.keywords),
        )
        for id, score in scores.items()
    ]


async def _free(
    session: AsyncSession, asked: _Asked, missing: Sequence[str], but: Collection[UUID]
) -> dict[UUID, float]:
    """Whom the leader may ask: in the library, free, unconflicted, and nobody who said no."""
    best = [one.expert_id for one in await candidates(session, asked.demand_id, DEPTH)]
    lacking = await lists.of_disciplines(session, missing, DEPTH)
    fields = await lists.of_disciplines(session, asked.disciplines, DEPTH)
    weights = await index.weights(session)
    wanted = await search(session, "experts", asked.demand_id, (DEMAND, CARD), DEPTH * 3)
    ids = [id for id in dict.fromkeys((*lacking, *best, *fields)) if id not in but]
    rows = await ranking.among(session, wanted, weights.settings, ids, serving=asked.serving)
    return {row.subject_id: row.score for row in rows if row.places_limit > row.places_used}


async def _wanted(session: AsyncSession, asked: _Asked) -> Wanted:
    policy = await current_policy(session)
    return Wanted(
        frozenset(asked.disciplines),
        policy.team_min,
        policy.team_max,
        policy.team_min_employers,
        policy.team_min_disciplines,
        frozenset(asked.keywords),
    )


@read_case
async def team_gaps(session: AsyncSession, actor: Actor, team_id: UUID) -> TeamGaps:
    """What the team its leader reads of lacks, and who fills it. Raises 404, or 403 TEAM-LEAD."""
    team = await teams.led(session, actor, team_id)
    row = (await lists.demands(session, [team.demand_id])).get(team.demand_id)
    if row is None:  # an approval was taken back
        raise not_found("这项需求")
    serving = team.state == "serving"
    asked = _Asked(team.demand_id, row.Demand.disciplines, row.content.get("keywords", []), serving)
    wanted = await _wanted(session, asked)
    members = await _able(session, asked, dict.fromkeys(team.expert_ids, 0.0))
    lacks = gaps(members, wanted)
    free = await _free(session, asked, lacks.disciplines, team.expert_ids)
    found = fillers(members, await _able(session, asked, free), wanted, SHOWN)
    names = await codelists.names_of(session, "disciplines", wanted.disciplines)
    cards = await experts.cards(session, actor, [UUID(one.able.id) for one in found])
    called = await experts.shown_names(session, actor, team.expert_ids)

    def brought(key: str, value: str) -> list[str]:
        return [called[UUID(one.id)] for one in members if value in getattr(one, key)]

    return TeamGaps(
        disciplines=[
            CoveredField(name=names[code], by=brought("disciplines", code))
            for code in asked.disciplines
        ],
        words=[CoveredWord(name=word, by=brought("words", word)) for word in asked.keywords],
        missing_employers=lacks.employers,
        suggestions=[
            _shown(one, names, cards[UUID(one.able.id)])
            for one in found
            if UUID(one.able.id) in cards
        ],
    )


def _shown(one: Filler, names: dict[str, str], card: Any) -> SuggestedFiller:
    return SuggestedFiller(
        expert=card,
        score=one.able.score,
        adds=[DisciplineName(code=code, name=names[code]) for code in one.disciplines],
        adds_words=list(one.words),
        new_employer=one.new_employer,
    )

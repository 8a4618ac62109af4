"""Up to four candidates side by side, single experts and teams (5.2.2, 5.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity import service as capacity
from backend.codelists import service as codelists
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.matches import service as matches
from backend.matches.states import MATCH, WAITING
from backend.platform.database import read_case
from backend.platform.problems import not_found
from backend.recommendations import scoring
from backend.recommendations.queries import index, lists, ranking, shortlists
from backend.recommendations.queries.ranking import DEMAND, FULL
from backend.recommendations.schemas import (
    ComparedExpert,
    ComparedMember,
    ComparedTeam,
    Comparison,
    ComparisonQuery,
    CoveredField,
    TightestPlace,
)
from backend.recommendations.scoring import Facts
from backend.recommendations.service import telling
from backend.recommendations.service.listing import collection_for, may_list, told_of_demand
from backend.recommendations.service.meaning import with_meaning
from backend.recommendations.service.ranking import search
from backend.recommendations.service.telling import Reader, facts_of
from backend.teams import service as teams
from backend.teams.schemas import MemberRead, TeamRead
from backend.teams.states import Standing

UNNAMED = "一位特派员"


@dataclass(frozen=True)
class _Table:
    """What the columns are filled from, read once for all of them."""

    degrees: Mapping[UUID, Facts]
    settings: scoring.Settings
    notes: Mapping[UUID, str]
    stands: Mapping[UUID, dict[str, Any]]
    """Of each candidate, expert or team, how the match stands."""
    disciplines: Mapping[str, str]
    """What the demand asks for: names by code."""
    places: Mapping[UUID, capacity.PlacesFact]

    def score(self, expert_id: UUID) -> float | None:
        """An expert's degree; none of who is not in the library at present."""
        facts = self.degrees.get(expert_id)
        return scoring.score(facts, self.settings) if facts else None

    def candidacy(self, id: UUID) -> dict[str, Any]:
        """How one of them stands with the demand."""
        return {"note": self.notes.get(id), **self.stands.get(id, NOT_ASKED)}


NOT_ASKED: dict[str, Any] = {
    **dict.fromkeys(("match_id", "match_state", "match_state_name", "answer_due")),
    "waived": [],
}


async def _notes(session: AsyncSession, actor: Actor, demand_id: UUID) -> dict[UUID, str]:
    if actor.enterprise_id is None:
        return {}
    marks = [row.ShortlistMark for row in await shortlists.marks(session, demand_id)]
    return {mark.expert_id or mark.team_id: mark.note for mark in marks}


async def _stands(
    session: AsyncSession, demand_id: UUID, asked: ComparisonQuery
) -> dict[UUID, dict[str, Any]]:
    found = await shortlists.standing(session, demand_id, asked.expert_ids)
    found |= await shortlists.team_standing(session, demand_id, asked.team_ids)
    return {
        id: {
            "match_id": match.id,
            "match_state": match.state,
            "match_state_name": MATCH.label(match.state),
            "answer_due": match.answer_due if match.state in WAITING else None,
            "waived": await matches.waived(session, match.id),
        }
        for id, match in found.items()
    }


async def _teams(
    session: AsyncSession, actor: Actor, demand_id: UUID, ids: Sequence[UUID]
) -> list[TeamRead]:
    """Teams of this very demand that the actor may see; raises 404 for any other."""
    found = [await teams.show(session, actor, id) for id in ids]
    if any(one.demand.id != demand_id for one in found):
        raise not_found("这个特派团")
    return found


def _agreed(team: TeamRead) -> list[MemberRead]:
    return [one for one in team.members if one.standing == Standing.ACCEPTED]


def _expert(card: Any, told: scoring.Said, table: _Table) -> ComparedExpert:
    facts = table.degrees.get(card.id)
    return ComparedExpert(
        expert=card,
        score=table.score(card.id) or 0,
        reasons=telling.reasons_read(facts, told, table.settings) if facts else [],
        **table.candidacy(card.id),
    )


def _tightest(members: Sequence[MemberRead], table: _Table) -> TightestPlace | None:
    known = [one for one in members if one.expert.id in table.places]
    if not known:
        return None
    one = min(known, key=lambda member: table.places[member.expert.id].free)
    fact = table.places[one.expert.id]
    return TightestPlace(name=one.expert.name or UNNAMED, free=fact.free, limit=fact.limit)


def _team(team: TeamRead, table: _Table) -> ComparedTeam:
    members = _agreed(team)
    cards = [one.expert for one in members]

    def brought(code: str) -> list[str]:
        return [c.name or UNNAMED for c in cards if any(one.code == code for one in c.disciplines)]

    return ComparedTeam(
        team_id=team.id,
        name=team.name,
        leader=team.leader_name,
        minimum=team.minimum,
        maximum=team.maximum,
        members=[
            ComparedMember(
                expert=one.expert, is_leader=one.is_leader, score=table.score(one.expert.id)
            )
            for one in members
        ],
        employers=team.employers,
        employer_names=list(dict.fromkeys(c.employer_name or c.employer_kind for c in cards)),
        covers=[
            CoveredField(name=name, by=brought(code)) for code, name in table.disciplines.items()
        ],
        cities=list(dict.fromkeys(c.city_name for c in cards if c.city_name)),
        tightest=_tightest(members, table),
        plan=team.plan,
        **table.candidacy(team.id),
    )


async def _disciplines(session: AsyncSession, demand_id: UUID) -> dict[str, str]:
    codes = (await lists.demands(session, [demand_id]))[demand_id].Demand.disciplines
    names = await codelists.names_of(session, "disciplines", codes)
    return {code: names[code] for code in codes}


@read_case
async def comparison(
    session: AsyncSession, actor: Actor, demand_id: UUID, asked: ComparisonQuery
) -> Comparison:
    """Candidates side by side, recommended, invited or applied, in the order asked for.

    Raises 404 for a demand, an expert or a team out of sight, 409 for a demand that takes no
    candidates.
    """
    await may_list(session, actor, demand_id)
    ids = list(dict.fromkeys(asked.expert_ids))
    for expert_id in ids:
        await experts.seen(session, actor, expert_id)
    shown = await _teams(session, actor, demand_id, list(dict.fromkeys(asked.team_ids)))
    weights, target = await index.weights(session), collection_for(actor)
    members = [one.expert.id for team in shown for one in _agreed(team)]
    people = list(dict.fromkeys((*ids, *members)))
    wanted = await search(session, "experts", demand_id, (DEMAND, target), len(people))
    rows = await ranking.pairs(session, wanted, weights.settings, people)
    facts = await with_meaning(session, wanted, [facts_of(row) for row in rows.values()])
    told = await told_of_demand(session, wanted, weights, ids, Reader(target == FULL))
    cards = await experts.cards(session, actor, ids)
    table = _Table(
        degrees={UUID(one.id): one for one in facts},
        settings=weights.settings,
        notes=await _notes(session, actor, demand_id),
        stands=await _stands(session, demand_id, asked),
        disciplines=await _disciplines(session, demand_id),
        places=await capacity.free_places(session, members),
    )
    return Comparison(
        experts=[_expert(cards[id], told[id], table) for id in ids],
        teams=[_team(team, table) for team in shown],
    )

"""Teams for a demand out of the library (clauses 5.2.3, 5.2.4): a proposal, nobody is asked yet."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.demands import service as demands
from backend.experts import service as experts
from backend.identity.actor import Actor
from backend.platform.database import read_case
from backend.policies.service import current_policy
from backend.recommendations.composing import Able, Team, Wanted, compose
from backend.recommendations.queries import index, lists, ranking
from backend.recommendations.queries.ranking import CARD, DEMAND
from backend.recommendations.schemas import DisciplineName, SuggestedMember, SuggestedTeam
from backend.recommendations.service.listing import may_list
from backend.recommendations.service.ranking import Candidate, candidates, search

DEPTH = 40
"""So many of the best experts are thought of as members."""
TEAMS = 3


async def _of_myself(session: AsyncSession, demand_id: UUID, expert_id: UUID) -> Candidate:
    weights = await index.weights(session)
    wanted = await search(session, "experts", demand_id, (DEMAND, CARD), 1)
    row = await ranking.pair(session, wanted, weights.settings, expert_id)
    return Candidate(expert_id, row.score if row else 0.0, 1)


async def _able(session: AsyncSession, found: Sequence[Candidate]) -> list[Able]:
    people = await lists.experts(session, [one.expert_id for one in found])
    return [
        Able(
            str(one.expert_id),
            one.score,
            frozenset(people[one.expert_id].disciplines),
            people[one.expert_id].employer_uscc or str(one.expert_id),
        )
        for one in found
    ]


@read_case
async def suggested_teams(
    session: AsyncSession, actor: Actor, demand_id: UUID
) -> list[SuggestedTeam]:
    """Teams that would cover a published demand's disciplines with free, unconflicted experts.

    An expert is shown teams he or she would lead. Raises 404 for a demand out of sight, 409 for
    one that takes no candidates.
    """
    if actor.expert_id is None:
        await may_list(session, actor, demand_id)
    demand = await demands.visible_demand(session, actor, demand_id, locked=False)
    await demands.published_demand(session, demand_id)
    found = [one for one in await candidates(session, demand_id, DEPTH) if one.room]
    if actor.expert_id is not None:
        others = [one for one in found if one.expert_id != actor.expert_id]
        found = [await _of_myself(session, demand_id, actor.expert_id), *others]
    pool = await _able(session, found)
    policy = await current_policy(session)
    wanted = Wanted(
        frozenset(demand.disciplines),
        policy.team_min,
        policy.team_max,
        policy.team_min_employers,
        policy.team_min_disciplines,
    )
    leader = pool[0] if actor.expert_id is not None else None
    return await _shown(session, actor, compose(pool, wanted, TEAMS, leader), wanted)


async def _shown(
    session: AsyncSession, actor: Actor, teams: Sequence[Team], wanted: Wanted
) -> list[SuggestedTeam]:
    ids = {UUID(one.id) for team in teams for one in team.members}
    cards = await experts.cards(session, actor, ids)
    names = await codelists.names_of(session, "disciplines", wanted.disciplines)

    def named(codes: Sequence[str]) -> list[DisciplineName]:
        return [DisciplineName(code=code, name=names[code]) for code in codes]

    return [
        SuggestedTeam(
            members=[
                SuggestedMember(
                    expert=cards[UUID(one.id)],
                    score=one.score,
                    adds=named(added.disciplines),
                    new_employer=added.new_employer,
                )
                for one, added in zip(team.members, team.added, strict=True)
            ],
            missing=named(sorted(wanted.disciplines - team.covered)),
            employers=len(team.employers),
        )
        for team in teams
        if all(UUID(one.id) in cards for one in team.members)
    ]

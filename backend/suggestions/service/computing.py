"""Computing a suggestion: every open demand ranked as its enterprise sees it, then one plan."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.database import use_case
from backend.recommendations import service as recommendations
from backend.suggestions import queries
from backend.suggestions.assignment import best_assignment, first_come
from backend.suggestions.models import Suggestion, SuggestionRow

DEPTH = 50
"""So many candidates of each demand take part in the plan."""


@use_case
async def compute(session: AsyncSession, id: UUID) -> None:
    """Fill a suggestion in. A second run of the same job finds it done and leaves it."""
    suggestion = await session.get_one(Suggestion, id, with_for_update=True)
    if suggestion.computed_at is not None:
        return
    offers: dict[str, dict[str, float]] = {}
    room: dict[str, int] = {}
    version = await recommendations.weights_version(session)
    for demand_id in await queries.open_demands(session, suggestion.organisation_id):
        found = await recommendations.candidates(session, demand_id, DEPTH)
        offers[str(demand_id)] = {str(one.expert_id): one.score for one in found}
        room |= {str(one.expert_id): one.room for one in found}
    together, by_turn = best_assignment(offers, room), first_come(offers, room)
    for position, (demand, experts) in enumerate(offers.items()):
        chosen, first = together.get(demand), by_turn.get(demand)
        session.add(
            SuggestionRow(
                suggestion_id=id,
                demand_id=UUID(demand),
                position=position,
                candidates=len(experts),
                expert_id=UUID(chosen) if chosen else None,
                score=experts[chosen] if chosen else None,
                first_expert_id=UUID(first) if first else None,
                first_score=experts[first] if first else None,
            )
        )
    await session.flush()
    await queries.computed(session, id, version)

"""Asking for a suggestion; the ranking of all open demands is a job's work."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.database import use_case
from backend.platform.jobs import enqueue
from backend.platform.problems import Problem
from backend.suggestions import queries
from backend.suggestions.models import Suggestion
from backend.suggestions.schemas import SuggestionRead
from backend.suggestions.service.reading import shown

JOB = "suggestions.compute"


@use_case
async def ask(session: AsyncSession, actor: Actor) -> SuggestionRead:
    """Plan for all open demands of the actor's scope (clause 5.3.1).

    Raises 409 while the last one of this scope is being computed.
    """
    if await queries.waiting(session, actor):
        raise Problem(409, "上一次统筹建议还在计算，请稍候再试。")
    suggestion = Suggestion(account_id=actor.account_id, organisation_id=queries.scope_of(actor))
    session.add(suggestion)
    await session.flush()
    await audit.record(session, suggestion, "ask", actor)
    await enqueue(session, JOB, {"id": str(suggestion.id)}, dedupe_key=f"{JOB}:{suggestion.id}")
    return await shown(session, actor, suggestion.id)

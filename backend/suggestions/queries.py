"""Reading suggestions, narrowed to the actor's scope."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands.models import Demand
from backend.demands.states import DemandState
from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations.models import Organisation
from backend.platform import clock
from backend.platform.rows import AnyRow, AnySelect
from backend.suggestions.models import Suggestion, SuggestionRow

CHANGED = func.coalesce(
    SuggestionRow.expert_id.is_distinct_from(SuggestionRow.first_expert_id), False
)
SHOWN: dict[str, ColumnElement[bool]] = {
    "assigned": SuggestionRow.expert_id.is_not(None),
    "changed": CHANGED,
    "unfilled": SuggestionRow.expert_id.is_(None),
}


def scope_of(actor: Actor) -> UUID | None:
    """The organisation whose demands the actor plans for; the department plans for all."""
    return None if actor.role is Role.DEPARTMENT else actor.organisation_id


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The department's suggestions to the department, an organisation's to its own people."""
    return Suggestion.organisation_id.is_not_distinct_from(scope_of(actor))


def _figures() -> list[Any]:
    count = func.count(SuggestionRow.demand_id)
    return [
        count.label("demands"),
        func.count(SuggestionRow.expert_id).label("assigned"),
        func.coalesce(func.sum(SuggestionRow.score), 0.0).label("total"),
        func.count(SuggestionRow.first_expert_id).label("first_assigned"),
        func.coalesce(func.sum(SuggestionRow.first_score), 0.0).label("first_total"),
        func.coalesce(func.sum(case((CHANGED, 1), else_=0)), 0).label("changed"),
    ]


def listing(actor: Actor) -> AnySelect:
    """Suggestions with their figures, newest first."""
    return (
        select(Suggestion, Organisation.name.label("scope_name"), *_figures())
        .outerjoin(Organisation, Organisation.id == Suggestion.organisation_id)
        .outerjoin(SuggestionRow, SuggestionRow.suggestion_id == Suggestion.id)
        .where(visible_to(actor))
        .group_by(Suggestion.id, Organisation.name)
        .order_by(Suggestion.created_at.desc(), Suggestion.id)
    )


async def one(session: AsyncSession, actor: Actor, id: UUID) -> AnyRow | None:
    """One suggestion with its figures."""
    return (await session.execute(listing(actor).where(Suggestion.id == id))).one_or_none()


async def waiting(session: AsyncSession, actor: Actor) -> bool:
    """Whether one of this scope is still being computed."""
    query = select(Suggestion.id).where(visible_to(actor), Suggestion.computed_at.is_(None))
    return (await session.execute(query)).first() is not None


def rows(id: UUID, show: str) -> AnySelect:
    """The rows of a suggestion in the order of publication."""
    query = select(SuggestionRow).where(SuggestionRow.suggestion_id == id)
    if show in SHOWN:
        query = query.where(SHOWN[show])
    return query.order_by(SuggestionRow.position)


async def locked_rows(
    session: AsyncSession, id: UUID, demand_ids: Collection[UUID]
) -> list[SuggestionRow]:
    """These rows that name somebody and were not told yet."""
    query = (
        select(SuggestionRow)
        .where(
            SuggestionRow.suggestion_id == id,
            SuggestionRow.demand_id.in_(demand_ids),
            SuggestionRow.expert_id.is_not(None),
            SuggestionRow.told_at.is_(None),
        )
        .order_by(SuggestionRow.position)
        .with_for_update()
    )
    return list((await session.execute(query)).scalars())


async def open_demands(session: AsyncSession, organisation_id: UUID | None) -> list[UUID]:
    """Demands that look for somebody, the first published first."""
    query = select(Demand.id).where(Demand.state == DemandState.PUBLISHED)
    if organisation_id is not None:
        query = query.where(Demand.organisation_id == organisation_id)
    return list((await session.execute(query.order_by(Demand.published_at, Demand.id))).scalars())


async def still_open(session: AsyncSession, ids: Collection[UUID]) -> list[Demand]:
    """Those of these demands that still look for somebody."""
    query = select(Demand).where(Demand.id.in_(ids), Demand.state == DemandState.PUBLISHED)
    return list((await session.execute(query)).scalars())


async def gaps(session: AsyncSession, id: UUID) -> Sequence[AnyRow]:
    """What the demands without any candidate ask for."""
    query = (
        select(Demand.disciplines, Demand.chain_code)
        .join(SuggestionRow, SuggestionRow.demand_id == Demand.id)
        .where(SuggestionRow.suggestion_id == id, SuggestionRow.candidates == 0)
    )
    return (await session.execute(query)).all()


async def computed(session: AsyncSession, id: UUID, weights_version: str) -> None:
    """Note that the rows are there."""
    values = {"computed_at": clock.now(), "weights_version": weights_version}
    await session.execute(update(Suggestion).where(Suggestion.id == id).values(**values))

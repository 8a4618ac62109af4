"""Reading places, and what is judged of experts before they are matched."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.capacity.models import ExpertPlace, PlaceUse
from backend.enterprises.models import Enterprise
from backend.experts.models import Expert
from backend.platform.rows import AnyRow

# Weaker than FOR UPDATE on purpose: rows that merely point at an expert must not wait for it.
ROW_LOCK = {"key_share": True}


async def lock_experts(session: AsyncSession, expert_ids: Collection[UUID]) -> list[Expert]:
    """These experts as they are now, locked in ascending order until the transaction ends."""
    query = (
        select(Expert)
        .where(Expert.id.in_(expert_ids))
        .order_by(Expert.id)
        .with_for_update(**ROW_LOCK)
        .execution_options(populate_existing=True)
    )
    return list((await session.execute(query)).scalars())


async def experts(session: AsyncSession, expert_ids: Collection[UUID]) -> list[Expert]:
    """These experts, unlocked, in ascending order."""
    query = select(Expert).where(Expert.id.in_(expert_ids)).order_by(Expert.id)
    return list((await session.execute(query)).scalars())


async def enterprise(session: AsyncSession, enterprise_id: UUID) -> Enterprise:
    """The enterprise to be served."""
    return await session.get_one(Enterprise, enterprise_id)


async def open_places(session: AsyncSession, expert_ids: Collection[UUID]) -> list[AnyRow]:
    """The open places of these experts with their enterprises' names and whether in service."""
    in_service = exists().where(
        PlaceUse.place_id == ExpertPlace.id, PlaceUse.closed_at.is_(None), PlaceUse.is_taken
    )
    query = (
        select(ExpertPlace, Enterprise.name.label("enterprise_name"), in_service.label("is_taken"))
        .join(Enterprise, Enterprise.id == ExpertPlace.enterprise_id)
        .where(ExpertPlace.expert_id.in_(expert_ids), ExpertPlace.closed_at.is_(None))
        .order_by(ExpertPlace.expert_id, ExpertPlace.slot_no)
        .execution_options(populate_existing=True)
    )
    return list((await session.execute(query)).all())


async def open_uses(session: AsyncSession, match_id: UUID) -> list[PlaceUse]:
    """What a match still stands on, by expert."""
    query = (
        select(PlaceUse)
        .where(PlaceUse.match_id == match_id, PlaceUse.closed_at.is_(None))
        .order_by(PlaceUse.expert_id)
        .execution_options(populate_existing=True)
    )
    return list((await session.execute(query)).scalars())


async def uses_left(session: AsyncSession, place_id: UUID) -> int:
    """How many matches still stand on a place."""
    query = select(func.count()).where(PlaceUse.place_id == place_id, PlaceUse.closed_at.is_(None))
    return (await session.execute(query)).scalar_one()

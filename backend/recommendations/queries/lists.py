"""What lists are made of besides the ranking: texts, shown lists, exposure."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.demands.models import Demand, DemandVersion
from backend.experts.models import Expert
from backend.experts.states import ExpertState
from backend.platform import clock
from backend.platform.identifiers import new_id
from backend.platform.rows import AnyRow
from backend.recommendations.models import MatchingExposure, MatchingList


async def demands(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, AnyRow]:
    """Published demands with the content that was approved."""
    query = (
        select(Demand, DemandVersion.content)
        .join(DemandVersion, DemandVersion.demand_id == Demand.id)
        .where(Demand.id.in_(ids), DemandVersion.number == Demand.published_number)
    )
    return {row.Demand.id: row for row in await session.execute(query)}


async def experts(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Expert]:
    """Experts by id."""
    found = await session.execute(select(Expert).where(Expert.id.in_(ids)))
    return {one.id: one for one in found.scalars()}


async def of_disciplines(session: AsyncSession, codes: Sequence[str], most: int) -> list[UUID]:
    """Experts of the library in these disciplines, the main one first, whatever they wrote."""
    main = Expert.main_discipline.in_(codes)
    query = (
        select(Expert.id)
        .where(
            Expert.state == ExpertState.FILED,
            Expert.is_designable,
            Expert.disciplines.overlap(list(codes)),
        )
        .order_by(main.desc(), Expert.id.desc())
        .limit(most)
    )
    return list((await session.execute(query)).scalars())


async def remember(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep a list as it was shown; the same list of a day once."""
    row = {"id": new_id(), "created_at": clock.now(), **values}
    await session.execute(insert(MatchingList).values(row).on_conflict_do_nothing())


async def is_kept(session: AsyncSession, values: dict[str, Any]) -> bool:
    """Whether this very list was kept today already."""
    names = ("subject_kind", "subject_id", "collection", "shown_on", "digest")
    same = [getattr(MatchingList, name) == values[name] for name in names]
    return (await session.execute(select(MatchingList.id).where(*same))).first() is not None


async def kept(session: AsyncSession, subject_id: UUID) -> list[MatchingList]:
    """The lists shown for a subject, oldest first."""
    query = select(MatchingList).filter_by(subject_id=subject_id).order_by(MatchingList.id)
    return list((await session.execute(query)).scalars())


async def count_exposures(session: AsyncSession, since: date) -> None:
    """Count anew on how many lists of demands each expert stood; a list counts once a day."""
    await session.execute(text("DELETE FROM matching_exposures"))
    counted = text(
        "INSERT INTO matching_exposures (expert_id, shown)"
        " SELECT (one ->> 'id')::uuid, count(DISTINCT (l.subject_id, l.shown_on))"
        " FROM matching_lists l, jsonb_array_elements(l.result) AS one"
        " WHERE l.subject_kind = 'demand' AND l.shown_on >= :since"
        " GROUP BY 1"
    )
    await session.execute(counted, {"since": since})


async def exposures(session: AsyncSession) -> list[int]:
    """How often each expert of the library was shown, fewest first."""
    shown = func.coalesce(MatchingExposure.shown, 0)
    query = (
        select(shown)
        .select_from(Expert)
        .outerjoin(MatchingExposure, MatchingExposure.expert_id == Expert.id)
        .where(Expert.state == ExpertState.FILED)
        .order_by(shown)
    )
    return list((await session.execute(query)).scalars())


async def shown_lists(session: AsyncSession, since: date) -> int:
    """How many lists were shown since a day."""
    query = select(func.count()).where(
        MatchingList.subject_kind == "demand", MatchingList.shown_on >= since
    )
    return (await session.execute(query)).scalar_one()


async def latest_of_demands(session: AsyncSession, since: date, most: int) -> list[MatchingList]:
    """The last list shown of each demand since a day, the newest first."""
    last = (
        select(MatchingList.id)
        .where(MatchingList.subject_kind == "demand", MatchingList.shown_on >= since)
        .distinct(MatchingList.subject_id)
        .order_by(MatchingList.subject_id, MatchingList.id.desc())
    )
    query = select(MatchingList).where(MatchingList.id.in_(last))
    query = query.order_by(MatchingList.id.desc()).limit(most)
    return list((await session.execute(query)).scalars())


async def agreed_experts(session: AsyncSession, ids: Sequence[UUID]) -> dict[str, set[str]]:
    """Whom the parties of these demands settled on, by the demand's id."""
    query = text(
        "SELECT p.demand_id, p.expert_id FROM participations p JOIN matches m ON m.id = p.match_id"
        " WHERE p.demand_id = ANY(:ids) AND m.state IN ('agreed', 'engaged', 'ended')"
    )
    found: dict[str, set[str]] = {}
    for row in await session.execute(query, {"ids": list(ids)}):
        found.setdefault(str(row.demand_id), set()).add(str(row.expert_id))
    return found

"""The one list shape, and the one way to ask for a page of it."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.rows import AnySelect

T = TypeVar("T")

# Exact totals of wide lists cost more than the list: past this we say "1000+".
TOTAL_CAP = 1000


class PageQuery(BaseModel):
    """Base of each list's query model: unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=20, ge=1, le=100)
    offset: int = Field(default=0, ge=0, le=10_000)


class Page(BaseModel, Generic[T]):
    """One page. `total` stops at 1000 when `total_is_capped`."""

    items: list[T]
    total: int
    total_is_capped: bool
    limit: int
    offset: int


async def count_capped(session: AsyncSession, query: AnySelect) -> tuple[int, bool]:
    """How many rows `query` has, counting no further than the cap."""
    capped = query.order_by(None).limit(TOTAL_CAP + 1).subquery()
    total = (await session.execute(select(func.count()).select_from(capped))).scalar_one()
    return min(total, TOTAL_CAP), total > TOTAL_CAP


async def page_rows(
    session: AsyncSession, query: AnySelect, asked: PageQuery
) -> tuple[list[Any], dict[str, Any]]:
    """The rows asked for, and the remaining fields of their Page."""
    total, capped = await count_capped(session, query)
    rows = (await session.execute(query.limit(asked.limit).offset(asked.offset))).all()
    frame = {
        "total": total,
        "total_is_capped": capped,
        "limit": asked.limit,
        "offset": asked.offset,
    }
    return list(rows), frame

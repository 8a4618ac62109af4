"""Reading a list to its end."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from sqlalchemy import column, func, select, table, text, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from backend.platform.rows import AnyRow, AnySelect

# What a filter by id may point at; later slices' tables are read by name.
organisations = table("organisations", column("id"), column("name"))
demands = table("demands", column("id"), column("number"))
accounts = table("accounts", column("id"), column("display_name"))


async def hold_still(session: AsyncSession) -> None:
    """Count and rows of this transaction, which has read nothing yet, see the same moment."""
    await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def count(session: AsyncSession, query: AnySelect, most: int) -> int:
    """How many rows a query has, counting no further than `most`."""
    rows = query.order_by(None).limit(most).subquery()
    return (await session.execute(select(func.count()).select_from(rows))).scalar_one()


async def in_batches(
    session: AsyncSession, query: AnySelect, size: int
) -> AsyncIterator[Sequence[AnyRow]]:
    """The rows as of now, some at a time, from a cursor of the server: memory stays the same."""
    found = await session.stream(query.execution_options(yield_per=size))
    async for rows in found.partitions(size):
        yield rows


async def called(session: AsyncSession, id: UUID) -> str | None:
    """The name of the organisation, demand or account a filter asks for."""
    names = union_all(
        select(organisations.c.name).where(organisations.c.id == id),
        select(demands.c.number).where(demands.c.id == id),
        select(accounts.c.display_name).where(accounts.c.id == id),
    )
    return (await session.execute(names.limit(1))).scalar_one_or_none()

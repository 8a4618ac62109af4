"""What is read of the code lists. They are public: there is nobody to narrow them for."""

from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists.models import CodeEntry, CodeListVersion


async def versions(session: AsyncSession) -> list[CodeListVersion]:
    """The loaded lists, by name."""
    rows = await session.execute(select(CodeListVersion).order_by(CodeListVersion.list))
    return list(rows.scalars())


async def version(session: AsyncSession, name: str) -> CodeListVersion | None:
    """The loaded edition of one list."""
    query = select(CodeListVersion).where(CodeListVersion.list == name)
    return (await session.execute(query)).scalar_one_or_none()


def _valid(name: str, on: date | None) -> Select[CodeEntry]:
    query = select(CodeEntry).where(CodeEntry.list == name).order_by(CodeEntry.position)
    if on is None:
        return query.where(CodeEntry.valid_to.is_(None))
    ended = or_(CodeEntry.valid_to.is_(None), CodeEntry.valid_to > on)
    return query.where(CodeEntry.valid_from <= on, ended)


async def entries(
    session: AsyncSession, name: str, on: date | None = None, *, parent: str = "", q: str = ""
) -> list[CodeEntry]:
    """The entries valid on a day (without one: the present ones), in the list's own order.

    `q` is looked for in code, name, other names and pinyin.
    """
    query = _valid(name, on)
    if parent:
        query = query.where(CodeEntry.parent_code == parent)
    if q:
        texts = (CodeEntry.name, CodeEntry.attributes["aliases"].astext)
        found = [text.icontains(q, autoescape=True) for text in texts]
        found.append(CodeEntry.code.startswith(q, autoescape=True))
        pinyin = func.replace(CodeEntry.attributes["pinyin"].astext, " ", "")
        found.append(pinyin.icontains(q.replace(" ", ""), autoescape=True))
        query = query.where(or_(*found))
    return list((await session.execute(query)).scalars())


async def names(session: AsyncSession, name: str) -> dict[str, str]:
    """The latest names of all codes of a list, of ended ones too."""
    query = (
        select(CodeEntry.code, CodeEntry.name)
        .where(CodeEntry.list == name)
        .order_by(CodeEntry.valid_from)
    )
    return {row.code: row.name for row in await session.execute(query)}


async def present_codes(session: AsyncSession, name: str) -> set[str]:
    """The codes the list has now."""
    query = select(CodeEntry.code).where(CodeEntry.list == name, CodeEntry.valid_to.is_(None))
    return set((await session.execute(query)).scalars())

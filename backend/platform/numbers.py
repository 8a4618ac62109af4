"""Numbers people read out on the telephone: XQ-2026-000123, without gaps, anew each year."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from backend.platform import clock
from backend.platform.models import Base


class NumberSeries(Base):
    """The last number given out of one series in one year."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


async def next_number(session: AsyncSession, series: str) -> str:
    """The next number of `series` this year. Others wait for it until this transaction ends."""
    year = clock.today().year
    first = insert(NumberSeries).values(series=series, year=year, last=1)
    taken = first.on_conflict_do_update(
        index_elements=[NumberSeries.series, NumberSeries.year],
        set_={"last": NumberSeries.last + 1},
    ).returning(NumberSeries.last)
    last = (await session.execute(taken)).scalar_one()
    return f"{series}-{year}-{last:06d}"

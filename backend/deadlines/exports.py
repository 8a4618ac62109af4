"""The deadlines as a table."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.deadlines.schemas import DeadlineRead, MonthRead
from backend.deadlines.service import NAMES, months_ahead
from backend.deadlines.timetable import Kind
from backend.exports.service import Col, Listing
from backend.identity.actor import Actor
from backend.platform.pagination import PageQuery

Row = tuple[MonthRead, DeadlineRead]


async def _whole(session: AsyncSession, _: Actor, __: PageQuery) -> Sequence[Row]:
    found = await months_ahead(session)
    return [(month, one) for month in found for one in (month.review, month.letter)]


DEADLINES = Listing[PageQuery, Row](
    name="deadlines",
    title="截止安排",
    asked=PageQuery,
    whole=_whole,
    columns=(
        Col("月份", lambda one: f"{one[0].month:%Y-%m}", 10),
        Col("哪一个截止日", lambda one: NAMES[Kind(one[1].kind)], 24),
        Col("截止日", lambda one: one[1].on, 12),
        Col("原定", lambda one: one[1].moved_from, 12),
        Col("最后一个工作日", lambda one: one[1].last_working_day, 16),
        Col("剩余工作日", lambda one: one[1].working_days_left, 12),
        Col("此日前提交的本轮审结", lambda one: one[0].guarantee_on, 22),
        Col("公告", lambda one: one[1].announcement, 40),
    ),
    filters={},
)

"""The list of monthly batches as a spreadsheet."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.schemas import BatchCard, BatchQuery, RoundListQuery, RoundOffice
from backend.batches.service.reading import card
from backend.batches.service.receiving import office_read, round_of
from backend.batches.states import BATCH, STANDING_NAMES
from backend.deadlines.service import timetable
from backend.exports.service import Col, Filter, Listing
from backend.identity.actor import Actor
from backend.platform.rows import AnyRow, AnySelect


async def _show(session: AsyncSession, _: Actor, rows: Sequence[AnyRow]) -> Sequence[BatchCard]:
    table = await timetable(session)
    return [card(row, table) for row in rows]


BATCHES = Listing(
    name="batches",
    title="月度推荐批次",
    asked=BatchQuery,
    query=queries.listing,
    show=_show,
    columns=(
        Col("批次编号", lambda card: card.number, 20),
        Col("月份", lambda card: f"{card.month:%Y-%m}", 10),
        Col("组织推荐部门", lambda card: card.organisation.name, 30),
        Col("状态", lambda card: card.state_name, 16),
        Col("是否逾期", lambda card: "逾期未收到" if card.is_late else "", 12),
        Col("推荐人数", lambda card: card.entry_count, 10),
        Col("其中经豁免", lambda card: card.waived_count, 12),
        Col("截止冻结时间", lambda card: card.frozen_at, 18),
        Col("收到纸质件时间", lambda card: card.paper_received_at, 18),
        Col("备案时间", lambda card: card.acknowledged_at, 18),
    ),
    filters={
        "month": Filter("月份"),
        "state": Filter("状态", words=BATCH.labels),
        "organisation_id": Filter("组织推荐部门"),
    },
)


async def _round(session: AsyncSession, _: Actor, asked: RoundListQuery) -> AnySelect:
    month = round_of(await timetable(session), asked.month)
    return queries.round_offices(month, asked.standing)


async def _offices(
    session: AsyncSession, _: Actor, rows: Sequence[AnyRow]
) -> Sequence[tuple[date, RoundOffice]]:
    table = await timetable(session)
    return [(row.round, office_read(row, table)) for row in rows]


ROUND = Listing[RoundListQuery, tuple[date, RoundOffice]](
    name="receipts",
    title="纸质件签收登记",
    asked=RoundListQuery,
    rows=_round,
    show=_offices,
    columns=(
        Col("月份", lambda one: f"{one[0]:%Y-%m}", 10),
        Col("组织推荐部门", lambda one: one[1].organisation.name, 30),
        Col("情况", lambda one: one[1].standing_name, 22),
        Col("是否逾期", lambda one: "逾期未收到" if one[1].is_late else "", 12),
        Col("批次编号", lambda one: one[1].batch and one[1].batch.number, 20),
        Col("推荐人数", lambda one: one[1].batch and one[1].batch.entry_count, 10),
        Col("其中经豁免", lambda one: one[1].batch and one[1].batch.waived_count, 12),
        Col("收到纸质件时间", lambda one: one[1].batch and one[1].batch.paper_received_at, 18),
    ),
    filters={
        "month": Filter("月份"),
        "standing": Filter("情况", words=STANDING_NAMES),
    },
)

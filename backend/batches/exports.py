"""The list of monthly batches as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.schemas import BatchCard, BatchQuery
from backend.batches.service.reading import card
from backend.batches.states import BATCH
from backend.deadlines.service import timetable
from backend.exports.schemas import ExportIn
from backend.exports.service import Col, Filter, Listing, SheetResponse
from backend.exports.service import export as take
from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.platform.rows import AnyRow, AnySelect


async def _rows(_: AsyncSession, actor: Actor, asked: BatchQuery) -> AnySelect:
    return queries.listing(actor, asked)


async def _show(session: AsyncSession, _: Actor, rows: Sequence[AnyRow]) -> Sequence[BatchCard]:
    table = await timetable(session)
    return [card(row, table) for row in rows]


BATCHES = Listing(
    name="batches",
    title="月度推荐批次",
    asked=BatchQuery,
    rows=_rows,
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


async def listing(db: Database, actor: Actor, asked: BatchQuery, body: ExportIn) -> SheetResponse:
    """The batches the actor may see."""
    return await take(db, actor, BATCHES, asked, body)

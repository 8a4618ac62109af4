"""The rows behind a figure as a spreadsheet."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend.dashboards.queries import figures
from backend.dashboards.schemas import RowsQuery
from backend.dashboards.service.count_figures import (
    LATE_TITLES,
    STAGE_NAMES,
    SUBJECT_NAMES,
    deadlines,
    figure_row,
)
from backend.exports.service import Col, Filter, Listing
from backend.identity.actor import Actor
from backend.platform.rows import AnySelect


async def _rows(session: AsyncSession, actor: Actor, asked: RowsQuery) -> AnySelect:
    return figures.rows_of(actor, asked, await deadlines(session))


FIGURE_ROWS = Listing(
    name="dashboard_rows",
    title="统计明细",
    asked=RowsQuery,
    rows=_rows,
    read=figure_row,
    columns=(
        Col("名称", lambda row: row.title, 40),
        Col("状态", lambda row: row.state_name, 16),
        Col("负责单位", lambda row: row.organisation_name, 30),
        Col("起始时间", lambda row: row.since, 18),
        Col("期限", lambda row: row.due, 12),
    ),
    filters={
        "subject": Filter("类别", words=SUBJECT_NAMES),
        "state": Filter("状态"),
        "stage": Filter("进展", words=STAGE_NAMES),
        "late": Filter("逾期事项", words=LATE_TITLES),
        "city_code": Filter("设区市", codes="divisions"),
        "organisation_id": Filter("负责单位"),
    },
)

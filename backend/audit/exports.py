"""The audit trail as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import queries
from backend.audit.schemas import AuditEventRead, AuditQuery
from backend.audit.service import event_read
from backend.audit.words import ACTIONS, SUBJECTS
from backend.exports.schemas import ExportIn
from backend.exports.service import Col, Filter, Listing, SheetResponse
from backend.exports.service import export as take
from backend.identity.actor import Actor
from backend.platform.database import Database
from backend.platform.rows import AnyRow, AnySelect
from backend.platform.states import TABLES


async def _rows(_: AsyncSession, __: Actor, asked: AuditQuery) -> AnySelect:
    return queries.listing(asked)


async def _show(_: AsyncSession, __: Actor, rows: Sequence[AnyRow]) -> Sequence[AuditEventRead]:
    return [event_read(row[0]) for row in rows]


def _state(event: AuditEventRead) -> str | None:
    table = TABLES.get(event.subject_type)
    known = table and event.to_state in table.labels
    return table.label(event.to_state) if table and known and event.to_state else event.to_state


TRAIL = Listing(
    name="audit",
    title="操作日志",
    asked=AuditQuery,
    rows=_rows,
    show=_show,
    columns=(
        Col("时间", lambda event: event.occurred_at, 18),
        Col("操作人", lambda event: event.actor_name, 14),
        Col("身份", lambda event: event.actor_role_name, 16),
        Col("操作", lambda event: event.text, 24),
        Col("对象类别", lambda event: event.subject_name, 14),
        Col("对象编号", lambda event: str(event.subject_id), 38),
        Col("操作后状态", _state, 16),
        Col("说明", lambda event: event.detail.get("reason") or event.detail.get("note"), 36),
        Col("来源地址", lambda event: event.client_address, 18),
        Col("请求编号", lambda event: event.request_id, 38),
    ),
    filters={
        "subject_type": Filter("对象类别", words=SUBJECTS),
        "subject_id": Filter("对象编号"),
        "account_id": Filter("操作人"),
        "action": Filter("操作", words=ACTIONS),
        "since": Filter("起始时间"),
        "until": Filter("截止时间"),
    },
)


async def listing(db: Database, actor: Actor, asked: AuditQuery, body: ExportIn) -> SheetResponse:
    """The trail."""
    return await take(db, actor, TRAIL, asked, body)

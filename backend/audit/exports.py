"""The audit trail as a spreadsheet."""

from backend.audit import queries
from backend.audit.schemas import AuditEventRead, AuditQuery
from backend.audit.service import event_read
from backend.audit.words import ACTIONS, SUBJECTS
from backend.exports.service import Col, Filter, Listing
from backend.platform.states import TABLES


def _state(event: AuditEventRead) -> str | None:
    table = TABLES.get(event.subject_type)
    known = table and event.to_state in table.labels
    return table.label(event.to_state) if table and known and event.to_state else event.to_state


TRAIL = Listing(
    name="audit",
    title="操作日志",
    asked=AuditQuery,
    query=lambda _, asked: queries.listing(asked),
    read=lambda row: event_read(row[0]),
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

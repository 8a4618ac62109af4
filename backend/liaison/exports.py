"""The workbench as a spreadsheet."""

from backend.exports.service import Col, Filter, Listing
from backend.identity.actor import Actor
from backend.liaison import queries
from backend.liaison.schemas import WorkbenchQuery
from backend.liaison.service import limits, row_read
from backend.liaison.states import Show
from backend.platform.rows import AnySelect

SHOW_NAMES = {
    Show.ALL: "全部",
    Show.VISIT_DUE: "该走访",
    Show.EXPERT_SILENT: "特派员久未记录",
    Show.ENTERPRISE_LATE: "企业待确认",
    Show.PROBLEMS: "有待答复的问题",
    Show.RATING_DUE: "待评价",
}


def _query(actor: Actor, asked: WorkbenchQuery) -> AnySelect:
    return queries.workbench(actor, asked, limits())


WORKBENCH = Listing(
    name="liaison_services",
    title="联络员工作台",
    asked=WorkbenchQuery,
    query=_query,
    read=row_read,
    columns=(
        Col("企业", lambda row: row.enterprise.name, 28),
        Col("特派员（团长）", lambda row: row.expert.name, 14),
        Col("需求编号", lambda row: row.demand.number, 18),
        Col("需求名称", lambda row: row.demand.title, 36),
        Col("状态", lambda row: row.state_name, 16),
        Col("特派员最近记录", lambda row: row.last_log_at, 18),
        Col("企业最近确认", lambda row: row.last_answer_at, 18),
        Col("待企业确认", lambda row: row.unanswered, 12),
        Col("最近走访", lambda row: row.last_visit, 12),
        Col("下次走访", lambda row: row.visit_due, 12),
        Col("待答复问题", lambda row: row.open_problems, 12),
        Col("评价期限", lambda row: row.rating_due, 12),
    ),
    filters={"show": Filter("范围", words=SHOW_NAMES), "q": Filter("关键词")},
)

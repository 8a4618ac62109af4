"""The review desk as a spreadsheet."""

from backend.exports.service import Col, Filter, Listing
from backend.platform import clock
from backend.platform.pagination import PageQuery
from backend.reviews import queries
from backend.reviews.schemas import QueueQuery, TakeOverQuery, TakeOverRead
from backend.reviews.service.read_desk import task_read
from backend.reviews.service.take_over import case_read, ripe_cases
from backend.reviews.states import SUBJECT_NAMES

QUEUE = Listing(
    name="reviews",
    title="待审核清单",
    asked=QueueQuery,
    query=lambda actor, asked: queries.queue(actor, asked, clock.today()),
    read=lambda row: task_read(row[0], clock.today()),
    columns=(
        Col("名称", lambda task: task.title, 30),
        Col("类别", lambda task: task.subject_name, 12),
        Col("第几次提交", lambda task: task.number, 12),
        Col("摘要", lambda task: task.summary, 40),
        Col("提交时间", lambda task: task.opened_at, 18),
        Col("办理期限", lambda task: task.due_on, 12),
        Col("剩余天数", lambda task: task.days_left, 10),
        Col("提示", lambda task: [flag.name for flag in task.flags], 28),
        Col("接办", lambda task: "接办" if task.taken_over else "", 8),
    ),
    filters={
        "subject": Filter("类别", words=SUBJECT_NAMES),
        "overdue": Filter("已逾期"),
        "attention": Filter("需要留意"),
        "sort": Filter("排序", words={"due": "临近期限在前", "newest": "最新提交在前"}),
    },
)


CASE_COLUMNS = (
    Col[TakeOverRead]("名称", lambda case: case.title, 30),
    Col[TakeOverRead]("类别", lambda case: case.subject_name, 12),
    Col[TakeOverRead]("办理期限", lambda case: case.due_on, 12),
    Col[TakeOverRead]("剩余天数", lambda case: case.days_left, 10),
    Col[TakeOverRead]("所在单位", lambda case: case.organisation_name, 30),
    Col[TakeOverRead](
        "原因", lambda case: "本单位无人可审" if case.nobody_left else "逾期未审", 16
    ),
)


TAKE_OVERS = Listing(
    name="takeovers",
    title="可接办事项清单",
    asked=TakeOverQuery,
    rows=ripe_cases,
    read=case_read,
    columns=CASE_COLUMNS,
    filters={"subject": Filter("类别", words=SUBJECT_NAMES)},
)

ORPHANS = Listing(
    name="orphans",
    title="无人可审事项清单",
    asked=PageQuery,
    query=lambda _, __: queries.orphans(),
    read=case_read,
    columns=CASE_COLUMNS,
    filters={},
)

"""The credit records as a spreadsheet."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.credit_records import queries
from backend.credit_records.schemas import CreditRecordQuery, CreditRecordRead
from backend.credit_records.service import read
from backend.credit_records.states import CREDIT_RECORD, KIND_NAMES
from backend.exports.service import Col, Filter, Listing
from backend.identity.actor import Actor
from backend.platform.rows import AnyRow


async def _show(
    session: AsyncSession, actor: Actor, rows: Sequence[AnyRow]
) -> Sequence[CreditRecordRead]:
    return [await read(session, actor, row[0]) for row in rows]


RECORDS = Listing(
    name="credit_records",
    title="信用记录清单",
    asked=CreditRecordQuery,
    query=queries.listing,
    show=_show,
    columns=(
        Col("编号", lambda record: record.number, 18),
        Col("对象", lambda record: record.subject_name, 28),
        Col("对象类别", lambda record: KIND_NAMES.get(record.subject_kind), 10),
        Col("证件号码（部分隐去）", lambda record: record.subject_mask, 22),
        Col("行为类别", lambda record: record.behaviour_class_name, 20),
        Col("行为", lambda record: record.behaviour, 48),
        Col("认定文件", lambda record: record.decision_document, 28),
        Col("认定机关", lambda record: record.deciding_body, 28),
        Col("生效日期", lambda record: record.valid_from, 12),
        Col("失效日期", lambda record: record.valid_to, 12),
        Col("状态", lambda record: record.state_name, 12),
        Col("解除理由", lambda record: record.lifted_because, 36),
    ),
    filters={
        "state": Filter("状态", words=CREDIT_RECORD.labels),
        "kind": Filter("对象类别", words=KIND_NAMES),
        "import_id": Filter("导入批次"),
        "q": Filter("查找"),
    },
)

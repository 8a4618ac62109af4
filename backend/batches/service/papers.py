"""Letter and list as PDF and XLSX: the same frozen batch gives the same bytes every time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch
from backend.batches.rules import HASH_SHOWN, list_is_intact
from backend.batches.schemas import Paper, PaperForm
from backend.batches.service.checking import alterations
from backend.batches.service.freezing import letter_of, list_rows
from backend.identity.actor import Actor
from backend.platform import audit, documents
from backend.platform.clock import SHANGHAI
from backend.platform.database import Database, use_case
from backend.platform.documents import Column, Sheet
from backend.platform.identifiers import shown_code
from backend.platform.problems import conflict, enforce, not_found

TEMPLATE = "batches/data/letter.typ"
PURPOSE = "推荐报送"
COPIES = ("一式两份　第一份", "一式两份　第二份")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ListColumn:
    """A column of the list: its key in the frozen row, heading, and widths on paper and screen."""

    key: str
    title: str
    share: float
    width: int


COLUMNS = (
    ListColumn("position", "序号", 0.8, 6),
    ListColumn("name", "姓名", 1.6, 12),
    ListColumn("sex", "性别", 0.8, 6),
    ListColumn("born", "出生年月", 1.3, 10),
    ListColumn("employer", "工作单位", 4, 32),
    ListColumn("title", "职称", 1.9, 14),
    ListColumn("degree", "学位", 1.2, 10),
    ListColumn("discipline", "主要学科", 2, 18),
    ListColumn("field", "技术领域", 3.6, 30),
    ListColumn("approved", "审核日期", 1.6, 12),
    ListColumn("remark", "备注", 2.8, 32),
)


@dataclass(frozen=True)
class FrozenList:
    """Everything that letter and list say; whoever has it needs no database to print them."""

    batch_id: UUID
    number: str
    code: str
    list_hash: str
    frozen_at: datetime
    letter: dict[str, Any]
    rows: list[list[str]]

    @property
    def url(self) -> str:
        """What the code on every page leads to."""
        return f"{self.letter['url']}/verify/{self.code}?h={self.list_hash[:HASH_SHOWN]}"

    @property
    def waived(self) -> str:
        """The share that passed by a waiver, for the head of the list."""
        count = self.letter["waived_count"]
        return f"，其中经豁免 {count} 人" if count else ""


async def frozen_list(session: AsyncSession, batch: Batch) -> FrozenList:
    """Step: what a frozen batch's papers say."""
    assert batch.frozen_at is not None
    rows = await list_rows(session, batch)
    letter = batch.letter
    if letter is None:  # frozen before letters were kept
        name = await queries.organisation_name(session, batch.organisation_id)
        letter = letter_of(batch, name, batch.frozen_at.astimezone(SHANGHAI).date(), rows)
    printed = [
        [str(position), *(row.printed[column.key] for column in COLUMNS[1:])]
        for position, row in enumerate(rows, 1)
    ]
    return FrozenList(
        batch_id=batch.id,
        number=batch.number,
        code=batch.code or "",
        list_hash=batch.list_hash or "",
        frozen_at=batch.frozen_at.astimezone(SHANGHAI),
        letter=letter,
        rows=printed,
    )


@use_case
async def _take(session: AsyncSession, actor: Actor, batch_id: UUID, form: PaperForm) -> FrozenList:
    found = await queries.visible(session, actor, batch_id)
    if found is None:
        raise not_found("这个批次")
    batch: Batch = found.Batch
    if batch.frozen_at is None:
        raise conflict("名单冻结之后才能下载推荐函和清单。", kind="state")
    altered = await alterations(session, batch, await list_rows(session, batch))
    enforce(list_is_intact([one.words for one in altered]))
    await audit.record(session, batch, "download", actor, purpose=PURPOSE, form=form)
    return await frozen_list(session, batch)


async def download_papers(db: Database, actor: Actor, batch_id: UUID, form: PaperForm) -> Paper:
    """Letter and list in two copies as PDF, or the list as XLSX; noted in the trail.

    Raises 404 for other organisations' batches, 409 before the freezing, 409 BATCH-04 when the
    list was altered.
    """
    frozen = await _take(db, actor, batch_id, form)
    if form == "xlsx":
        return Paper(await as_sheet(frozen), f"推荐科技特派员清单_{frozen.number}.xlsx", XLSX)
    pdf = await as_pdf(frozen)
    return Paper(pdf, f"推荐函和清单_{frozen.number}.pdf", "application/pdf")


async def as_pdf(frozen: FrozenList) -> bytes:
    """Letter and list, two copies in one file."""
    letter = frozen.letter
    data = {
        **{key: letter[key] for key in ("organisation", "month", "date", "title", "paragraphs")},
        "number": frozen.number,
        "hash": frozen.list_hash[:HASH_SHOWN],
        "notes": [f"共 {len(frozen.rows)} 人", f"核验码 {shown_code(frozen.code)}"],
        "count": len(frozen.rows),
        "waived": frozen.waived,
        "columns": [column.title for column in COLUMNS],
        "widths": [column.share for column in COLUMNS],
        "rows": frozen.rows,
        "qr": documents.qr_svg(frozen.url),
        "copies": COPIES,
    }
    return await documents.compose(TEMPLATE, data, frozen.frozen_at)


def notes_of(frozen: FrozenList) -> list[str]:
    """The lines above the table: what it is, and the marks by which it is found again."""
    letter = frozen.letter
    return [
        "推荐科技特派员清单",
        f"推荐单位：{letter['organisation']}　推荐月份：{letter['month']}",
        f"批次编号：{frozen.number}",
        f"共 {len(frozen.rows)} 人{frozen.waived}　冻结时间：{frozen.frozen_at:%Y-%m-%d %H:%M}",
        f"校验值：{frozen.list_hash}",
        f"核验码：{shown_code(frozen.code)}　核验网址：{frozen.url}",
    ]


async def as_sheet(frozen: FrozenList) -> bytes:
    """The list as a table."""
    columns = [Column(column.title, column.width) for column in COLUMNS]
    sheet = Sheet("推荐清单", columns, notes_of(frozen), made_at=frozen.frozen_at)
    rows = [[int(position), *rest] for position, *rest in frozen.rows]
    return await documents.sheet_bytes(sheet, rows)


def lines_of(frozen: FrozenList) -> list[list[str]]:
    """Every cell of the table as text, line by line."""
    titles = [column.title for column in COLUMNS]
    return [*([note] for note in notes_of(frozen)), titles, *frozen.rows]

"""An outside bad-credit list as a file: template, dry run, and records for a second officer."""

import hashlib
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.codelists import service as codelists
from backend.codelists.checks.numbers import check_credit_code, check_resident_id
from backend.credit_records import service as credit_records
from backend.credit_records.service import CLASSES, Named
from backend.credit_records.states import KIND_NAMES, Source
from backend.identity.actor import Actor
from backend.integrity.models import CreditImport
from backend.integrity.queries import papers
from backend.integrity.schemas import (
    ImportConfirmed,
    ImportForm,
    ImportRead,
    ImportResult,
    ImportRow,
)
from backend.integrity.service.finding import confirm_held
from backend.platform import audit, clock
from backend.platform.actions import allowed
from backend.platform.database import read_case, use_case
from backend.platform.documents import Column, Sheet, UnreadableSheet, read_sheet, write_sheet
from backend.platform.identifiers import new_id
from backend.platform.pagination import Page, PageQuery, page_rows
from backend.platform.problems import invalid

YES, NO = "是", "否"
NOTE = "外部不良信用记录导入模板，每行一条。"
CLASS_TITLE = "失信行为类别"
FIELDS = {
    "对象": "kind",
    "姓名或名称": "name",
    "证件号码或统一社会信用代码": "number",
    CLASS_TITLE: "behaviour_class",
    "失信行为": "behaviour",
    "认定文书": "decision_document",
    "认定机关": "deciding_body",
    "自": "valid_from",
    "至": "valid_to",
    "是否公开": "is_public",
}
DAY = "日期写成 2026-11-23"
HINTS = {
    "证件号码或统一社会信用代码": "个人填身份证或护照号码，企业填统一社会信用代码；整列为文本格式",
    "自": DAY,
    "至": f"{DAY}；没有期限的空着",
    "是否公开": "只有认定文书写明公开的填“是”",
}
NEEDED = [title for title in FIELDS if title not in {"自", "至", "是否公开"}]
RESIDENT_DIGITS = 18


@dataclass(frozen=True)
class Line:
    """One line of the file, read."""

    number: int
    subject: Named
    columns: Mapping[str, Any]
    faults: Sequence[str]


async def template(session: AsyncSession) -> BinaryIO:
    """Step: an empty table with choices and hints, as an open file."""
    classes = [one["name"] for one in await codelists.rows_of(session, CLASSES)]
    choices = {"对象": list(KIND_NAMES.values()), CLASS_TITLE: classes, "是否公开": [YES, NO]}
    columns = [Column(title, 22, HINTS.get(title, ""), choices.get(title, ())) for title in FIELDS]
    sheet = Sheet("不良信用记录", columns, (NOTE,), blank_rows=200)

    async def nothing() -> AsyncIterator[Sequence[Any]]:
        for row in ():
            yield row

    return await write_sheet(sheet, nothing())


@read_case
async def read_template(session: AsyncSession) -> bytes:
    """The template as a file."""
    with await template(session) as file:
        return file.read()


def _day(text: str, title: str, faults: list[str], *, needed: bool) -> date | None:
    if not text:
        if needed:
            faults.append(f"请填写“{title}”。")
        return None
    try:
        year, month, day = re.split(r"[-/.年月]", text[:10].rstrip("日"))
        return date(int(year), int(month), int(day))
    except ValueError:
        faults.append(f"“{title}”不是日期，{DAY}。")
        return None


def _number_fault(kind: str, number: str) -> str:
    """What is wrong with a number. Other papers than the resident's card have no check digit."""
    if kind == "enterprise":
        return check_credit_code(number).fault
    plain = "".join(one for one in number if one.isalnum())
    if len(plain) == RESIDENT_DIGITS:
        return check_resident_id(plain, clock.today()).fault
    return "" if len(plain) >= 5 else "证件号码太短，请核对。"


def _read_line(number: int, cells: Mapping[str, str], classes: Mapping[str, str]) -> Line:
    kinds = {name: kind for kind, name in KIND_NAMES.items()}
    faults = [f"请填写“{title}”。" for title in NEEDED if not cells[title]]
    kind = kinds.get(cells["对象"], "")
    if cells["对象"] and not kind:
        faults.append(f"“对象”应为以下之一：{'、'.join(kinds)}。")
    if cells[CLASS_TITLE] and cells[CLASS_TITLE] not in classes:
        faults.append(f"“{CLASS_TITLE}”不在列表中。")
    typed = cells["证件号码或统一社会信用代码"]
    if kind and typed and (fault := _number_fault(kind, typed)):
        faults.append(fault)
    start = _day(cells["自"], "自", faults, needed=True)
    end = _day(cells["至"], "至", faults, needed=False)
    if start and end and end < start:
        faults.append("截止日期不能早于开始日期。")
    columns = {
        "behaviour_class": classes.get(cells[CLASS_TITLE], ""),
        "behaviour": cells["失信行为"],
        "decision_document": cells["认定文书"],
        "deciding_body": cells["认定机关"],
        "valid_from": start,
        "valid_to": end,
        "is_public": cells["是否公开"] == YES,
    }
    subject = Named(kind or "person", typed, cells["姓名或名称"])
    return Line(number, subject, columns, faults)


async def _lines(session: AsyncSession, file: BinaryIO) -> list[Line]:
    """Every line of the file. Raises 422 for a file that is no such table."""
    try:
        found = await read_sheet(file, list(FIELDS))
    except UnreadableSheet as error:
        raise invalid(("/file", str(error))) from error
    classes = {one["name"]: one["code"] for one in await codelists.rows_of(session, CLASSES)}
    return [_read_line(number, cells, classes) for number, cells in found]


async def _judged(session: AsyncSession, lines: list[Line]) -> list[tuple[Line, ImportRow]]:
    """Each line with its outcome; the same document against the same subject counts once."""
    seen = await credit_records.known(session, [one.subject.key for one in lines])
    judged = []
    for line in lines:
        mark = (line.subject.key, line.columns["decision_document"])
        outcome = "faulty" if line.faults else "known" if mark in seen else "new"
        if outcome == "new":
            seen.add(mark)
        row = ImportRow(
            line=line.number,
            subject_name=line.subject.name,
            subject_mask=line.subject.mask,
            outcome=outcome,  # type: ignore[arg-type]
            faults=list(line.faults),
        )
        judged.append((line, row))
    return judged


async def _take_over(
    session: AsyncSession, actor: Actor, form: ImportForm, lines: list[Line]
) -> UUID:
    content = await form.file.read()
    made = CreditImport(
        id=new_id(),
        source=form.source,
        filename=form.file.filename or "",
        sha256=hashlib.sha256(content).hexdigest(),
        row_count=len(lines),
        imported_by=actor.account_id,
        importer_name=actor.name,
    )
    session.add(made)
    await audit.record(session, made, "import", actor, rows=len(lines), source=form.source)
    for line in lines:
        await credit_records.add_record(
            session,
            actor,
            line.subject,
            source=Source.IMPORT,
            import_id=made.id,
            **line.columns,
        )
    return made.id


@use_case
async def run(session: AsyncSession, actor: Actor, form: ImportForm) -> ImportResult:
    """Read the file; with `dry_run` say what would come of it, else propose its new records.

    Faulty lines stay out and are told; uploading the corrected file again is safe. Raises 422
    for a file that cannot be read.
    """
    judged = await _judged(session, await _lines(session, form.file.file))
    fresh = [line for line, row in judged if row.outcome == "new"]
    made = None
    if fresh and not form.dry_run:
        await form.file.seek(0)
        made = await _take_over(session, actor, form, fresh)
    rows = [row for _, row in judged]
    return ImportResult(
        id=made,
        dry_run=form.dry_run,
        new=len(fresh),
        known=sum(row.outcome == "known" for row in rows),
        faulty=sum(row.outcome == "faulty" for row in rows),
        rows=rows,
    )


@use_case
async def confirm(session: AsyncSession, actor: Actor, import_id: UUID) -> ImportConfirmed:
    """Confirm every record of a list that waits, each with all its effects.

    Raises 409 CREDIT-02 for the officer who took the list over.
    """
    confirmed = disqualified = 0
    for record_id in await credit_records.proposed_of_import(session, import_id):
        record = await credit_records.held(session, record_id)
        effects = await confirm_held(session, actor, record)
        confirmed += 1
        disqualified += len(effects.disqualified)
    return ImportConfirmed(confirmed=confirmed, disqualified=disqualified)


@read_case
async def listing(session: AsyncSession, actor: Actor, asked: PageQuery) -> Page[ImportRead]:
    """The lists that were taken over, the newest first."""
    rows, frame = await page_rows(session, papers.imports(), asked)
    items = []
    for row in rows:
        made: CreditImport = row.CreditImport
        columns = ("id", "source", "filename", "row_count", "importer_name", "created_at")
        other = credit_records.another_officer(made.imported_by, actor)
        items.append(
            ImportRead(
                **{name: getattr(made, name) for name in columns},
                waiting=row.waiting,
                allowed_actions=[allowed("confirm", "全部确认", other)] if row.waiting else [],
            )
        )
    return Page(items=items, **frame)

"""The department's register of paper: found by a scan, and who of the month is missing (6.4.2)."""

import re
import unicodedata
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch
from backend.batches.schemas import (
    BatchDetail,
    FoundPaper,
    RoundOffice,
    RoundQuery,
    RoundRead,
)
from backend.batches.service.reading import card, detail
from backend.batches.states import STANDING_NAMES, Standing
from backend.deadlines.service import timetable
from backend.deadlines.timetable import Timetable
from backend.identity.actor import Actor
from backend.identity.schemas import PlaceRead
from backend.platform import clock
from backend.platform.calendar import end_of_day
from backend.platform.database import read_case
from backend.platform.documents import register_paper
from backend.platform.identifiers import read_code
from backend.platform.problems import Problem, not_found
from backend.platform.rows import AnyRow

ADDRESS = re.compile(r"/verify/([0-9A-Z-]+)(?:\?H=([0-9A-F]{8,64}))?", re.IGNORECASE)
NOT_HERE = (
    "没有找到这份名单。请检查核验码或批次编号；如果是扫码得来的，这份材料可能不是平台生成的。"
)
NAME = "推荐名单或备案证明"
register_paper(NAME, ADDRESS)
AWAITED = frozenset({Standing.MISMATCH, Standing.MISSING, Standing.OPEN})


async def batch_of(session: AsyncSession, mark: str) -> tuple[Batch | None, str | None]:
    """Step: the batch of a scanned address, a code or a number; and the hash in the address."""
    plain = unicodedata.normalize("NFKC", mark).strip()
    address = ADDRESS.search(plain)
    code = read_code(address[1] if address else plain)
    batch = await queries.by_mark(session, code=code) if code else None
    if batch is None:
        batch = await queries.by_mark(session, number=plain.upper())
    return batch, address[2].lower() if address and address[2] else None


@read_case
async def find_paper(session: AsyncSession, actor: Actor, mark: str) -> FoundPaper:
    """The batch of a scanned address, a code or a number, as a scanner or a hand typed it.

    Raises 404 for a mark of no batch.
    """
    batch, scanned = await batch_of(session, mark)
    if batch is None:
        raise Problem(404, NOT_HERE)
    return FoundPaper(batch=await detail(session, actor, batch.id), scanned_hash=scanned)


@read_case
async def read_by_code(session: AsyncSession, actor: Actor, typed: str) -> BatchDetail:
    """The batch of a code, in full, for staff who may see it. Raises 404 for everybody else."""
    code = read_code(typed)
    batch = await queries.by_mark(session, code=code) if code else None
    if batch is None:
        raise not_found("这个批次")
    return await detail(session, actor, batch.id)


@read_case
async def read_round(session: AsyncSession, asked: RoundQuery) -> RoundRead:
    """A month's register: every recommending organisation and where its letter and list are."""
    table = await timetable(session)
    month = round_of(table, asked.month)
    rows = (await session.execute(queries.round_offices(month))).all()
    offices = [office_read(row, table) for row in rows]
    return RoundRead(
        month=month,
        letter_deadline=end_of_day(table.letter(month)),
        is_over=_is_over(table, month),
        counts={one: sum(office.standing is one for office in offices) for one in Standing},
        late_count=sum(office.is_late for office in offices),
        organisations=offices,
    )


def round_of(table: Timetable, month: date | None) -> date:
    """The first day of the month asked for, or of the round whose paper is awaited."""
    return (month or _latest(table)).replace(day=1)


def _is_over(table: Timetable, month: date) -> bool:
    return clock.now() >= end_of_day(table.letter(month))


def _latest(table: Timetable) -> date:
    """The month whose paper is due or came last: before this month's deadline, the one before."""
    today = clock.today()
    if table.round_of(clock.now()) > today.replace(day=1):
        return today
    return today.replace(day=1) - timedelta(days=1)


def office_read(row: AnyRow, table: Timetable) -> RoundOffice:
    """A row of a month's register."""
    standing = Standing(row.standing)
    return RoundOffice(
        organisation=PlaceRead(id=row.id, name=row.organisation_name, type=row.organisation_type),
        standing=standing,
        standing_name=STANDING_NAMES[standing],
        batch=card(row, table) if row.Batch else None,
        is_late=standing in AWAITED and _is_over(table, row.round),
    )

"""Whether frozen lists still are what was frozen: every row hashed anew (decision A20)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch
from backend.batches.schemas import Alteration, AlteredList
from backend.batches.service.freezing import ListRow, list_hash, list_rows
from backend.identity.actor import SYSTEM
from backend.platform import audit
from backend.platform.content import content_hash
from backend.platform.database import Database, read_case, use_case
from backend.platform.masking import person
from backend.platform.outbox import send_message

WHOLE = "批次记录本身（编号、推荐函或校验值）与冻结时不一致。"
TRAIL = "批次的校验值与冻结时写入审计记录的不一致。"


async def alterations(
    session: AsyncSession, batch: Batch, rows: Sequence[ListRow]
) -> list[Alteration]:
    """Step: what differs from the freezing, row by row; nothing for an open batch."""
    if batch.frozen_at is None:
        return []
    found = _altered_rows(batch, rows)
    if not found and list_hash(batch, rows) != batch.list_hash:
        found.append(Alteration(position=None, entry_id=None, what=WHOLE))
    if await queries.hash_in_trail(session, batch.id) != batch.list_hash:
        found.append(Alteration(position=None, entry_id=None, what=TRAIL))
    return found


def _altered_rows(batch: Batch, rows: Sequence[ListRow]) -> list[Alteration]:
    if batch.row_hashes is None:  # frozen before rows were hashed one by one
        return []
    now = {str(row.entry.id): row for row in rows}
    found = []
    for position, (entry_id, recorded) in enumerate(batch.row_hashes, 1):
        row = now.pop(entry_id, None)
        if row is None:
            found.append(_alteration(position, entry_id, "这一行不见了。"))
        elif row.hash != recorded:
            found.append(_alteration(position, entry_id, _what(row)))
    found += [_alteration(None, id, f"多出一行（{_who(row)}）。") for id, row in now.items()]
    return found


def _alteration(position: int | None, entry_id: str, what: str) -> Alteration:
    return Alteration(position=position, entry_id=UUID(entry_id), what=what)


def _who(row: ListRow) -> str:
    return person(row.printed["name"]) or ""


def _what(row: ListRow) -> str:
    if not row.is_submission_intact:
        return f"{_who(row)}的申报内容与提交时不一致。"
    return f"{_who(row)}的名单内容或审核记录与冻结时不一致。"


@read_case
async def check_list(session: AsyncSession, batch_id: UUID) -> AlteredList | None:
    """One frozen list checked; None when it is intact."""
    batch = await session.get_one(Batch, batch_id)
    found = await alterations(session, batch, await list_rows(session, batch))
    if not found:
        return None
    return AlteredList(batch_id=batch.id, number=batch.number, alterations=found)


@read_case
async def _frozen(session: AsyncSession) -> list[UUID]:
    return await queries.frozen_batches(session)


async def check_lists(db: Database) -> tuple[int, list[AlteredList]]:
    """How many frozen lists there are, and those that differ from what was frozen."""
    frozen = await _frozen(db)
    checked = [await check_list(db, batch_id) for batch_id in frozen]
    return len(frozen), [one for one in checked if one]


@use_case
async def _report(session: AsyncSession, altered: AlteredList) -> None:
    batch = await session.get_one(Batch, altered.batch_id)
    found = [one.model_dump(mode="json") for one in altered.alterations]
    await audit.record(session, batch, "found_altered", SYSTEM, alterations=found)
    lines = "；".join(one.words for one in altered.alterations[:5])
    event = f"batches:{batch.id}:altered:{content_hash({'found': found})[:16]}"
    for account_id in await queries.department_accounts(session):
        await send_message(
            session,
            event,
            account_id,
            f"名单与冻结时不一致：{batch.number}",
            f"夜间核对发现 {len(found)} 处：{lines}。备案前请先查明原因。",
            f"/batches/{batch.id}",
        )


async def report_altered(db: Database) -> int:
    """Check all lists; write each altered one into the trail and tell the department."""
    _, altered = await check_lists(db)
    for one in altered:
        await _report(db, one)
    return len(altered)

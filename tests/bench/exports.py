"""`make bench-exports`: memory and time of the largest file a list gives, as XLSX and as CSV.

50,000 events of the audit trail go the whole way of an export: the screen's query, masking, the
register, the file. Memory is what the process needs at most above what it had before.
"""

import asyncio
import resource
import sys
import time
from pathlib import Path

from sqlalchemy import text

from backend.audit.exports import TRAIL
from backend.audit.schemas import AuditQuery
from backend.commands.scratch import scratch_server
from backend.exports.rules import MOST_ROWS
from backend.exports.schemas import ExportIn, SheetForm
from backend.identity.permissions import Role
from backend.platform.database import Database
from tests.factories import people

FORMS: tuple[SheetForm, ...] = ("csv", "xlsx")
SIZES = (1_000, MOST_ROWS - 100)
MEGABYTE = 1024
EVENTS = text(
    """
    INSERT INTO audit_events (id, created_at, occurred_at, actor_name, actor_role, subject_type,
      subject_id, subject_version, action, detail, request_id, client_address)
    SELECT gen_random_uuid(), now(), now(), '演示经办' || n, 'reviewer', 'experts',
      gen_random_uuid(), n, 'reveal', '{"reason": "核对服务安排，联系本人确认到岗时间。"}',
      gen_random_uuid()::text, '10.0.0.1'
    FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS n
    """
)


def _peak_kb() -> int:
    """The most memory so far since it was last forgotten, in kB."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


async def _measure(db: Database) -> None:
    auditor = await people.officer(db, Role.AUDITOR)
    first = 1
    for size in SIZES:
        async with db.transaction() as session:
            await session.execute(EVENTS, {"first": first, "last": size})
        first = size + 1
        for form in FORMS:
            _forget_peak()
            before, started = _peak_kb(), time.perf_counter()
            body = ExportIn(purpose="测量导出占用的内存", form=form)
            answer = await TRAIL.take(db, auditor, AuditQuery(), body)
            written = 0
            async for piece in answer.body_iterator:
                written += len(piece)
            spent, grown = time.perf_counter() - started, _peak_kb() - before
            sys.stdout.write(
                f"{form:>5} {size:>7} rows: {written / 1024 / MEGABYTE:6.1f} MB file,"
                f" {spent:6.1f} s, peak +{grown / MEGABYTE:5.1f} MB\n"
            )


async def _main(url: str) -> None:
    db = Database(url)
    try:
        await _measure(db)
    finally:
        await db.close()


if __name__ == "__main__":
    with scratch_server() as scratch:
        asyncio.run(_main(scratch.url()))

"""Anybody who holds the paper or the file asks whether it is what the platform issued (6.4.3)."""

import asyncio
import io
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch, Certificate
from backend.batches.rules import HASH_SHOWN
from backend.batches.schemas import (
    CertificateVerification,
    FileCheckRead,
    FileDifference,
    ListVerification,
    VerificationRead,
)
from backend.batches.service.certifying import is_valid
from backend.batches.service.checking import alterations
from backend.batches.service.comparing import masked, page_differences, table_differences
from backend.batches.service.freezing import list_rows
from backend.batches.service.papers import (
    FrozenList,
    as_pdf,
    as_sheet,
    frozen_list,
    lines_of,
)
from backend.batches.states import BATCH
from backend.identity.actor import Actor
from backend.platform import clock, file_checks, file_types, masking, throttle
from backend.platform.database import Database, read_case
from backend.platform.documents import UnreadableFile, read_words
from backend.platform.identifiers import read_code, shown_code
from backend.platform.problems import Problem, invalid

WINDOW = timedelta(minutes=5)
LOOKUPS, FILES = 60, 10
MAX_BYTES = 8 * 1024 * 1024
SHOWN = 100
CODE = re.compile(r"核验码[:：]?\s*([0-9A-Z]{5}-[0-9A-Z]{5})")
UNKNOWN = "平台上没有这个核验码。请对照纸面核对每个字符；仍然没有，说明这份材料不是平台生成的。"


async def _throttled(db: Database, what: str, address: str, burst: int) -> None:
    # A transaction of its own: the attempt counts even when nothing is found.
    async with db.transaction() as session:
        await throttle.take(session, f"verify-{what}:{address}", burst=burst, per=WINDOW)


def _unknown() -> Problem:
    return Problem(404, UNKNOWN)


async def _of_list(session: AsyncSession, batch: Batch) -> ListVerification:
    frozen = await frozen_list(session, batch)
    altered = await alterations(session, batch, await list_rows(session, batch))
    return ListVerification(
        number=batch.number,
        organisation_name=frozen.letter["organisation"],
        month=batch.month,
        entry_count=len(frozen.rows),
        waived_count=frozen.letter["waived_count"],
        frozen_at=frozen.frozen_at,
        state=batch.state,
        state_name=BATCH.label(batch.state),
        short_hash=frozen.list_hash[:HASH_SHOWN],
        is_intact=not altered,
        names=[masking.person(row[1]) or "" for row in frozen.rows],
    )


async def _of_certificate(
    session: AsyncSession, certificate: Certificate
) -> CertificateVerification:
    valid, since = await is_valid(session, certificate)
    return CertificateVerification(
        number=certificate.number,
        name=masking.person(certificate.content["name"]) or "",
        organisation_name=certificate.content["organisation"],
        filed_on=certificate.content["filed_on"],
        is_valid=valid,
        ended_at=None if valid else since,
    )


@read_case
async def _look_up(session: AsyncSession, code: str) -> VerificationRead:
    shown = VerificationRead(code=shown_code(code), checked_at=clock.now())
    batch = await queries.by_mark(session, code=code)
    if batch is not None:
        shown.list = await _of_list(session, batch)
        return shown
    certificate = await queries.certificate(session, code=code)
    if certificate is None:
        raise _unknown()
    shown.certificate = await _of_certificate(session, certificate)
    return shown


async def verify(db: Database, typed: str, address: str) -> VerificationRead:
    """What a code on paper stands for, names masked: public.

    Raises 404 for a code nobody issued, 429 after too many from one address.
    """
    await _throttled(db, "code", address, LOOKUPS)
    code = read_code(typed)
    if code is None:
        raise _unknown()
    return await _look_up(db, code)


async def check_file(
    db: Database, content: bytes, address: str, actor: Actor | None = None
) -> FileCheckRead:
    """Compare a list's PDF or XLSX with the frozen list; the file is kept nowhere.

    Staff who may see the batch read what the list says; others only where the file differs.
    Raises 422 for other files, 404 for a file whose code nobody issued, 429 after too many.
    """
    await _throttled(db, "file", address, FILES)
    kind = await asyncio.to_thread(_kind, content)
    try:
        words = await read_words(kind, content)
    except UnreadableFile:
        raise invalid(("/file", "文件打不开或太大，请上传从平台下载的原文件。")) from None
    code = CODE.search("\n".join(_lines(kind, words)))
    frozen, shown, may_read = await _issued(db, read_code(code[1]) if code else None, actor)
    issued = await (as_pdf(frozen) if kind == "pdf" else as_sheet(frozen))
    found: list[FileDifference] = []
    if issued != content and kind == "pdf":
        ours = await read_words(kind, issued)
        found = await asyncio.to_thread(
            page_differences, ours["pages"], words["pages"], frozen.rows
        )
    elif issued != content:
        lines = lines_of(frozen)
        found = await asyncio.to_thread(
            table_differences, lines, words["rows"], len(words["sheets"])
        )
    return FileCheckRead(
        kind=kind,
        is_same=not found,
        is_original=issued == content,
        difference_count=len(found),
        differences=(found if may_read else masked(found))[:SHOWN],
        list=shown,
    )


def _kind(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise invalid(("/file", "文件超过 8 MB。请上传从平台下载的原文件，不是扫描件。"))
    kinds = {file_types.PDF: "pdf", file_types.XLSX: "xlsx"}
    found = file_checks.sniff(io.BytesIO(content))
    if found not in kinds:
        raise invalid(("/file", "请上传从平台下载的推荐函和清单（PDF）或清单（XLSX）。"))
    return kinds[found]


def _lines(kind: str, words: dict[str, Any]) -> Iterable[str]:
    return words["pages"] if kind == "pdf" else (cell for row in words["rows"] for cell in row)


@read_case
async def _issued(
    session: AsyncSession, code: str | None, actor: Actor | None
) -> tuple[FrozenList, ListVerification, bool]:
    if code is None:
        text = "文件里没有找到核验码。请上传从平台下载的原文件，照片和扫描件请改用输入核验码。"
        raise invalid(("/file", text))
    batch = await queries.by_mark(session, code=code)
    if batch is None:
        raise _unknown()
    may_read = await _may_read(session, actor, batch.id)
    return await frozen_list(session, batch), await _of_list(session, batch), may_read


async def _may_read(session: AsyncSession, actor: Actor | None, batch_id: UUID) -> bool:
    return actor is not None and await queries.visible(session, actor, batch_id) is not None

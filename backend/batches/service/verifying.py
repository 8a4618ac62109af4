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
from backend.batches.models import Certificate
from backend.batches.schemas import (
    CertificateVerification,
    FileCheckRead,
    FileDifference,
    ListVerification,
    VerificationRead,
)
from backend.batches.service.answering import look_up, of_certificate, of_list, unknown
from backend.batches.service.certifying import certificate_pdf
from backend.batches.service.comparing import masked, page_differences, table_differences
from backend.batches.service.papers import (
    FrozenList,
    as_pdf,
    as_sheet,
    frozen_list,
    lines_of,
)
from backend.batches.service.picturing import check_scan
from backend.identity.actor import Actor
from backend.platform import file_checks, file_types, throttle
from backend.platform.database import Database, read_case
from backend.platform.documents import UnreadableFile, read_words
from backend.platform.identifiers import read_code
from backend.platform.problems import invalid

WINDOW = timedelta(minutes=5)
LOOKUPS, FILES = 60, 10
MAX_BYTES = 12 * 1024 * 1024
SHOWN = 100
CODE = re.compile(r"核验码[:：]?\s*([0-9A-Z]{5}-[0-9A-Z]{5})")


async def _throttled(db: Database, what: str, address: str, burst: int) -> None:
    # A transaction of its own: the attempt counts even when nothing is found.
    async with db.transaction() as session:
        await throttle.take(session, f"verify-{what}:{address}", burst=burst, per=WINDOW)


async def verify(db: Database, typed: str, address: str) -> VerificationRead:
    """What a code on paper stands for, names masked: public.

    Raises 404 for a code nobody issued, 429 after too many from one address.
    """
    await _throttled(db, "code", address, LOOKUPS)
    code = read_code(typed)
    if code is None:
        raise unknown()
    return await look_up(db, code)


async def check_file(
    db: Database, content: bytes, address: str, actor: Actor | None = None
) -> FileCheckRead:
    """Compare a list's PDF or XLSX with the frozen list; the file is kept nowhere.

    Of a photo or a scan the code is read, and what it stands for is told; nothing is compared.
    Staff who may see the batch read what the list says; others only where the file differs.
    Raises 422 for other files, 404 for a file whose code nobody issued, 429 after too many.
    """
    await _throttled(db, "file", address, FILES)
    kind = await asyncio.to_thread(_kind, content)
    if kind == "scan":
        return await check_scan(db, content)
    try:
        words = await read_words(kind, content)
    except UnreadableFile:
        raise invalid(("/file", "文件打不开或太大，请上传从平台下载的原文件。")) from None
    found = CODE.search("\n".join(_lines(kind, words)))
    if kind == "pdf" and (found is None or words["is_scan"]):
        return await check_scan(db, content)
    code = read_code(found[1]) if found else None
    certificate = await _certificate(db, code)
    if certificate is not None:
        return await _compare_certificate(db, content, certificate)
    return await _compare_list(db, content, (kind, words), code, actor)


async def _compare_list(
    db: Database,
    content: bytes,
    read: tuple[Any, dict[str, Any]],
    code: str | None,
    actor: Actor | None,
) -> FileCheckRead:
    kind, words = read
    frozen, shown, may_read = await _issued(db, code, actor)
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


async def _compare_certificate(
    db: Database, content: bytes, certificate: Certificate
) -> FileCheckRead:
    issued = await certificate_pdf(certificate)
    found: list[FileDifference] = []
    if issued != content:
        ours, theirs = [(await read_words("pdf", one))["pages"] for one in (issued, content)]
        found = page_differences(ours, theirs, [])
    return FileCheckRead(
        kind="pdf",
        is_same=not found,
        is_original=issued == content,
        difference_count=len(found),
        differences=masked(found)[:SHOWN],
        list=None,
        certificate=await _shown(db, certificate),
    )


@read_case
async def _certificate(session: AsyncSession, code: str | None) -> Certificate | None:
    return await queries.certificate(session, code=code) if code else None


@read_case
async def _shown(session: AsyncSession, certificate: Certificate) -> CertificateVerification:
    return await of_certificate(session, certificate)


def _kind(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise invalid(("/file", "文件超过 12 MB。请上传原文件；照片和扫描件请只选有二维码的一页。"))
    kinds = {file_types.PDF: "pdf", file_types.XLSX: "xlsx"} | dict.fromkeys(
        file_types.IMAGES, "scan"
    )
    found = file_checks.sniff(io.BytesIO(content))
    if found not in kinds:
        refusal = file_types.foreign(io.BytesIO(content))
        if refusal.kind == "heic":
            raise invalid(("/file", refusal.sentence))
        raise invalid(
            ("/file", "请上传推荐函、清单或备案证明的原文件（PDF、XLSX）、扫描件或照片。")
        )
    return kinds[found]


def _lines(kind: str, words: dict[str, Any]) -> Iterable[str]:
    return words["pages"] if kind == "pdf" else (cell for row in words["rows"] for cell in row)


@read_case
async def _issued(
    session: AsyncSession, code: str | None, actor: Actor | None
) -> tuple[FrozenList, ListVerification, bool]:
    if code is None:
        raise invalid(("/file", "文件里没有找到核验码。请上传从平台下载的原文件。"))
    batch = await queries.by_mark(session, code=code)
    if batch is None:
        raise unknown()
    may_read = await _may_read(session, actor, batch.id)
    return await frozen_list(session, batch), await of_list(session, batch), may_read


async def _may_read(session: AsyncSession, actor: Actor | None, batch_id: UUID) -> bool:
    return actor is not None and await queries.visible(session, actor, batch_id) is not None

"""A stack of letters under the scanner or the camera: every page's code read, every list found."""

from collections.abc import Iterable
from typing import BinaryIO

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch
from backend.batches.schemas import PapersRead, ScannedPaper
from backend.batches.service.reading import detail
from backend.batches.service.receiving import ADDRESS, batch_of
from backend.identity.actor import Actor
from backend.platform.database import Database, read_case
from backend.platform.documents import (
    HOW_TO,
    CodesRead,
    PrintedCode,
    codes_of_upload,
    in_words,
    paper_of,
)
from backend.platform.identifiers import read_code
from backend.platform.problems import invalid

NOT_READ = f"没有读到二维码。{HOW_TO}也可以输入核验码或批次编号。"


async def read_papers(db: Database, actor: Actor, file: BinaryIO) -> PapersRead:
    """The lists whose pages a scan or a photo shows, and what else lies on the pages.

    Raises 422 for a file that cannot be read, or that shows no list.
    """
    return await _found(db, actor, await codes_of_upload(file))


@read_case
async def _found(session: AsyncSession, actor: Actor, read: CodesRead) -> PapersRead:
    papers: dict[tuple[Batch, str | None], list[int]] = {}
    others: dict[str, list[int]] = {}
    for one in read.found:
        batch, scanned = await batch_of(session, one.text) if _is_ours(one) else (None, None)
        if batch is not None:
            papers.setdefault((batch, scanned), []).append(one.page)
        elif what := await _what_else(session, one):
            others.setdefault(what, []).append(one.page)
    notes = list(_notes(others, read.page_count))
    if not papers:
        raise invalid(("/file", (*notes, NOT_READ)[0]))
    return PapersRead(
        page_count=read.page_count,
        papers=[
            ScannedPaper(
                batch=await detail(session, actor, batch.id),
                scanned_hash=scanned,
                hash_agrees=_agrees(batch, scanned),
                pages=pages,
            )
            for (batch, scanned), pages in papers.items()
        ],
        notes=notes,
        unread=read.unread,
    )


def _is_ours(one: PrintedCode) -> bool:
    return ADDRESS.search(one.text) is not None


def _agrees(batch: Batch, scanned: str | None) -> bool | None:
    if scanned is None or batch.list_hash is None:
        return None
    return batch.list_hash.startswith(scanned)


async def _what_else(session: AsyncSession, one: PrintedCode) -> str:
    """What a code is of that is no list's; nothing for a code the platform does not print."""
    address = ADDRESS.search(one.text)
    if address is None:
        return paper_of(one.text) or ""
    code = read_code(address[1])
    if code and await queries.certificate(session, code=code):
        return "备案证明"
    return "平台上没有的核验码"


def _notes(others: dict[str, list[int]], page_count: int) -> Iterable[str]:
    for what, pages in others.items():
        where = f"文件第 {in_words(pages)} 页" if page_count > 1 else "纸面上"
        yield f"{where}的二维码属于{what}，不是推荐名单。"

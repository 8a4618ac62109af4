"""What a machine reads on sealed paper that came back: its codes, and else its printed words."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.agreements import queries
from backend.agreements.models import Agreement
from backend.attachments.schemas import Upload
from backend.identity.actor import Actor
from backend.platform import documents, file_checks, file_types
from backend.platform.documents import CodesRead, UnreadableFile, in_words
from backend.platform.problems import invalid
from backend.settings import get_settings

NAME = "派驻服务协议"
SHOWN = 16
"""Characters of the checksum on each page."""
ADDRESS = re.compile(
    r"/agreements/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    r"\?h=([0-9a-f]{8,64})(?:&p=(\d{1,2})-(\d{1,2}))?$",
    re.IGNORECASE,
)
MARK = re.compile(r"校验值\s*([0-9a-f]{8,64})")
NUMBER = re.compile(r"协议编号[:：]\s*([A-Z]{2}-?[0-9-]+)")
documents.register_paper(NAME, ADDRESS)


@dataclass(frozen=True)
class PageCode:
    """One page's code: whose page it is, and which page of how many where the print says so."""

    at: int
    """The page of the uploaded file."""
    agreement_id: UUID
    mark: str
    page: int | None
    of: int | None


@dataclass(frozen=True)
class Looked:
    """All a machine read: codes of agreements, pages of other papers, and printed words."""

    file_pages: int = 1
    codes: Sequence[PageCode] = ()
    others: Sequence[tuple[int, str]] = ()
    words: Sequence[str] = ()

    @property
    def pages(self) -> list[int]:
        """The printed pages that are here, by their codes."""
        return sorted({code.page for code in self.codes if code.page and code.of})

    @property
    def page_count(self) -> int | None:
        """How many pages the print has, by its codes."""
        return max((code.of for code in self.codes if code.page and code.of), default=None)


def page_address(agreement: Agreement, page: int, of: int) -> str:
    """What the code on a page of the paper says, and leads to."""
    mark = agreement.text_hash[:SHOWN]
    return f"{get_settings().site_url}/agreements/{agreement.id}?h={mark}&p={page}-{of}"


def _page_code(at: int, found: re.Match[str]) -> PageCode:
    page, of = (int(number) if number else None for number in found.groups()[2:])
    return PageCode(at, UUID(found[1]), found[2].lower(), page, of)


def _sorted_out(read: CodesRead) -> Looked:
    codes, others = [], []
    for one in read.found:
        ours = ADDRESS.search(one.text)
        name = documents.paper_of(one.text)
        if ours:
            codes.append(_page_code(one.page, ours))
        elif name:
            others.append((one.page, name))
    return Looked(read.page_count, codes, others)


async def look_at(arrived: Upload) -> Looked:
    """Read an uploaded file; a PDF without codes is read by its words. Raises 422 for a broken PDF.

    Files of other types, and broken pictures, show nothing here; keeping them judges them.
    """
    kind = await asyncio.to_thread(file_checks.sniff, arrived.file)
    arrived.file.seek(0)
    if not documents.is_readable(kind):
        return Looked()
    try:
        looked = _sorted_out(await documents.read_codes(arrived.file))
        if looked.codes or looked.others or kind is not file_types.PDF:
            return looked
        content = await asyncio.to_thread(arrived.file.read)
        said = await documents.read_words("pdf", content)
    except UnreadableFile:
        if kind is not file_types.PDF:
            return Looked()
        raise invalid(("/file", "这个 PDF 打不开，请重新扫描，或改传照片。")) from None
    finally:
        arrived.file.seek(0)
    # What a scanner guessed of the letters is worth less than what a person reads.
    return Looked(looked.file_pages, words=() if said["is_scan"] else said["pages"])


async def strangers(
    session: AsyncSession, actor: Actor, agreement: Agreement, looked: Looked
) -> list[str]:
    """Step: which pages are not of the signed text, and of what they are instead.

    Another agreement is named to whom it concerns; to others it is only another one.
    """
    found: dict[str, list[int]] = {}
    for at, name in looked.others:
        found.setdefault(name, []).append(at)
    for code in looked.codes:
        what = await _what_else(session, actor, agreement, code)
        if code.at not in found.setdefault(what, []):
            found[what].append(code.at)
    found.pop("", None)
    if looked.file_pages == 1:
        return [f"纸面上的二维码属于{what}" for what in found]
    return [f"文件第 {in_words(pages)} 页的二维码属于{what}" for what, pages in found.items()]


async def _what_else(
    session: AsyncSession, actor: Actor, agreement: Agreement, code: PageCode
) -> str:
    """What a code is of; nothing for a page of the signed text."""
    if code.agreement_id != agreement.id:
        card = await queries.card(session, actor, code.agreement_id)
        return f"协议 {card[0].number}" if card else "另一份协议"
    if agreement.text_hash.startswith(code.mark):
        return ""
    for text, _ in await queries.revisions(session, agreement.id):
        if text.text_hash.startswith(code.mark):
            return f"这份协议的第 {text.revision} 稿（双方签署的是第 {agreement.revision} 稿）"
    return "这份协议的另一稿"

"""The QR codes on a scan or a photo: paper that comes back is seldom the file that was printed.

Each slice that prints a code registers how it looks; so whoever reads a page can name the paper
that lies before him, also where it is not the one expected.
"""

import asyncio
import re
from dataclasses import dataclass
from typing import BinaryIO

from backend.platform import file_checks, file_types
from backend.platform.documents.untrusted import UnreadableFile, run_reader
from backend.platform.problems import invalid

MOST_PAGES = 60
HOW_TO = "请把纸面放平，光线均匀、不反光，整页入镜（页脚的二维码要清楚）后重新拍照，或重新扫描。"
"""What helps when no code was found."""
UNREADABLE = "这个文件打不开，或者太大。请换一种方式扫描，或改传照片。"

_papers: dict[str, re.Pattern[str]] = {}


@dataclass(frozen=True)
class PrintedCode:
    """What one code says, and on which page of the file it is, counted from 1."""

    page: int
    text: str


@dataclass(frozen=True)
class CodesRead:
    """All codes of a file; pages after `looked` were not reached within the limits."""

    page_count: int
    looked: int
    found: tuple[PrintedCode, ...]

    @property
    def unread(self) -> list[int]:
        """The pages that show no code of a paper of ours, or were not reached."""
        read = {code.page for code in self.found if paper_of(code.text)}
        return [page for page in range(1, self.page_count + 1) if page not in read]


def register_paper(name: str, pattern: re.Pattern[str]) -> None:
    """Say how the code of a paper looks; `name` is what people call the paper."""
    _papers[name] = pattern


def paper_of(text: str) -> str | None:
    """What people call the paper that bears this code; None for a stranger's code."""
    return next((name for name, pattern in _papers.items() if pattern.search(text)), None)


def is_readable(kind: file_types.FileType | None) -> bool:
    """Whether codes are looked for in files of this type."""
    return kind is file_types.PDF or kind in file_types.IMAGES


async def read_codes(file: BinaryIO, most_pages: int = MOST_PAGES) -> CodesRead:
    """The codes of a PDF, JPEG, PNG or WebP; of the first `most_pages` pages at most.

    Drawn in a process of its own with 1 GiB and 20 seconds of work. Raises Refusal for other types
    of file, UnreadableFile for one that cannot be drawn within the limits.
    """
    kind = await asyncio.to_thread(file_checks.sniff, file)
    if not is_readable(kind):
        raise file_types.foreign(file)
    file.seek(0)
    content = await asyncio.to_thread(file.read)
    file.seek(0)
    how = "pdf-codes" if kind is file_types.PDF else "picture-codes"
    wanted = "|".join(pattern.pattern for pattern in _papers.values())
    told = await run_reader(content, how, wanted, str(most_pages))
    found = tuple(PrintedCode(page, text) for page, text in told["codes"])
    return CodesRead(told["count"], told["looked"], found)


async def codes_of_upload(file: BinaryIO, most_pages: int = MOST_PAGES) -> CodesRead:
    """The same for a file somebody has just sent; raises 422 at `/file` where it cannot be read."""
    try:
        return await read_codes(file, most_pages)
    except file_types.Refusal as refusal:
        raise invalid(("/file", refusal.sentence)) from None
    except UnreadableFile:
        raise invalid(("/file", UNREADABLE)) from None


def in_words(pages: list[int]) -> str:
    """Pages as people say them: 1、2、5."""
    return "、".join(map(str, pages))

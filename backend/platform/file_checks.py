"""Looking into an uploaded file before it is kept: what it is, and whether it is harmless."""

import asyncio
from dataclasses import dataclass
from typing import BinaryIO

from backend.platform.file_types import (
    IMAGES,
    PDF,
    ZIP_MAGIC,
    FileType,
    Refusal,
    by_magic,
    expect_name,
    foreign,
    head_of,
)
from backend.platform.images import reencode
from backend.platform.office_files import check_office
from backend.platform.pdf_files import check_pdf


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: as it came, or a picture drawn anew."""

    file: BinaryIO
    type: FileType


def _typed(file: BinaryIO) -> FileType:
    head = head_of(file)
    if not head:
        raise Refusal("empty", "文件是空的，请检查后重新选择。")
    found = by_magic(head)
    if found is None and head.startswith(ZIP_MAGIC):
        return check_office(file)
    if found is None:
        raise foreign(file)
    if found is PDF:
        check_pdf(file)
    return found


def sniff(file: BinaryIO) -> FileType | None:
    """What a file is by its content, if it is of a type we take; without judging a PDF."""
    found = by_magic(head_of(file))
    if found is None and head_of(file).startswith(ZIP_MAGIC):
        try:
            return check_office(file)
        except Refusal:
            return None
    return found


async def check(file: BinaryIO, filename: str) -> Checked:
    """The file to keep. Raises Refusal with what it is and what to do."""
    found = await asyncio.to_thread(_typed, file)
    expect_name(filename, found)
    if found not in IMAGES:
        return Checked(file, found)
    return Checked((await reencode(file)).file, found)

"""What an uploaded file is: told by its content against a short list, not by its name."""

import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

OOXML = "application/vnd.openxmlformats-officedocument"
MAX_PARTS = 5000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_DIRECTORY = 2 * 1024 * 1024
MAX_STEM = 120


@dataclass(frozen=True)
class FileType:
    """A type of file we take."""

    name: str
    media_type: str
    extensions: tuple[str, ...]


PDF = FileType("PDF", "application/pdf", (".pdf",))
JPEG = FileType("JPG 图片", "image/jpeg", (".jpg", ".jpeg"))
PNG = FileType("PNG 图片", "image/png", (".png",))
DOCX = FileType("Word 文档", f"{OOXML}.wordprocessingml.document", (".docx",))
XLSX = FileType("Excel 表格", f"{OOXML}.spreadsheetml.sheet", (".xlsx",))
NAMES = "PDF、JPG、PNG、DOCX、XLSX"

_MAGIC = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
_MAIN_PART = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_ENCRYPTED = 0x1


def sniff(file: BinaryIO) -> FileType | None:
    """The type of an open file by its first bytes or, for Office files, its parts; else None."""
    file.seek(0)
    head = file.read(8)
    for magic, found in _MAGIC.items():
        if head.startswith(magic):
            return found
    return _office(file) if head.startswith(b"PK\x03\x04") else None


def _lists_little(file: BinaryIO) -> bool:
    """Whether the archive's list of parts is short: a long one fills the memory once it is read."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 0xFFFF - 42))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22 or b"PK\x06\x07" in tail[max(0, at - 20) : at]:
        return False  # no archive, or a 64-bit one, which no office document of 20 MB is
    size: int = struct.unpack_from("<L", tail, at + 12)[0]
    return size <= MAX_DIRECTORY


def _office(file: BinaryIO) -> FileType | None:
    if not _lists_little(file):
        return None
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError):
        return None
    names = {part.filename for part in parts}
    bomb = len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED
    # A macro or a password hides what the file does or says.
    hidden = any(part.flag_bits & _ENCRYPTED for part in parts)
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if bomb or hidden or macros or "[Content_Types].xml" not in names:
        return None
    found = [kind for part, kind in _MAIN_PART.items() if part in names]
    return found[0] if len(found) == 1 else None


def safe_name(name: str) -> str:
    """A file name to show and send: no folders, no control or direction-changing characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in last if not unicodedata.category(c).startswith("C")).strip(" .")
    path = PurePosixPath(shown or "附件")
    return f"{path.stem[:MAX_STEM]}{path.suffix[:10]}"

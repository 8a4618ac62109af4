"""What an uploaded spreadsheet may be, judged before anything of it is unpacked into memory."""

import zipfile
from typing import BinaryIO

MAX_UNPACKED = 24 * 1024 * 1024
"""Bytes of all parts together. The largest table we take (5,000 lines) needs a tenth of it."""
MAX_PARTS = 200
USE_OURS = "请使用平台的模板，并另存为 .xlsx 格式。"
CHUNK = 256 * 1024
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How encrypted workbooks, and those of before 2007, begin."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_LONGEST_DOCTYPE = max(len(one) for one in _DOCTYPES)


class UnreadableSheet(Exception):
    """The file is no table we can read; the text says why and what to do."""


def check_package(file: BinaryIO) -> None:
    """Raise UnreadableSheet for what is empty, locked, no spreadsheet, or unpacks too large.

    The declared sizes can be trusted: reading stops at them.
    """
    file.seek(0)
    start = file.read(len(OLE))
    if not start:
        raise UnreadableSheet("选择的文件是空的，请重新选择。")
    if start == OLE:
        raise UnreadableSheet(_why_ole(file))
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            _check_sizes(package.infolist())
            for part in package.infolist():
                _check_part(package, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise UnreadableSheet(f"这不是 .xlsx 表格。{USE_OURS}") from error
    file.seek(0)


def _why_ole(file: BinaryIO) -> str:
    before = b""
    while part := file.read(CHUNK):
        if ENCRYPTED in before + part:
            return "这个文件设有密码，无法读取。请取消密码后重新上传。"
        before = part[-len(ENCRYPTED) :]
    return f"这是旧格式的表格（.xls）。{USE_OURS}"


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableSheet("这个文件展开后太大，无法读取。请使用平台的模板，并分成几份上传。")


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No part defines entities: a few hundred bytes of them can grow to gigabytes."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    before = b""
    with package.open(part) as content:
        while piece := content.read(CHUNK):
            joined = before + piece
            if any(one in joined for one in _DOCTYPES):
                raise UnreadableSheet("这个文件含有无法识别的内容。请使用平台的模板重新填写。")
            before = piece[-_LONGEST_DOCTYPE:]

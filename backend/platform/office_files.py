"""What a DOCX or XLSX may not hold: macros, programs, outside templates, archive tricks."""

import re
import struct
import zipfile
import zlib
from itertools import pairwise
from pathlib import PurePosixPath
from typing import BinaryIO

from backend.platform.file_types import (
    DOCX,
    XLSX,
    ZIP_MAGIC,
    FileType,
    Refusal,
    damaged,
    foreign,
    password,
)

MAX_PARTS = 5000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_DIRECTORY = 2 * 1024 * 1024
MAX_RATIO = 400
"""Of one large part; plain XML stays below 100."""
LARGE = 8 * 1024 * 1024
XML_HEAD = 64 * 1024
MAX_LISTING = 4 * 1024 * 1024
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ValueError),
    *(NotImplementedError, OSError, EOFError),
)
_MAIN_PART = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_ENCRYPTED = 0x1
_SAVE_AS_PDF = "请另存为 PDF 后上传。"
_DANGEROUS = frozenset(
    {".exe", ".dll", ".com", ".scr", ".js", ".vbs", ".ps1", ".bat", ".cmd", ".lnk", ".hta", ".jar"}
    | {".zip", ".rar", ".7z", ".gz", ".html", ".htm", ".mht", ".svg", ".swf", ".msi", ".iso"}
)
_INNER_OFFICE = frozenset({".docx", ".xlsx"})
_ACTIVE_TYPES = re.compile(rb"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_TARGET = re.compile(rb"Target\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
# Loaded by the reader's program when the file opens; a link that a person presses is not.
_LOADED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk)[\"']")
_REMOTE = re.compile(rb"^(?:[a-z][a-z0-9+.-]+:(?!///)|\\\\|//|file:///(?:/|\\))", re.IGNORECASE)
_AUTOMATIC = re.compile(rb"\bDDEAUTO\b|<(?:\w+:)?(?:ddeLink|oleLink)\b")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)[\"']")


def _bomb() -> Refusal:
    return Refusal("bomb", f"这个文件解压后异常庞大或结构异常，无法处理。{_SAVE_AS_PDF}")


def _tricky() -> Refusal:
    return Refusal("package", f"这个文件的内部结构异常，无法接收。{_SAVE_AS_PDF}")


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


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _bomb()
    for part in parts:
        large = part.file_size > LARGE
        if large and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise _bomb()
    ordered = sorted(parts, key=lambda part: part.header_offset)
    for one, following in pairwise(ordered):
        if one.header_offset + 30 + one.compress_size > following.header_offset:
            raise _bomb()  # parts that share their bytes, as quines and modern bombs do


def _check_name(part: zipfile.ZipInfo) -> None:
    name = part.filename
    path = PurePosixPath(name.replace("\\", "/"))
    link = part.external_attr >> 16 & 0o170000 == 0o120000
    if link or path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        raise _tricky()
    if path.suffix.lower() in _DANGEROUS:
        text = f"这个文件里夹带了“{path.name[:60]}”，无法接收。{_SAVE_AS_PDF}"
        raise Refusal("embedded", text)


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise password(" Office ")
    _check_sizes(parts)
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names):
        raise _tricky()
    for part in parts:
        _check_name(part)
        name = part.filename.lower()
        if "vbaproject" in name or "activex" in name or name.endswith("/vbadata.xml"):
            raise _macro()
        if name.endswith(".bin") and "/embeddings/" in name:
            raise _ole()


def _macro() -> Refusal:
    text = "这个文件含有宏（会自动运行的程序），请另存为不含宏的 DOCX、XLSX 或 PDF 后上传。"
    return Refusal("macro", text)


def _ole() -> Refusal:
    text = "这个文件里嵌有对象（如打包的程序、公式编辑器对象），无法检查。"
    return Refusal("embedded", text + _SAVE_AS_PDF)


def _external() -> Refusal:
    text = "这个文件打开时会从外部装载模板或内容，"
    return Refusal("external", text + _SAVE_AS_PDF)


def _plain(raw: bytes) -> bytes:
    """XML as UTF-8, whatever it came in. Raises Refusal for encodings that hide what is said."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace").encode()
    declared = _DECLARED.match(raw.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in raw[:200] or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}):
        raise _tricky()
    return raw


def _check_xml(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No document type in any part: entities read files and fill memories."""
    with package.open(part) as opened:
        head = _plain(opened.read(XML_HEAD))
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", head, re.IGNORECASE):
        raise Refusal("entities", f"这个文件引用了外部实体，无法接收。{_SAVE_AS_PDF}")
    if not re.search(rb"<[A-Za-z_]", head):
        raise damaged(" Office ")


def _check_relations(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    for relation in _RELATION.findall(_plain(_whole(package, part))):
        target = _TARGET.search(relation)
        if not _OUTSIDE.search(relation) or target is None:
            continue
        if _LOADED.search(relation) and _REMOTE.match(target[1]):
            raise _external()


def _whole(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > MAX_LISTING:
        raise _bomb()
    return package.read(part)


def _check_automatic(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No text that starts another program when the file opens; read by pieces that overlap."""
    kept = b""
    with package.open(part) as opened:
        while piece := opened.read(1024 * 1024):
            if _AUTOMATIC.search(kept + piece):
                raise _external()
            kept = piece[-64:]


def _check_content(package: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    name = part.filename.lower()
    suffix = PurePosixPath(name).suffix
    if suffix in {".xml", ".rels"}:
        _check_xml(package, part)
    if suffix == ".rels":
        _check_relations(package, part)
    if name == "word/document.xml" or name.startswith("xl/externallinks/"):
        _check_automatic(package, part)
    if suffix in _INNER_OFFICE or (suffix not in {".xml", ".rels"} and _is_archive(package, part)):
        _check_inner(package, part, depth)


def _is_archive(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with package.open(part) as opened:
        return opened.read(4) == ZIP_MAGIC


def _check_inner(package: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    """A table behind a chart is an office file of its own; deeper than that nothing honest goes."""
    if depth or PurePosixPath(part.filename.lower()).suffix not in _INNER_OFFICE:
        raise Refusal("embedded", f"这个文件里夹带了压缩包，无法接收。{_SAVE_AS_PDF}")
    with package.open(part) as opened:
        check_office(opened, depth + 1)  # type: ignore[arg-type]


def _main_part(package: zipfile.ZipFile, names: set[str]) -> FileType | None:
    if "[Content_Types].xml" not in names:
        return None
    if _ACTIVE_TYPES.search(_plain(_whole(package, package.getinfo("[Content_Types].xml")))):
        raise _macro()
    found = [kind for part, kind in _MAIN_PART.items() if part in names]
    return found[0] if len(found) == 1 else None


def check_office(file: BinaryIO, depth: int = 0) -> FileType:
    """The type of an Office file. Raises Refusal for other archives and for what they hide."""
    if not _lists_little(file):
        raise damaged(" Office ")
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            _check_parts(parts)
            found = _main_part(package, {part.filename for part in parts})
            if found is None:
                raise foreign(file)
            for part in parts:
                _check_content(package, part, depth)
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        NotImplementedError,
        OSError,
        EOFError,
    ) as e:
        raise damaged(" Office ") from e
    return found

"""What a PDF may not hold, as far as its bytes tell without drawing it."""

import re
import zlib
from typing import BinaryIO

from backend.platform.file_types import Refusal, damaged, password

TAIL = 8192
MAX_OBJECTS = 32 * 1024 * 1024
"""Bytes of unpacked object streams looked through; honest files have a few."""
_PRINT = "请在电脑上打开后“打印”为新的 PDF，再上传新文件。"
# Longer names only: a short one such as /JS turns up by chance inside pictures. A script needs
# its long name too, and names may be written with #xx for any letter.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia|SubmitForm|ImportData|XFA)\b")
_EMBEDDED = re.compile(rb"/EmbeddedFiles?\b")
_FILE_SPEC = re.compile(rb"/U?F\s*(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]+)>)")
_DATA_NAMES = (b".xml", b".txt", b".csv", b".json")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECTS = re.compile(rb"/ObjStm\b")
_BEGIN = re.compile(rb"stream\r?\n")


def _unescaped(raw: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), raw)


def _object_streams(raw: bytes) -> bytes:
    """The objects a PDF keeps compressed, unpacked. Raises Refusal where they cannot be read."""
    unpacked = bytearray()
    for found in _OBJECTS.finditer(raw):
        begin = _BEGIN.search(raw, found.end(), found.end() + 2000)
        if begin is None:
            raise damaged(" PDF ")
        head = raw[max(0, found.start() - 500) : begin.start()].rpartition(b" obj")[2]
        if b"/FlateDecode" not in head and b"/Fl" not in head:
            if b"/Filter" in head:
                raise Refusal("unreadable", f"这个 PDF 的内部结构无法检查。{_PRINT}")
            unpacked += raw[begin.end() : raw.find(b"endstream", begin.end())]
            continue
        room = MAX_OBJECTS - len(unpacked) + 1
        try:
            unpacked += zlib.decompressobj().decompress(memoryview(raw)[begin.end() :], room)
        except zlib.error as error:
            raise damaged(" PDF ") from error
        if len(unpacked) > MAX_OBJECTS:
            raise Refusal("bomb", f"这个 PDF 解压后异常庞大，无法处理。{_PRINT}")
    return bytes(unpacked)


def _spec_name(written: bytes, in_hex: bytes) -> bytes:
    digits = b"".join(in_hex.split())
    name = bytes.fromhex(digits[: len(digits) // 2 * 2].decode()) if digits else written
    return name.replace(b"\0", b"").lower()


def _only_data_inside(raw: bytes) -> bool:
    """Whether every file inside is plain data, as electronic invoices carry; never a program."""
    names = [_spec_name(*found) for found in _FILE_SPEC.findall(raw)]
    return bool(names) and all(name.endswith(_DATA_NAMES) for name in names)


def _check_end(raw: bytes) -> None:
    """Raises Refusal for a file that is not all there, or goes on after its end."""
    tail = raw[-TAIL:]
    end = tail.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in tail:
        raise damaged(" PDF ")
    if b"PK\x05\x06" in tail or len(tail[end + 5 :].strip(b"\r\n\0 \t\x1a")) > 0:
        raise Refusal("polyglot", f"这个 PDF 的末尾夹带了其他内容。{_PRINT}")


def check_pdf(file: BinaryIO) -> None:
    """Raises Refusal for a PDF that is encrypted, broken, runs something or carries programs."""
    file.seek(0)
    raw = file.read()
    _check_end(raw)
    objects = _object_streams(raw)
    for part in (raw, objects):
        plain = _unescaped(part) if b"#" in part else part
        if re.search(rb"/Encrypt\b", plain):
            raise password(" PDF ")
        if _ACTIVE.search(plain):
            text = f"这个 PDF 含有脚本、动态表单或会自动运行的动作。{_PRINT}"
            raise Refusal("active", text)
    if _EMBEDDED.search(raw + objects) and not _only_data_inside(raw + objects):
        raise Refusal("embedded", f"这个 PDF 里夹带了其他文件，请把它们单独上传。{_PRINT}")

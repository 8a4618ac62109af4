"""Types of uploaded files, told by content and not by name, and why a file is not taken."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

OOXML = "application/vnd.openxmlformats-officedocument"
MAX_STEM = 120
HEAD = 4096


@dataclass(frozen=True)
class FileType:
    """A type of file we take."""

    name: str
    media_type: str
    extensions: tuple[str, ...]


PDF = FileType("PDF", "application/pdf", (".pdf",))
JPEG = FileType("JPG 图片", "image/jpeg", (".jpg", ".jpeg"))
PNG = FileType("PNG 图片", "image/png", (".png",))
WEBP = FileType("WebP 图片", "image/webp", (".webp",))
DOCX = FileType("Word 文档", f"{OOXML}.wordprocessingml.document", (".docx",))
XLSX = FileType("Excel 表格", f"{OOXML}.spreadsheetml.sheet", (".xlsx",))
IMAGES = (JPEG, PNG, WEBP)
NAMES = "PDF、JPG、PNG、WebP、DOCX、XLSX"

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}


class Refusal(Exception):
    """Why a file is not taken: a kind for programs, a sentence that says what to do for people."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence


def damaged(name: str) -> Refusal:
    """The refusal of a file that cannot be read to its end."""
    return Refusal("damaged", f"这个{name}文件已损坏或没有传完整，请在电脑上能正常打开后重新上传。")


def head_of(file: BinaryIO) -> bytes:
    """The first bytes of an open file."""
    file.seek(0)
    return file.read(HEAD)


def by_magic(head: bytes) -> FileType | None:
    """The type we take that begins like this; Office files are told by their parts instead."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return next((found for magic, found in _MAGIC.items() if head.startswith(magic)), None)


_TAKE_INSTEAD = f"请换成 {NAMES} 文件。"
_COMPRESSED = "请解压后把其中的文件分别上传。"
_PROGRAM = "请上传证明材料的 PDF 或图片。"
_VIDEO = "请截图或写成说明后上传。"
_PICTURE = "请另存为 JPG 或 PNG 后上传。"
_HEIC = "请在手机“设置—相机—格式”中选择“兼容性最佳”后重新拍照，或把照片另存为 JPG 后上传。"
# What begins like this, what people call it, what to do.
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "GIF 图片", _PICTURE),
    (b"BM", "BMP 图片", _PICTURE),
    (b"II*\0", "TIFF 图片", _PICTURE),
    (b"MM\0*", "TIFF 图片", _PICTURE),
    (b"MZ", "Windows 程序", _PROGRAM),
    (b"\x7fELF", "Linux 程序", _PROGRAM),
    (b"\xca\xfe\xba\xbe", "程序", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", "苹果程序", _PROGRAM),
    (b"#!", "脚本程序", _PROGRAM),
    (b"Rar!", "RAR 压缩包", _COMPRESSED),
    (b"7z\xbc\xaf", "7z 压缩包", _COMPRESSED),
    (b"\x1f\x8b", "GZ 压缩包", _COMPRESSED),
    (b"BZh", "BZ2 压缩包", _COMPRESSED),
    (b"\xfd7zXZ", "XZ 压缩包", _COMPRESSED),
    (ZIP_MAGIC, "ZIP 压缩包", _COMPRESSED),
    (b"PK\x05\x06", "空的压缩包", _COMPRESSED),
    (b"{\\rtf", "RTF 文档", "请另存为 DOCX 或 PDF 后上传。"),
    (b"ID3", "音频", _VIDEO),
    (b"\x1aE\xdf\xa3", "视频", _VIDEO),
)
_MARKED: tuple[tuple[bytes, str, str], ...] = (
    (b"<?php", "脚本程序", _PROGRAM),
    (b"<svg", "SVG 图片", _PICTURE),
    (b"<!doctype html", "网页", _TAKE_INSTEAD),
    (b"<html", "网页", _TAKE_INSTEAD),
    (b"<script", "网页", _TAKE_INSTEAD),
    (b"<?xml", "XML", _TAKE_INSTEAD),
)
_BRANDS = {b"heic": "HEIC 照片", b"heix": "HEIC 照片", b"mif1": "HEIC 照片", b"avif": "AVIF 图片"}
_PASSWORD = "EncryptedPackage".encode("utf-16-le")


def _container(head: bytes) -> Refusal:
    """A file of the ISO media family: phone pictures, films."""
    name = _BRANDS.get(head[8:12])
    if name is None and b"heic" in head[:64]:
        name = "HEIC 照片"
    if name is None:
        return Refusal("type", f"这是视频，平台不接收。{_VIDEO}")
    kind = "heic" if name.startswith("HEIC") else "type"
    return Refusal(kind, f"这是 {name}，平台还不能读取。{_HEIC}")


def _old_office(file: BinaryIO) -> Refusal:
    file.seek(0)
    if _PASSWORD in file.read(1024 * 1024):
        return password(" Office ")
    return Refusal(
        "type",
        "这是旧版 Office 或 WPS 文件（.doc、.xls、.wps 等），请另存为 DOCX、XLSX 或 PDF 后上传。",
    )


def password(name: str) -> Refusal:
    """The refusal of a file that opens with a password only."""
    return Refusal("password", f"这个{name}文件设有密码或加密，请去掉密码后再上传。")


def foreign(file: BinaryIO) -> Refusal:
    """What a file of a type we do not take is, and what to do about it."""
    head = head_of(file)
    if head[4:8] == b"ftyp":
        return _container(head)
    if head.startswith(OLE_MAGIC):
        return _old_office(file)
    lowered = head.lower()
    for known, found in ((_FOREIGN, head.startswith), (_MARKED, lowered.__contains__)):
        for magic, name, advice in known:
            if found(magic):
                return Refusal("type", f"这是 {name}，平台不接收。{advice}")
    what = "认不出这个文件是什么类型" if b"\0" in head else "这是纯文本文件，平台不接收"
    return Refusal("type", f"{what}。{_TAKE_INSTEAD}")


def expect_name(filename: str, found: FileType) -> None:
    """Raise Refusal when the name says another type than the content."""
    if PurePosixPath(filename).suffix.lower() not in found.extensions:
        wanted = " 或 ".join(found.extensions)
        text = f"文件内容是 {found.name}，文件名却不是以 {wanted} 结尾，请改正文件名后再上传。"
        raise Refusal("name", text)


def safe_name(name: str) -> str:
    """A file name to show and send: no folders, no control or direction-changing characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in last if not unicodedata.category(c).startswith("C")).strip(" .")
    path = PurePosixPath(shown or "附件")
    return f"{path.stem[:MAX_STEM]}{path.suffix[:10]}"

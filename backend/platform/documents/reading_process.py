"""Reads one foreign file from standard input and writes its words, or its QR codes, as JSON.

A process of its own: whatever the file does to a parser, it does it within these limits and away
from the server. Started by `untrusted.py`; knows nothing of the platform.
"""

import io
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 6_000, 40, 2_000
MAX_PAGES, MAX_PAGE = 400, 40_000

SCANNED_PIXELS = 400_000
"""A picture of so many covers a page; our own papers hold none."""

LOOKING_SECONDS = 10
"""After so much work no further page is drawn: what was found until then is told."""
LOOK, CLOSER, CLOSEST = 2_400, 4_000, 5_600
"""Longest side in pixels of the first look at a page, and of the closer ones."""
MAX_PIXELS, MAX_BASELINE = 40_000_000, 120_000_000
"""Of a picture; JPEGs are read at a fraction of their size and may be larger."""
MAX_CODES, MAX_CODE = 8, 500

Draw = Callable[[int], Any]


def _cell(value: object) -> str:
    if value is None:
        return ""
    plain = int(value) if isinstance(value, float) and value.is_integer() else value
    return str(plain).strip()[:MAX_CELL]


def _table(content: bytes) -> dict[str, object]:
    import openpyxl

    # Formulas stay formulas: what they show today they need not show tomorrow.
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    rows = book.worksheets[0].iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    return {"sheets": book.sheetnames, "rows": [[_cell(value) for value in row] for row in rows]}


def _pages(content: bytes) -> dict[str, object]:
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    count = len(pages)
    texts = [pages[index].extract_text()[:MAX_PAGE] for index in range(min(count, MAX_PAGES))]
    is_scan = any(_is_picture(pages[index]) for index in range(min(count, MAX_PAGES)))
    return {"count": count, "pages": texts, "is_scan": is_scan}


def _is_picture(page: Any) -> bool:
    """Whether a page shows a large picture: scanned paper, whose words are guesses."""
    drawn = _plain(_plain(page.get("/Resources", {})).get("/XObject", {}))
    sizes = ((one.get("/Width", 0), one.get("/Height", 0)) for one in map(_plain, drawn.values()))
    return any(width * height >= SCANNED_PIXELS for width, height in sizes)


def _plain(value: Any) -> Any:
    """What a reference of a PDF leads to."""
    return value.get_object() if hasattr(value, "get_object") else value


def _is_late() -> bool:
    return time.process_time() > LOOKING_SECONDS


def _looks(draw: Draw) -> Iterator[Any]:
    """The same page drawn in several ways, the likeliest first: small codes need a closer look."""
    from PIL import ImageFilter, ImageOps

    yield draw(LOOK)
    closer = draw(CLOSER)
    yield closer
    # Out of focus: the edges are made what they were.
    yield ImageOps.autocontrast(closer, cutoff=1).filter(ImageFilter.UnsharpMask(5, 200, 0))
    yield draw(CLOSEST).filter(ImageFilter.UnsharpMask(3, 300, 0))


def _codes(draw: Draw, wanted: re.Pattern[str]) -> list[str]:
    """What the codes of a page say; looks again while none of them is one that is wanted."""
    import zxingcpp

    only: Any = zxingcpp.BarcodeFormat.QRCode
    found: dict[str, None] = {}
    for look in _looks(draw):
        read = zxingcpp.read_barcodes(look, formats=only, try_invert=False)
        found |= dict.fromkeys(code.text[:MAX_CODE] for code in read[:MAX_CODES])
        if any(map(wanted.search, found)) or _is_late():
            break
    return list(found)


def _drawn(page: Any, longest: int) -> Any:
    """A page of a PDF in grey; however large it says it is, its longest side is this."""
    scale = longest / max(page.get_size())
    return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil().convert("L")


def _pdf_codes(content: bytes, wanted: str, most: str) -> dict[str, object]:
    import pypdfium2

    pattern = re.compile(wanted, re.IGNORECASE)
    document = pypdfium2.PdfDocument(content)
    looked, found = 0, []
    for index in range(min(len(document), int(most))):
        if _is_late():
            break
        page = document[index]
        found += [[index + 1, text] for text in _codes(partial(_drawn, page), pattern)]
        page.close()
        looked += 1
    return {"count": len(document), "looked": looked, "codes": found}


def _grey(content: bytes) -> Any:
    """A picture in grey, on white where it is transparent."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own limits follow
    image: Any = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    limit = MAX_BASELINE if image.format == "JPEG" else MAX_PIXELS
    if image.width * image.height > limit:
        raise ValueError("too many pixels")
    image.draft("L", (CLOSER, CLOSER))
    if "A" in image.getbands():
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        image = white
    return image.convert("L")


def _sized(image: Any, longest: int) -> Any:
    from PIL import Image

    scale = longest / max(image.size)
    size = (round(image.width * scale) or 1, round(image.height * scale) or 1)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _picture_codes(content: bytes, wanted: str, _most: str) -> dict[str, object]:
    draw = partial(_sized, _grey(content))
    found = [[1, text] for text in _codes(draw, re.compile(wanted, re.IGNORECASE))]
    return {"count": 1, "looked": 1, "codes": found}


READ: dict[str, Callable[..., dict[str, object]]] = {
    "pdf": _pages,
    "xlsx": _table,
    "pdf-codes": _pdf_codes,
    "picture-codes": _picture_codes,
}


def main() -> None:
    """Read, tell, end. Any exception ends it with an exit code, which is all the parent needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    kind, *more = sys.argv[1:]
    json.dump(READ[kind](sys.stdin.buffer.read(), *more), sys.stdout)


if __name__ == "__main__":
    main()

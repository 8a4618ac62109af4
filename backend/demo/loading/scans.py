"""Invented certificates and seals: said on them that they are a demonstration."""

import asyncio
import io

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from backend.attachments.schemas import Kept
from backend.platform import file_checks, storage
from backend.platform.documents.pdf import font_file

NAMES = {
    "IDENTITY": "身份证件",
    "DEGREE": "博士学位证书",
    "TITLE": "职称证书",
    "LICENCE": "营业执照",
    "SEALED": "企业承诺书（已盖章）",
    "STATUS": "高新技术企业证书",
}
EXPERT = ("IDENTITY", "DEGREE", "TITLE")
ENTERPRISE = ("LICENCE", "SEALED", "STATUS")
SIZE = (900, 620)
_DPI = 150
_INK, _SEAL = (60, 70, 72), (190, 40, 40)


def _drawn(words: str, *, sealed: bool) -> io.BytesIO:
    image = Image.new("RGB", SIZE, (250, 249, 244))
    pen = ImageDraw.Draw(image)
    large, small = (ImageFont.truetype(font_file(), size) for size in (54, 28))
    pen.rectangle((24, 24, SIZE[0] - 24, SIZE[1] - 24), outline=_INK, width=3)
    pen.text((SIZE[0] / 2, 200), words, font=large, fill=_INK, anchor="mm")
    pen.text((SIZE[0] / 2, 320), "演示样张，人员和单位均为虚构", font=small, fill=_INK, anchor="mm")
    if sealed:
        pen.ellipse((600, 380, 780, 560), outline=_SEAL, width=6)
        pen.text((690, 470), "演示印章", font=small, fill=_SEAL, anchor="mm")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out


async def sample_scans() -> dict[str, Kept]:
    """A scan of each kind, checked and stored as if it had been uploaded."""
    found = {}
    for kind, words in NAMES.items():
        drawn = await asyncio.to_thread(_drawn, words, sealed=kind in {"SEALED", "LICENCE"})
        name = f"{words}.jpg"
        checked = await file_checks.check(drawn, name)
        stored = await storage.put(checked.file)
        checked.file.close()
        found[kind] = Kept(name, checked.type.media_type, stored.size, stored.sha256)
    return found


def _scanned(printed: bytes) -> io.BytesIO:
    with pypdfium2.PdfDocument(printed) as document:
        pages = [page.render(scale=_DPI / 72).to_pil().convert("RGB") for page in document]
    pen = ImageDraw.Draw(pages[-1])
    small = ImageFont.truetype(font_file(), 30)
    for x in (380, 860):
        pen.ellipse((x - 110, 1150, x + 110, 1370), outline=_SEAL, width=6)
        pen.text((x, 1260), "演示印章", font=small, fill=_SEAL, anchor="mm")
    first, *rest = [page.rotate(0.7, fillcolor="white") for page in pages]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=_DPI, quality=60)
    return out


async def sealed_scan(printed: bytes) -> io.BytesIO:
    """A printed paper as it comes out of the scanner, with seals on its last page."""
    return await asyncio.to_thread(_scanned, printed)

"""Paper as it comes back: our own pages drawn, laid on a desk, and photographed or scanned."""

import io
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import segno
import typst
from PIL import Image, ImageChops, ImageFilter

from backend.platform.documents import pdf

PRINTED = 2480
"""An A4 page at 300 dpi, as a printer puts it on paper."""
DESK = (96, 84, 70)


@dataclass(frozen=True)
class Shot:
    """How a page is photographed."""

    width: int = 1600
    angle: float = 3.0
    lean: float = 0.10
    """By how much the foot of the page is farther away than its head."""
    blur: float = 0.7
    """Of the finished picture, in pixels."""
    noise: int = 5
    """The sensor's, as standard deviation."""
    quality: int = 60
    shadow: bool = True


def pages(content: bytes) -> list[Image.Image]:
    """Every page as it is printed."""
    drawn = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            wide = max(page.get_size()) / min(page.get_size()) if is_flipped(page) else 1
            scale = PRINTED * wide / page.get_width()
            drawn.append(page.render(scale=scale).to_pil().convert("RGB"))
    return drawn


def is_flipped(page: pypdfium2.PdfPage) -> bool:
    """Whether a page lies on its side."""
    return page.get_width() > page.get_height()


def _leaning(image: Image.Image, lean: float) -> Image.Image:
    """Seen at a slant: the foot, with the code, is farther away and so smaller."""
    width, height = image.size
    h = -lean / height
    return image.transform(
        (width, round(height / (1 + lean))),
        Image.Transform.PERSPECTIVE,
        (1.0, h * width / 2, 0.0, 0.0, 1.0, 0.0, 0.0, h),
        Image.Resampling.BICUBIC,
        fillcolor=DESK,
    )


def _shaded(image: Image.Image) -> Image.Image:
    """Lamplight from one side, and the shadow of the hand that holds the phone over the foot."""
    light = Image.linear_gradient("L").point(lambda value: 150 + value * 105 // 255)
    light = light.transpose(Image.Transpose.ROTATE_90).resize(image.size)
    hand = Image.new("L", (64, 64), 255)
    hand.paste(150, (28, 40, 64, 64))
    soft = hand.filter(ImageFilter.GaussianBlur(3)).resize(image.size, Image.Resampling.BICUBIC)
    both = ImageChops.multiply(light, soft)
    return ImageChops.multiply(image, Image.merge("RGB", (both, both, both)))


def photographed(page: Image.Image, shot: Shot | None = None) -> bytes:
    """A page on a desk as a phone takes it, as JPEG."""
    how = shot or Shot()
    margin = page.width // 25
    desk = Image.new("RGB", (page.width + 2 * margin, page.height + 2 * margin), DESK)
    desk.paste(page, (margin, margin))
    image = _leaning(desk, how.lean) if how.lean else desk
    image = image.rotate(how.angle, Image.Resampling.BICUBIC, expand=True, fillcolor=DESK)
    image = image.resize((how.width, image.height * how.width // image.width), Image.Resampling.BOX)
    if how.shadow:
        image = _shaded(image)
    if how.blur:
        image = image.filter(ImageFilter.GaussianBlur(how.blur))
    if how.noise:
        grain = Image.effect_noise(image.size, how.noise).convert("RGB")
        image = ImageChops.add(image, grain, scale=1.0, offset=-128)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=how.quality)
    return out.getvalue()


def scanned(pictures: list[Image.Image], dpi: int = 150, quality: int = 60) -> bytes:
    """A PDF as a sheet-fed scanner makes it: a grey, slightly turned picture for each page."""
    drawn = []
    for number, page in enumerate(pictures):
        turned = page.convert("L").rotate(
            (-1) ** number * 0.8, Image.Resampling.BICUBIC, fillcolor=255
        )
        drawn.append(turned.resize((turned.width * dpi // 300, turned.height * dpi // 300)))
    out = io.BytesIO()
    first, *rest = drawn
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=quality)
    return out.getvalue()


def recognised(page: Image.Image, words: str, folder: Path) -> bytes:
    """A scan as PDF with the letters a machine recognised under the picture."""
    page.convert("L").resize((1240, 1754)).save(folder / "page.jpg", quality=70)
    (folder / "scan.typ").write_text(
        f'#set page(paper: "a4", margin: 0pt)\n#place[{words}]\n'
        '#place(image("page.jpg", width: 100%))'
    )
    made: bytes = typst.compile(
        folder / "scan.typ", root=folder, font_paths=pdf._font_folders(), format="pdf"
    )
    return made


def with_code(words: str) -> bytes:
    """A photo of a sheet that bears this code alone."""
    code = segno.make(words, error="m", micro=False)
    drawn = Image.new("L", code.symbol_size(border=4), 255)
    for y, row in enumerate(code.matrix_iter(border=4)):
        for x, dark in enumerate(row):
            drawn.putpixel((x, y), 0 if dark else 255)
    sheet = Image.new("L", (1200, 1700), 255)
    sheet.paste(drawn.resize((300, 300), Image.Resampling.NEAREST), (800, 1300))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=70)
    return out.getvalue()

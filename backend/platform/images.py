"""Uploaded pictures, drawn anew: what is kept is pixels, and nothing that came with them.

Orientation is applied; place, camera, comments, colour profiles and appended code are gone.
"""

import asyncio
import tempfile
import threading
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from backend.platform.file_types import JPEG, PNG, WEBP, FileType, Refusal, damaged

LONGEST_SIDE = 4096
"""Larger pictures are halved, or made smaller still, until they keep to it."""
BUDGET = 150 * 1000 * 1000
"""Bytes one picture may take while it is drawn."""
BASELINE_PIXELS = 120 * 1000 * 1000
"""JPEGs that are not progressive are scaled while they are read, whatever their size."""
SMALL = 16 * 1000 * 1000
"""Pixels of a picture that may be scaled exactly."""
MAX_SIDE = 20_000
_TYPES = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "WEBP": WEBP}
# Bytes per pixel at the worst moment: the picture itself and what it is turned into.
_COST = {"1": 2, "L": 2, "P": 5, "RGB": 4.2}
_COSTLY = 8
_SCALED = frozenset({"L", "RGB", "CMYK"})
_WEBP_COST = 15
_PROGRESSIVE_COST = 6
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
# Our own limits below are stricter and depend on how a picture is stored.
Image.MAX_IMAGE_PIXELS = None
# So many pictures are drawn at once in a process; the others wait for their turn.
_turn = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew. `file` is open at its start and the caller's to close."""

    file: BinaryIO
    type: FileType
    width: int
    height: int


def _most_pixels(image: Image.Image) -> float:
    if image.format == "WEBP":
        return BUDGET / _WEBP_COST
    if image.format != "PNG" and not image.info.get("progressive"):
        return BASELINE_PIXELS
    cost = _PROGRESSIVE_COST if image.format != "PNG" else _COST.get(image.mode, _COSTLY)
    return BUDGET / cost


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > _most_pixels(image) or max(width, height) > MAX_SIDE:
        raise Refusal(
            "pixels",
            f"这张图片有 {width}×{height} 像素，太大了，无法处理。"
            "请用较低的分辨率重新扫描，或缩小后再上传。",
        )


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """In the modes that every reader shows: grey, colour, colour with transparency."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    clear = "transparency" in image.info or image.mode in {"LA", "PA", "RGBA"}
    wanted = "RGBA" if clear else "L" if image.mode in {"1", "L"} else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _scaled(image: Image.Image, longest: int) -> Image.Image:
    """Large pictures by whole numbers: any other scale needs twice the memory on the way."""
    if max(image.size) <= longest:
        return image
    if image.width * image.height > SMALL:
        image = image.reduce(-(-max(image.size) // longest))
    image.thumbnail((longest, longest), Image.Resampling.BICUBIC)
    return image


def _draw(image: Image.Image, longest: int) -> Image.Image:
    orientation = image.getexif().get(_ORIENTATION, 1)
    # A JPEG is read at a half, a quarter or an eighth of its size where that is large enough.
    # Of a very large one less is enough: to read it at full size would take too much.
    slack = 1 if image.width * image.height <= SMALL else 1.5
    wanted = min(1.0, longest / slack / max(image.size))
    image.draft(None, (int(image.width * wanted) or 1, int(image.height * wanted) or 1))
    image.load()
    # Scaled before anything is copied, where the mode can be scaled.
    drawn = image if image.mode in _SCALED else _in_plain_colours(image)
    drawn = _in_plain_colours(_scaled(drawn, longest))
    turn = _TURNED.get(orientation)
    drawn = drawn.transpose(turn) if turn is not None else drawn
    drawn.info = {}
    return drawn


def _save(image: Image.Image, kind: FileType) -> BinaryIO:
    target = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115 the caller's
    if kind is JPEG:
        plain = image if image.mode in {"L", "RGB"} else image.convert("RGB")
        plain.save(target, "JPEG", quality=90)
    elif kind is PNG:
        image.save(target, "PNG", compress_level=3)
    else:
        image.save(target, "WEBP", quality=85, method=1)
    target.seek(0)
    return target  # type: ignore[return-value]


def redraw(file: BinaryIO, longest: int = LONGEST_SIDE) -> Picture:
    """What `reencode` does, for code that runs in a thread already."""
    file.seek(0)
    with _turn:
        try:
            with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as image:
                kind = _TYPES[image.format or ""]
                _check_size(image)
                drawn = _draw(image, longest)
        # A broken picture fails in as many ways as there are decoders.
        except (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, EOFError) as e:
            raise damaged("图片") from e
        return Picture(_save(drawn, kind), kind, drawn.width, drawn.height)


async def reencode(file: BinaryIO, longest: int = LONGEST_SIDE) -> Picture:
    """The JPEG, PNG or WebP picture in an open file, drawn anew with sides of at most `longest`.

    Raises Refusal with kind "pixels" for one too large to draw, "damaged" for one that does not
    read to its end. Takes at most about 200 MB; two pictures at once in a process.
    """
    return await asyncio.to_thread(redraw, file, longest)

"""Pictures made anew from their pixels: position, camera and appended code stay behind."""

import io
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 85


class UnreadableImageError(Exception):
    """The file is no picture we can draw."""


def reencode(file: BinaryIO, longest: int = LONGEST_SIDE) -> bytes:
    """The picture as a fresh PNG or JPEG, upright, its longer side at most `longest` pixels.

    Raises UnreadableImageError for anything but a sound JPG or PNG of at most 40 megapixels.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise UnreadableImageError
            kind = opened.format or "PNG"
            drawn = ImageOps.exif_transpose(opened).convert(_mode(opened, kind))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise UnreadableImageError from error
    drawn.thumbnail((longest, longest))
    drawn.info.clear()
    out = io.BytesIO()
    drawn.save(out, kind, quality=QUALITY, optimize=kind == "JPEG")
    return out.getvalue()


def _mode(opened: Image.Image, kind: str) -> str:
    return "RGBA" if kind == "PNG" and opened.has_transparency_data else "RGB"

"""Pictures of buildings that exist nowhere, for the annex-1 forms of the demo."""

import io

from PIL import Image, ImageDraw

_SKIES = ("#dcebf2", "#e8efe4", "#f3ebdd", "#e4e6f1")
_WALLS = ("#8fa6a0", "#b49b82", "#8c96ad", "#a3a98c")
WIDTH, HEIGHT = 480, 320
_GROUND = 250


def building(number: int) -> io.BytesIO:
    """A house of offices, another one for each number."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _SKIES[number % len(_SKIES)])
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, _GROUND, WIDTH, HEIGHT), fill="#cfd3c4")
    left, floors = 90 + number % 5 * 12, 4 + number % 4
    top = _GROUND - floors * 28 - 12
    pen.rectangle((left, top, left + 270, _GROUND), fill=_WALLS[number % len(_WALLS)])
    for floor in range(floors):
        for window in range(7):
            x, y = left + 16 + window * 36, top + 12 + floor * 28
            pen.rectangle((x, y, x + 20, y + 16), fill="#f4f6f5")
    pen.rectangle((left + 124, _GROUND - 24, left + 148, _GROUND), fill="#56635f")
    return _png(picture)


def emblem(number: int) -> io.BytesIO:
    """A round mark, another one for each number."""
    picture = Image.new("RGB", (160, 160), "white")
    pen = ImageDraw.Draw(picture)
    colour = _WALLS[number % len(_WALLS)]
    pen.ellipse((8, 8, 152, 152), fill=colour)
    pen.ellipse((26, 26, 134, 134), fill="white")
    pen.regular_polygon((80, 80, 44), 3 + number % 4, fill=colour)
    return _png(picture)


def _png(picture: Image.Image) -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out

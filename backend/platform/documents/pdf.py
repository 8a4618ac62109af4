"""PDF of a typst template and data. Data reach the template as JSON, never as markup."""

import asyncio
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdf
import typst

from backend.platform.documents.codes import qr_svg
from backend.settings import get_settings

BACKEND = Path(__file__).resolve().parent.parent.parent
WEIGHTS = ("400Regular", "700Bold")
FAMILIES = ("noto-serif-sc", "noto-sans-sc")


def _font_folders() -> list[Path]:
    """The shipped fonts, then whatever the site put beside them (its licensed 仿宋, say)."""
    folder = get_settings().font_dir.resolve()
    shipped = [folder / family / weight for family in FAMILIES for weight in WEIGHTS]
    found = [one for one in shipped if one.is_dir()] or [folder]
    own = folder / "own"
    return [*found, own] if own.is_dir() else found


def font_file(family: str = "noto-sans-sc") -> Path:
    """The regular weight of a shipped font, for drawing words into a picture."""
    folder = get_settings().font_dir.resolve()
    shipped = folder / family / WEIGHTS[0]
    return next((shipped if shipped.is_dir() else folder).glob("*.ttf"))


def _compose(template: str, data: Mapping[str, Any], on: datetime) -> bytes:
    pdf: bytes = typst.compile(
        BACKEND / template,
        root=BACKEND,
        font_paths=_font_folders(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(on.timestamp()),
    )
    return pdf


async def compose(template: str, data: Mapping[str, Any], on: datetime) -> bytes:
    """The PDF of `template`, a path below `backend/`, filled with `data`.

    `on` becomes the file's date: the same template, data and date give the same bytes.
    """
    return await asyncio.to_thread(_compose, template, data, on)


async def compose_coded(
    template: str, data: Mapping[str, Any], on: datetime, address: Callable[[int, int], str]
) -> bytes:
    """`compose` with `qr` a code for each page: `address` of the page's number and their count.

    The paper is set twice, since only then is it known how many pages it has.
    """
    draft = await compose(template, {**data, "qr": [qr_svg(address(1, 1))]}, on)
    count = len(pypdf.PdfReader(io.BytesIO(draft)).pages)
    codes = [qr_svg(address(page, count)) for page in range(1, count + 1)]
    return await compose(template, {**data, "qr": codes}, on)

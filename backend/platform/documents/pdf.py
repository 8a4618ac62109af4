"""PDF of a typst template and data. Data reach the template as JSON, never as markup."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

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

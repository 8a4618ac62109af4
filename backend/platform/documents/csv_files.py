"""Tables as CSV: for programs, and for spreadsheets that open it as UTF-8."""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterable, Sequence
from typing import Any, BinaryIO

from backend.platform.documents.sheets import BATCH, Sheet, plain

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the machine's own code page."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so may be run by a spreadsheet; the full-width ones are converted by some."""


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it: marked as text by an apostrophe, otherwise unchanged."""
    return f"'{text}" if text.lstrip(" \u3000").startswith(FORMULA_SIGNS) else text


def _cell(value: Any) -> str | int | float:
    known = plain(value)
    if known is None:
        return ""
    return harmless(known) if isinstance(known, str) else known


def _text(lines: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in line] for line in lines)
    return out.getvalue().encode()


async def write_csv(sheet: Sheet, rows: AsyncIterable[Sequence[Any]]) -> BinaryIO:
    """An open file with the table as CSV, at its start; memory does not grow with the rows."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        head = [*([note] for note in sheet.notes), [column.title for column in sheet.columns]]
        target.write(BOM.encode() + _text(head))
        waiting: list[Sequence[Any]] = []
        async for row in rows:
            waiting.append(row)
            if len(waiting) == BATCH:
                target.write(await asyncio.to_thread(_text, waiting))
                waiting = []
        target.write(_text(waiting))
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target

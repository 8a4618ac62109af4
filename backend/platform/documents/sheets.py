"""XLSX tables out and in. No text ever becomes a formula; reading has caps."""

import asyncio
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import AsyncIterable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any, BinaryIO

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException
from xlsxwriter.utility import xl_col_to_name

from backend.platform import clock
from backend.platform.documents.packages import UnreadableSheet, check_package

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5_000, 60, 4_000
CHOICES = "选项"
BATCH = 200
"""Lines written at once, off the event loop."""
LONGEST = 32_000
"""A cell of a spreadsheet holds 32,767 characters; beyond that the writer would drop it all."""
# XML has no way to say these, so a file with one of them could not be opened at all.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
# How the file format writes characters XML does not allow.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Column:
    """A column: heading, width in characters, hint shown at its cells, allowed values."""

    title: str
    width: int = 16
    hint: str = ""
    choices: Sequence[str] = ()
    open: bool = False
    """The choices are proposals: anything else may be written too."""


@dataclass(frozen=True)
class Sheet:
    """A table. `notes` stand above the headings: what it is, who took it, when, what for."""

    name: str
    columns: Sequence[Column]
    notes: Sequence[str] = ()
    blank_rows: int = 0
    """Empty lines that offer the columns' choices and hints, in a form to fill in."""
    made_at: datetime | None = None
    """Stands in the file as its date: with it the same table gives the same bytes."""


def plain(value: Any) -> str | int | float | None:
    """A value as a cell says it: moments and days in Shanghai, yes and no in words."""
    if isinstance(value, datetime):
        local = value.astimezone(clock.SHANGHAI) if value.tzinfo else value
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or isinstance(value, int | float):
        return value
    return _UNWRITABLE.sub("\ufffd", str(value))[:LONGEST]


class _Writer:
    """An open workbook; rows go to disk as they come."""

    def __init__(self, target: BinaryIO, sheet: Sheet) -> None:
        literal = {"strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(target, {"constant_memory": True, **literal})
        self.text = self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.page = self.book.add_worksheet(sheet.name[:31])
        self.row = 0
        if sheet.made_at:
            self.book.set_properties({"created": sheet.made_at.astimezone(UTC)})
        self._head(sheet)
        if sheet.blank_rows:
            self._offer(sheet)

    def _head(self, sheet: Sheet) -> None:
        bold = self.book.add_format({"bold": True, "bg_color": "#E3EEEC", "bottom": 1})
        for position, column in enumerate(sheet.columns):
            self.page.set_column(position, position, column.width, self.text)
        for note in sheet.notes:
            self.page.write_string(self.row, 0, str(plain(note)))
            self.row += 1
        for position, column in enumerate(sheet.columns):
            self.page.write_string(self.row, position, column.title, bold)
        self.row += 1
        self.page.freeze_panes(self.row, 0)

    def _offer(self, sheet: Sheet) -> None:
        last = self.row + sheet.blank_rows - 1
        for position, column in enumerate(sheet.columns):
            rule: dict[str, Any] = {"validate": "any"}
            if column.choices:
                # In a sheet of their own: a rule itself holds only 255 characters of values.
                letter = xl_col_to_name(position)
                source = f"={CHOICES}!${letter}$1:${letter}${len(column.choices)}"
                rule = {"validate": "list", "source": source, "show_error": not column.open}
            if column.hint:
                rule |= {"input_title": column.title[:32], "input_message": column.hint[:255]}
            if len(rule) > 1:
                self.page.data_validation(self.row, position, last, position, rule)
        lists = self.book.add_worksheet(CHOICES)
        lists.hide()
        for line, values in enumerate(zip_longest(*(column.choices for column in sheet.columns))):
            for position, value in enumerate(values):
                if value is not None:
                    lists.write_string(line, position, value)

    def add_all(self, lines: Iterable[Sequence[Any]]) -> None:
        for values in lines:
            self.add(values)

    def add(self, values: Sequence[Any]) -> None:
        for position, value in enumerate(values):
            said = plain(value)
            if isinstance(said, str):
                self.page.write_string(self.row, position, said, self.text)
            elif said is not None:
                self.page.write_number(self.row, position, said)
        self.row += 1


async def write_sheet(sheet: Sheet, rows: AsyncIterable[Sequence[Any]]) -> BinaryIO:
    """An open file with the table as XLSX, at its start; memory does not grow with the rows."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        writer = _Writer(target, sheet)
        waiting: list[Sequence[Any]] = []
        async for row in rows:
            waiting.append(row)
            if len(waiting) == BATCH:
                await asyncio.to_thread(writer.add_all, waiting)
                waiting = []
        writer.add_all(waiting)
        await asyncio.to_thread(writer.book.close)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _sheet_bytes(sheet: Sheet, rows: Iterable[Sequence[Any]]) -> bytes:
    target = io.BytesIO()
    writer = _Writer(target, sheet)
    for row in rows:
        writer.add(row)
    writer.book.close()
    return target.getvalue()


async def sheet_bytes(sheet: Sheet, rows: Sequence[Sequence[Any]]) -> bytes:
    """The table as XLSX, for rows that are in memory anyway; written beside the event loop."""
    return await asyncio.to_thread(_sheet_bytes, sheet, rows)


# What the reader of the format throws at files that are not what they say.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError),
    *(LookupError, TypeError, ValueError, AttributeError, OSError, EOFError),
)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    said = int(value) if isinstance(value, float) and value.is_integer() else plain(value)
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(said))
    return text.strip()


def _row(number: int, values: Sequence[Any]) -> list[str]:
    if number > MAX_ROWS:
        raise UnreadableSheet(f"表格超过 {MAX_ROWS} 行，请分成几份上传。")
    line = [_cell(value) for value in values]
    if any(len(text) > MAX_CELL for text in line):
        raise UnreadableSheet(f"第 {number} 行有一格超过 {MAX_CELL} 字，请缩短后再上传。")
    return line


def _lines(file: BinaryIO) -> Iterator[list[str]]:
    check_package(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True)
        for number, values in enumerate(rows, 1):
            yield _row(number, values)
    except _BROKEN as error:
        raise UnreadableSheet(
            "打不开这个文件。请用平台的模板填写，并另存为 .xlsx 格式。"
        ) from error


def _read(file: BinaryIO, titles: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    found: list[tuple[int, dict[str, str]]] = []
    places: dict[str, int] = {}
    for number, line in enumerate(_lines(file), 1):
        if not places:
            if set(titles) <= set(line):
                places = {title: line.index(title) for title in titles}
        elif any(line):
            values = {t: line[at] if at < len(line) else "" for t, at in places.items()}
            if any(values.values()):
                found.append((number, values))
    if not places:
        raise UnreadableSheet(f"表格里没有找到这些列：{'、'.join(titles)}。请使用平台的模板。")
    return found


async def read_sheet(file: BinaryIO, titles: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The filled lines below the line of headings `titles`: (line number in the file, values).

    Everything comes as text. Raises UnreadableSheet with what to do.
    """
    return await asyncio.to_thread(_read, file, titles)

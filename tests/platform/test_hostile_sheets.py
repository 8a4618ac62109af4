"""Spreadsheets from outside: whatever is in them, nothing runs, nothing grows, nothing is lost."""

import asyncio
import io
import tracemalloc
import zipfile
from collections.abc import AsyncIterator, Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.platform.documents import Column, Sheet, UnreadableSheet, read_sheet, write_sheet
from backend.platform.documents.packages import OLE
from backend.platform.documents.sheets import MAX_CELL, MAX_ROWS

# What spreadsheets take for a formula, and what our readers' names really hold.
LEADS = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "\n=", "'=", "＝", "_x0041_"])
CELLS = st.builds(lambda lead, rest: lead + rest, LEADS, st.text(max_size=60))
CONTENT = "xl/worksheets/sheet1.xml"
MEGABYTE = 1024 * 1024


async def _rows(cells: Sequence[str]) -> AsyncIterator[Sequence[Any]]:
    for cell in cells:
        yield ["x", cell]


def _expected(text: str) -> str:
    """What comes back: the same, but for outer blanks and characters no XML can say."""
    kept = "".join(
        "\ufffd" if c in "\ufffe\uffff" or "\ud800" <= c <= "\udfff" else c for c in text
    )
    return kept.strip()


async def _there_and_back(cells: Sequence[str]) -> tuple[list[str], bytes]:
    file = await write_sheet(Sheet("表", [Column("甲"), Column("乙")]), _rows(cells))
    with file:
        package = file.read()
        return [values["乙"] for _, values in await read_sheet(file, ["甲", "乙"])], package


@settings(max_examples=150, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=8))
def test_no_cell_is_executable_and_every_text_comes_back(cells: list[str]) -> None:
    back, package = asyncio.run(_there_and_back(cells))
    assert back == [_expected(one) for one in cells]
    book = openpyxl.load_workbook(io.BytesIO(package))
    found = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in found if cell.value is not None} <= {"s", "inlineStr"}
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        assert b"<f" not in parts.read(CONTENT).replace(b"<family", b"")


def _template() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙"])
    book.active.append(["1", "2"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _with(name: str, content: bytes) -> bytes:
    """The template with one part replaced or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_template())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


def _sheet(rows: str, head: str = "") -> bytes:
    kind = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{head}<worksheet xmlns="{kind}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{_inline("A1", "甲")}{_inline("B1", "乙")}</row>'
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a '"
    + "ha" * 50
    + "'>"
    + "".join(
        f"<!ENTITY {new} '{('&' + old + ';') * 10}'>"
        for old, new in zip("abcdefg", "bcdefgh", strict=True)
    )
    + "]>"
)
HOSTILE = {
    "bomb": (_with("xl/media/bomb.bin", b"\0" * (60 * MEGABYTE)), "展开后太大"),
    "big_sheet": (_with(CONTENT, _sheet(HEAD + " " * (40 * MEGABYTE))), "展开后太大"),
    "entities": (_with(CONTENT, _sheet(HEAD, LAUGHS)), "无法识别的内容"),
    "entities_in_utf_16": (
        _with(CONTENT, _sheet(HEAD, LAUGHS).decode().encode("utf-16")),
        "无法识别的内容",
    ),
    "empty": (b"", "空的"),
    "far_row": (
        _with(CONTENT, _sheet(HEAD + f'<row r="1048576">{_inline("A1048576", "远")}</row>')),
        f"超过 {MAX_ROWS} 行",
    ),
    "long_cell": (
        _with(CONTENT, _sheet(HEAD + f'<row r="2">{_inline("A2", "长" * (MAX_CELL + 1))}</row>')),
        "第 2 行",
    ),
    "no_sheet": (_with("xl/workbook.xml", b"<workbook/>"), "xlsx"),
    "broken": (_template()[:-40], "xlsx"),
    "old": (OLE + b"W\0o\0r\0k\0b\0o\0o\0k\0" * 40, "旧格式"),
    "locked": (OLE + b"\0" * 5000 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "text": ("姓名,手机号\n".encode(), "模板"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_is_refused_with_advice_and_takes_no_memory(name: str) -> None:
    content, advice = HOSTILE[name]
    assert len(content) < MEGABYTE
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableSheet, match=advice):
            await read_sheet(io.BytesIO(content), ["甲", "乙"])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * MEGABYTE


async def test_a_cell_far_to_the_right_is_not_read() -> None:
    content = _with(
        CONTENT, _sheet(HEAD + f'<row r="2">{_inline("A2", "近")}{_inline("XFD2", "远")}</row>')
    )
    (line,) = await read_sheet(io.BytesIO(content), ["甲", "乙"])
    assert line == (2, {"甲": "近", "乙": ""})


async def test_a_formula_of_somebody_else_comes_as_its_result() -> None:
    cell = '<c r="B2"><f>HYPERLINK("http://x.invalid")</f><v>7</v></c>'
    content = _with(CONTENT, _sheet(HEAD + f'<row r="2">{_inline("A2", "近")}{cell}</row>'))
    ((_, values),) = await read_sheet(io.BytesIO(content), ["甲", "乙"])
    assert values == {"甲": "近", "乙": "7"}

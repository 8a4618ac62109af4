"""Papers carry their data as data, scan back, and tables read back what was written."""

import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from backend.platform import documents
from backend.platform.documents import Column, Sheet, UnreadableSheet, pdf

TEMPLATE = """#import "/platform/documents/official.typ": *
#show: official.with(number: data.number, hash: "a1b2", qr: data.qr)
#paper-title[关于推荐科技特派员的函]
#indented[现推荐#data.name；等人。]
"""
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def template(tmp_path, monkeypatch) -> str:
    """A template of its own beside the shipped layout."""
    (tmp_path / "platform").symlink_to(pdf.BACKEND / "platform")
    (tmp_path / "paper.typ").write_text(TEMPLATE)
    monkeypatch.setattr(pdf, "BACKEND", tmp_path)
    return "paper.typ"


def _data(name: str) -> dict[str, str]:
    return {"number": "JX-1", "name": name, "qr": documents.qr_svg("https://x.invalid/v/7")}


async def test_a_paper_shows_names_as_they_are_and_its_code_scans(template) -> None:
    name = '#eval("1") *李䶮*'
    made = await documents.compose(template, _data(name), NOON)
    page = pypdfium2.PdfDocument(made)[0]
    assert name in page.get_textpage().get_text_range().replace("\r\n", "")
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert code.text == "https://x.invalid/v/7"


async def test_the_same_paper_has_the_same_bytes(template) -> None:
    one = await documents.compose(template, _data("甲"), NOON)
    assert one == await documents.compose(template, _data("甲"), NOON)
    assert one != await documents.compose(template, _data("乙"), NOON)


async def _rows(rows: Sequence[Sequence[Any]]) -> AsyncIterator[Sequence[Any]]:
    for row in rows:
        yield row


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://x.invalid", "0123", "a'b"]


async def test_no_text_of_a_table_is_a_formula_and_all_reads_back() -> None:
    sheet = Sheet("名单", [Column("姓名"), Column("类别", choices=["甲", "乙"])], ["导出说明"])
    file = await documents.write_sheet(sheet, _rows([[text, "甲"] for text in DANGEROUS]))
    with file:
        read = await documents.read_sheet(file, ["姓名", "类别"])
        assert b"<f>" not in _parts(file)
    assert [values["姓名"] for _, values in read] == [text.strip() for text in DANGEROUS]
    assert [line for line, _ in read] == list(range(3, 3 + len(DANGEROUS)))


def _parts(file) -> bytes:
    with zipfile.ZipFile(file) as package:
        return package.read("xl/worksheets/sheet1.xml")


@given(st.binary(max_size=400))
def test_other_files_are_refused_with_advice(content: bytes) -> None:
    with pytest.raises(UnreadableSheet, match=r"xlsx|是空的"):
        list(documents.sheets._lines(io.BytesIO(content)))


async def test_a_table_without_our_headings_is_refused() -> None:
    file = await documents.write_sheet(Sheet("表", [Column("别的")]), _rows([["x"]]))
    with file, pytest.raises(UnreadableSheet, match="姓名"):
        await documents.read_sheet(file, ["姓名"])

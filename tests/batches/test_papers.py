"""Letter and list of a whole batch: on paper, as a table, the same every time."""

import asyncio
import io
import time
from datetime import datetime

import openpyxl
import pypdf
import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from backend.batches import service
from backend.experts.models import Expert
from backend.identity.actor import SYSTEM
from backend.platform import clock, documents
from backend.platform.audit import AuditEvent
from backend.platform.clock import SHANGHAI
from backend.platform.problems import Problem
from backend.settings import get_settings
from tests.factories import experts as make
from tests.factories import lists, organisations, people
from tests.factories.forgery import behind_the_back

IN_TIME = datetime(2026, 11, 18, 10, tzinfo=SHANGHAI)
AFTER = datetime(2026, 11, 21, 0, 5, tzinfo=SHANGHAI)


async def frozen_batch(db, **overrides):
    """One expert in a frozen list."""
    with clock.at(IN_TIME):
        made = await make.recommended_expert(db, **overrides)
        batch_id = await make.batch_of(db, made)
    with clock.at(AFTER):
        batch = await service.freeze(db, SYSTEM, batch_id)
    return made, batch


def words(pdf: bytes) -> list[str]:
    """The text of each page without blanks, which typesetting adds and drops."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return ["".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.clause("6.4.2", "6.4.3", "3.1.2")
async def test_three_hundred_experts_are_on_paper_and_in_the_table_each_once(db):
    with clock.at(IN_TIME):
        first, batch_id, names = await lists.full_batch(db, 300)
    with clock.at(AFTER):
        batch = await service.freeze(db, SYSTEM, batch_id)
    pdf = (await service.download_papers(db, first.reviewer, batch_id, "pdf")).content
    table = (await service.download_papers(db, first.reviewer, batch_id, "xlsx")).content
    pages = words(pdf)
    copies = [pages[: len(pages) // 2], pages[len(pages) // 2 :]]
    for mark, copy in zip(("第一份", "第二份"), copies, strict=True):
        text = "".join(copy)
        assert [text.count(name) for name in names] == [1] * 300
        for number, page in enumerate(copy, 1):
            marks = (mark, batch.number, f"第{number}页，共{len(copy)}页", "共300人")
            assert all(word in page for word in (*marks, batch.list_hash[:16], batch.code)), page
        assert "江西省科学技术厅：" in copy[0]
        assert "（盖章）2026年11月21日" in copy[0]
        assert "其中经豁免5人（ELIG-AGE" in copy[0]
        assert text.count("经豁免：ELIG-AGE") == 5
    async with db.reading() as session:
        approved = (await session.execute(select(Expert.name, Expert.employer_name))).all()
    rows = list(openpyxl.load_workbook(io.BytesIO(table)).active.values)[7:]
    assert [(row[0], row[1]) for row in rows] == list(enumerate(names, 1))
    assert {row[1] for row in rows} == {name for name, _ in approved}
    assert sum("经豁免：ELIG-AGE" in (row[10] or "") for row in rows) == 5
    # The code on any page leads to the verification.
    drawn = pypdfium2.PdfDocument(pdf)
    url = f"{get_settings().site_url}/verify/{batch.code.replace('-', '')}?h={batch.list_hash[:16]}"
    for page in (0, 1, len(pages) - 1):
        found = zxingcpp.read_barcodes(drawn[page].render(scale=2.5).to_pil())
        assert [one.text for one in found] == [url]


@pytest.mark.clause("6.4.3")
async def test_the_same_frozen_list_gives_the_same_bytes_whatever_happens_later(db):
    made, batch = await frozen_batch(db)
    papers = [
        (await service.download_papers(db, made.reviewer, batch.id, form)).content
        for form in ("pdf", "xlsx")
    ]
    async with db.transaction() as session:
        expert = await session.get_one(Expert, made.id)
        expert.name = "改名之后"
    renamed = "UPDATE organisations SET name = name || '（新）', version = version + 1"
    await behind_the_back(db, "organisations", renamed)
    with clock.at(datetime(2027, 3, 1, tzinfo=SHANGHAI)):
        again = [
            (await service.download_papers(db, made.reviewer, batch.id, form)).content
            for form in ("pdf", "xlsx")
        ]
    assert again == papers


async def test_printing_does_not_hold_up_the_server(db):
    made, batch = await frozen_batch(db)
    await service.download_papers(db, made.reviewer, batch.id, "pdf")
    longest = 0.0

    async def others() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before)

    watching = asyncio.create_task(others())
    await asyncio.sleep(0.02)
    rows = [[str(k), *["演示"] * 10] for k in range(1500)]
    data = {
        "title": ["演示"], "paragraphs": [], "count": 1500, "organisation": "演示", "date": "",
        "month": "", "waived": "", "widths": [1] * 11, "columns": ["列"] * 11, "rows": rows,
        "number": "JX", "hash": "", "notes": ["甲"], "qr": documents.qr_svg("x"), "copies": ["一"],
    }  # fmt: skip
    started = time.perf_counter()
    await documents.compose("batches/data/letter.typ", data, AFTER)
    took = time.perf_counter() - started
    await asyncio.sleep(0.02)
    watching.cancel()
    assert longest < took / 2, f"others waited {longest:.2f} s of {took:.2f} s"


@pytest.mark.clause("6.4.2")
async def test_downloads_are_for_the_office_and_the_department_and_are_noted(db, sign_in):
    made, batch = await frozen_batch(db)
    url = f"/api/v1/batches/{batch.id}/papers"
    officer = await people.officer(db)
    for who in (made.reviewer, officer):
        client = await sign_in(who)
        for form, kind in (("pdf", b"%PDF"), ("xlsx", b"PK")):
            got = await client.get(f"{url}/{form}")
            assert got.content.startswith(kind)
            assert "no-store" in got.headers["cache-control"]
            assert got.headers["content-disposition"].startswith("attachment; filename*=")
    foreign = await sign_in(await organisations.city_bureau(db, organisations.JIUJIANG))
    assert (await foreign.get(f"{url}/pdf")).status_code == 404
    assert (await (await sign_in(made.actor)).get(f"{url}/pdf")).status_code == 403
    async with db.reading() as session:
        query = select(AuditEvent).where(AuditEvent.action == "download")
        query = query.order_by(AuditEvent.id)
        noted = (await session.execute(query)).scalars().all()
    assert [one.account_id for one in noted] == [
        *[made.reviewer.account_id] * 2,
        *[officer.account_id] * 2,
    ]
    assert {one.detail["purpose"] for one in noted} == {"推荐报送"}


async def test_an_open_list_has_no_papers(db):
    with clock.at(IN_TIME):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
        with pytest.raises(Problem) as refusal:
            await service.download_papers(db, made.reviewer, batch_id, "pdf")
    assert refusal.value.status == 409


@pytest.mark.clause("2.1.5", "6.4.3")
async def test_a_waiver_is_told_on_letter_and_list(db):
    with clock.at(IN_TIME):
        made = await make.waived_expert(db, "ELIG-AGE", birth_date="1961-06-30")
        batch_id = await make.batch_of(db, made)
    with clock.at(AFTER):
        await service.freeze(db, SYSTEM, batch_id)
    pages = words((await service.download_papers(db, made.reviewer, batch_id, "pdf")).content)
    assert "其中经豁免1人（ELIG-AGE" in pages[0]
    assert "经豁免：ELIG-AGE" in pages[1]

"""Whoever holds a list's paper or file learns whether it is what the platform issued."""

import io
from datetime import datetime

import httpx
import openpyxl
import pypdf
import pytest
from pypdf.generic import NameObject

from backend.batches import service
from backend.batches.schemas import EntryReturnIn, ReceiptIn
from backend.identity.actor import SYSTEM
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.identifiers import new_code, read_code, shown_code
from tests.factories import experts as make
from tests.factories import lists, organisations, people
from tests.factories.forgery import behind_the_back

API = "/api/v1/verification"
IN_TIME = datetime(2026, 11, 18, 10, tzinfo=SHANGHAI)
AFTER = datetime(2026, 11, 21, 0, 5, tzinfo=SHANGHAI)
COUNT = 12


@pytest.fixture
async def issued(db):
    """A frozen list of a dozen, with its papers."""
    with clock.at(IN_TIME):
        made, batch_id, names = await lists.full_batch(db, COUNT)
    with clock.at(AFTER):
        batch = await service.freeze(db, SYSTEM, batch_id)
    papers = {
        form: (await service.download_papers(db, made.reviewer, batch_id, form)).content
        for form in ("pdf", "xlsx")
    }
    return made, batch, names, papers


async def ask(client: httpx.AsyncClient, content: bytes, path: str = "file") -> httpx.Response:
    """Upload a file for checking."""
    return await client.post(f"{API}/{path}", files={"file": ("名单", content)})


def with_cell(table: bytes, change) -> bytes:
    """The table after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(table))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_text(pdf: bytes, page: int) -> bytes:
    """The PDF without one piece of text of a page, as an editor would cut it out."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    content = writer.pages[page].get_contents()
    shows = [n for n, (_, what) in enumerate(content.operations) if what in {b"TJ", b"Tj"}]
    del content.operations[shows[len(shows) // 2]]
    writer.pages[page][NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.clause("6.4.3")
async def test_the_public_reads_of_a_code_what_stands_on_paper_with_names_masked(client, issued):
    _, batch, names, _ = issued
    for typed in (batch.code, batch.code.lower(), batch.code.replace("-", "")):
        found = (await client.get(f"{API}/{typed}")).json()
        assert found["list"]["number"] == batch.number
    shown = found["list"]
    assert (shown["entry_count"], shown["is_intact"], shown["state_name"]) == (
        COUNT,
        True,
        "已截止，待寄送",
    )
    assert shown["names"] == [f"{name[0]}**" for name in names]
    assert not [name for name in names if name in str(found)]
    nobody = await client.get(f"{API}/{shown_code(new_code())}")
    assert nobody.status_code == 404
    assert "不是平台生成的" in nobody.json()["detail"]
    assert (await client.get(f"{API}/JX")).status_code == 404


async def test_staff_read_the_whole_list_of_a_code_and_only_of_their_own(db, sign_in, issued):
    made, batch, names, _ = issued
    url = f"{API}/{batch.code}/batch"
    for who in (made.reviewer, await people.officer(db)):
        found = (await (await sign_in(who)).get(url)).json()
        assert [one["name"] for one in found["entries"]] == names
    foreign = await organisations.city_bureau(db, organisations.JIUJIANG)
    assert (await (await sign_in(foreign)).get(url)).status_code == 404


@pytest.mark.clause("6.4.3")
async def test_the_issued_files_are_the_same_and_a_saved_copy_too(client, issued):
    *_, papers = issued
    for form, content in papers.items():
        found = (await ask(client, content)).json()
        assert (found["kind"], found["is_same"], found["is_original"]) == (form, True, True)
    saved = (await ask(client, with_cell(papers["xlsx"], lambda _: None))).json()
    assert (saved["is_same"], saved["is_original"]) == (True, False)


@pytest.mark.clause("6.4.3")
async def test_one_changed_cell_is_named_by_row_and_column(client, db, sign_in, issued):
    made, *_, papers = issued

    def change(page):
        page["E15"] = "演示大学"  # the eighth expert's employer

    forged = with_cell(papers["xlsx"], change)
    found = (await ask(client, forged)).json()
    assert found["is_same"] is False
    assert found["differences"] == [
        {"place": "序号 8", "column": "工作单位", "found": "演示大学", "expected": None}
    ]
    full = (await ask(await sign_in(made.reviewer), forged, "file/full")).json()
    assert full["differences"][0]["expected"] == "演示第7研究院"
    foreign = await organisations.city_bureau(db, organisations.JIUJIANG)
    other = (await ask(await sign_in(foreign), forged, "file/full")).json()
    assert other["differences"] == found["differences"]


TOUCHES = [
    (lambda page: page.delete_rows(15), "序号 8", "文件缺少这一行"),
    (lambda page: page.append([31, "某人"]), "序号 31", "名单没有这一行"),
    (lambda page: page.__setitem__("A4", "共 31 人"), "第4行", "共 31 人"),
    (lambda page: page.__setitem__("L9", "注"), "序号 2", "注"),
    (lambda page: page.__setitem__("B15", '="周一"&"七"'), "序号 8", '="周一"&"七"'),
    (lambda page: page.parent.create_sheet("另一张"), "工作表", "共 2 张，名单只有 1 张"),
    (lambda page: page.move_range("A8:K8", rows=31), "清单", "行的顺序与名单不同"),
]


async def test_whatever_is_done_to_the_table_is_named(client, issued):
    *_, papers = issued
    for change, place, words in TOUCHES:
        found = (await ask(client, with_cell(papers["xlsx"], change))).json()
        assert [(one["place"], one["found"]) for one in found["differences"]] == [(place, words)]


@pytest.mark.clause("6.4.3")
async def test_a_touched_pdf_is_named_by_page_row_and_column(client, sign_in, issued):
    made, _, names, papers = issued
    forged = with_text(papers["pdf"], 1)
    found = (await ask(client, forged)).json()
    assert (found["is_same"], found["is_original"], found["difference_count"]) == (False, False, 1)
    (difference,) = found["differences"]
    assert difference["place"].startswith("第2页 序号 ")
    assert difference["column"]
    assert not [name for name in names if name in str(found)]
    full = (await ask(await sign_in(made.reviewer), forged, "file/full")).json()
    assert full["differences"][0]["expected"]


async def test_a_pdf_saved_anew_agrees_in_its_text(client, issued):
    *_, papers = issued
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(papers["pdf"]))
    out = io.BytesIO()
    writer.write(out)
    found = (await ask(client, out.getvalue())).json()
    assert (found["is_same"], found["is_original"]) == (True, False)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "请上传"),
        (b"just words", "请上传"),
        (b"%PDF-1.7 broken", "打不开"),
        (b"%PDF-" + b"0" * (12 * 1024 * 1024), "超过 12 MB"),
    ],
)
async def test_other_files_are_refused_with_advice(client, db, content, words):
    refused = await ask(client, content)
    assert refused.status_code == 422
    assert words in refused.json()["errors"][0]["message"]


async def test_a_table_without_a_code_or_with_a_strange_one_is_not_ours(client, issued):
    *_, papers = issued

    def strange(page):
        page["A6"] = f"核验码：{shown_code(new_code())}"

    assert (await ask(client, with_cell(papers["xlsx"], strange))).status_code == 404
    without = with_cell(papers["xlsx"], lambda page: page.__setitem__("A6", ""))
    assert (await ask(client, without)).status_code == 422


async def test_guessing_codes_ends_soon(client, db):
    answers = [(await client.get(f"{API}/{new_code()}")).status_code for _ in range(62)]
    assert answers[:60] == [404] * 60
    assert answers[-1] == 429
    files = [(await ask(client, b"")).status_code for _ in range(11)]
    assert files == [422] * 10 + [429]


@pytest.mark.clause("6.4.3")
async def test_an_altered_list_is_not_called_intact(client, db, issued):
    _, batch, _, _ = issued
    await behind_the_back(
        db, "batch_entries", 'UPDATE batch_entries SET printed = printed || \'{"title": "院士"}\''
    )
    assert (await client.get(f"{API}/{batch.code}")).json()["list"]["is_intact"] is False


@pytest.mark.clause("3.1.3")
async def test_a_certificate_is_valid_until_the_expert_leaves(client, db, sign_in):
    filed = await make.filed_expert(db)
    url = f"/api/v1/experts/{filed.id}/certificate"
    mine, office = await sign_in(filed.actor), await sign_in(filed.reviewer)
    certificate = (await mine.get(url)).json()
    assert certificate["is_valid"]
    for who in (mine, office):
        got = await who.get(f"{url}/file")
        text = "".join(pypdf.PdfReader(io.BytesIO(got.content)).pages[0].extract_text().split())
        assert all(word in text for word in (filed.name, certificate["number"], "备案证明"))
    stranger = await sign_in((await make.filed_expert(db)).actor)
    assert (await stranger.get(url)).status_code == 404
    assert (await stranger.get(f"{url}/file")).status_code == 404
    shown = (await client.get(f"{API}/{certificate['code']}")).json()["certificate"]
    assert (shown["number"], shown["is_valid"]) == (certificate["number"], True)
    assert shown["name"] == f"{filed.name[0]}**"
    await mine.post(f"/api/v1/experts/{filed.id}/withdraw", json={"reason": "调离"})
    ended = (await client.get(f"{API}/{certificate['code']}")).json()["certificate"]
    assert ended["is_valid"] is False
    assert ended["ended_at"]


@pytest.mark.clause("3.1.3")
async def test_only_the_filed_get_a_certificate(db, sign_in):
    department = await people.officer(db)
    with clock.at(IN_TIME):
        kept, returned = [await make.recommended_expert(db) for _ in range(2)]
        batch_id = await make.batch_of(db, kept)
    with clock.at(AFTER):
        batch = await service.freeze(db, SYSTEM, batch_id)
        body = EntryReturnIn(reason="职称证书与申报不一致")
        await service.return_entry(db, department, batch_id, batch.entries[1].id, body)
        await service.receive(db, department, batch_id, ReceiptIn(printed_count=2))
        assert await service.read_certificate(db, kept.actor, kept.id) is None
        await service.acknowledge(db, department, batch_id)
    assert await service.read_certificate(db, kept.actor, kept.id) is not None
    assert await service.read_certificate(db, returned.actor, returned.id) is None


def test_codes_are_read_as_people_type_them():
    code = new_code()
    assert read_code(f" {shown_code(code).lower()} ") == code
    assert read_code("ol1i0-ABCDE") == "01110ABCDE"
    assert read_code("ＡＢＣＤＥ－ＦＧＨＪＫ") == "ABCDEFGHJK"
    assert read_code("ABCDE") is None
    assert read_code("ABCDE-FGHJU") is None

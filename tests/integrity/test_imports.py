"""An outside bad-credit list: template, dry run, proposal, confirmation by a second officer."""

import io

import openpyxl
import pytest

from backend.integrity.service.importing import FIELDS
from tests.factories import standins
from tests.factories.integrity import NUMBER, fraud, officers, state

PATH = "/api/v1/integrity/imports"
CODE = "91360121MD00000018"
GOOD = ["个人", "演示专家", NUMBER, "科研失信行为", "论文数据造假", "演示字〔2026〕8号", "演示机关"]
GOOD = [*GOOD, "2026-01-01", "2029-01-01", "否"]


def sheet(*rows):
    book = openpyxl.Workbook()
    book.active.append(list(FIELDS))
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def send(client, content, *, dry_run):
    form = {"source": "演示信用平台", "dry_run": str(dry_run).lower()}
    files = {"file": ("名单.xlsx", content)}
    answer = await client.post(PATH, data=form, files=files)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def records(client):
    return (await client.get("/api/v1/credit-records")).json()["items"]


@pytest.mark.clause("6.1.2")
async def test_a_list_is_tried_taken_over_and_confirmed(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    content = sheet(GOOD)
    tried = await send(first, content, dry_run=True)
    assert (tried["new"], tried["id"]) == (1, None)
    assert await records(first) == []
    done = await send(first, content, dry_run=False)
    (record,) = await records(first)
    assert (record["state"], record["source"]) == ("proposed", "import")
    again = await send(first, content, dry_run=False)
    assert (again["new"], again["known"]) == (0, 1), "the same file twice is safe"
    own = await first.post(f"{PATH}/{done['id']}/confirm")
    assert (own.status_code, own.json()["rule"]) == (409, "CREDIT-02")
    confirmed = (await second.post(f"{PATH}/{done['id']}/confirm")).json()
    assert confirmed == {"confirmed": 1, "disqualified": 1}
    assert await state(db, "experts", expert.expert_id) == "disqualified"
    (listed,) = (await second.get(PATH)).json()["items"]
    assert (listed["row_count"], listed["waiting"], listed["allowed_actions"]) == (1, 0, [])


async def test_every_fault_of_a_line_is_told_and_good_lines_go_on(db, sign_in):
    first = await sign_in((await officers(db))[0])
    bad = ["公司", "", "123", "没有的类别", "x", "y", "z", "昨天", "", ""]
    short = ["企业", "演示企业", "9136", *GOOD[3:6], "机关", "2026-01-01", "2025-01-01", ""]
    result = await send(first, sheet(bad, GOOD, short), dry_run=False)
    assert (result["new"], result["faulty"]) == (1, 2)
    faults = {row["line"]: row["faults"] for row in result["rows"] if row["faults"]}
    assert set(faults) == {2, 4}
    assert len(faults[2]) == 4
    assert any("18位" in fault for fault in faults[4])
    assert any("截止日期" in fault for fault in faults[4])
    assert len(await records(first)) == 1


async def test_what_is_no_such_table_is_refused(db, sign_in):
    first = await sign_in((await officers(db))[0])
    for content in (b"no table", sheet()[:100]):
        form = {"source": "演示信用平台", "dry_run": "true"}
        answer = await first.post(PATH, data=form, files={"file": ("名单.xlsx", content)})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/file"
    expert = await sign_in(await standins.quick_expert(db))
    assert (await expert.get(PATH)).status_code == 403


async def test_the_template_is_what_the_import_reads(db, sign_in):
    first = await sign_in((await officers(db))[0])
    answer = await first.get(f"{PATH}/template")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book.worksheets[0]
    heads = [cell.value for cell in page[2]]
    assert heads == list(FIELDS)
    page.append(GOOD)
    out = io.BytesIO()
    book.save(out)
    assert (await send(first, out.getvalue(), dry_run=True))["new"] == 1

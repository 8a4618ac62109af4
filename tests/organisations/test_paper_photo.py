"""The number of a sealed annex 1 read from a photo of it; registering stays the officer's act."""

import pytest

from tests.factories import experts as make
from tests.factories import organisations, people
from tests.factories.scans import Shot, pages, photographed, scanned, with_code


async def printed(officer, organisation_id):
    answer = await officer.get(f"/api/v1/organisations/{organisation_id}/paper.pdf")
    return pages(answer.content)


async def send(officer, organisation_id, content, name="照片.jpg"):
    path = f"/api/v1/organisations/{organisation_id}/read-paper"
    return await officer.post(path, files={"file": (name, content)})


@pytest.mark.clause("A1.4")
async def test_the_number_is_read_and_then_registered(db, sign_in):
    id, _ = await organisations.application(db)
    officer = await sign_in(await people.officer(db))
    sheets = await printed(officer, id)
    read = await send(officer, id, photographed(sheets[0], Shot(width=1200)))
    assert read.status_code == 200, read.text
    code = (await organisations.paper_of(db, id)).code
    assert read.json() == {"code": code, "pages": [1]}
    scan = await send(officer, id, scanned(sheets), "扫描件.pdf")
    assert scan.json()["pages"] == list(range(1, len(sheets) + 1))
    url = f"/api/v1/organisations/{id}"
    assert (await officer.get(url)).json()["arrivals"] == []
    done = await officer.post(f"{url}/receive-paper", json={"code": read.json()["code"]})
    assert done.json()["arrivals"][0]["is_current"]


@pytest.mark.clause("A1.4")
async def test_another_paper_is_named_and_nothing_is_registered(db, sign_in):
    id, _ = await organisations.application(db)
    other, _ = await organisations.application(db, name="演示另一单位", uscc=organisations.code(88))
    officer = await sign_in(await people.officer(db))
    theirs = await printed(officer, other)
    number = (await organisations.paper_of(db, other)).code
    filed = await make.filed_expert(db)
    mine = await sign_in(filed.actor)
    certificate = (await mine.get(f"/api/v1/experts/{filed.id}/certificate/file")).content
    ours = await printed(officer, id)
    older = f"{number[: number.rfind('-')]}-00000000"
    for content, said in (
        (photographed(theirs[0]), f"编号 {number} 不是"),
        (photographed(pages(certificate)[0]), "这是推荐名单或备案证明，不是账号申请表"),
        (with_code("https://weixin.example/abc"), "没有读到申请表的二维码"),
        (with_code(older), "不是"),
        (scanned([ours[0], theirs[0]]), "不是"),
    ):
        refused = await send(officer, id, content)
        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert error["pointer"] == "/file"
        assert said in error["message"]
    assert (await officer.get(f"/api/v1/organisations/{id}")).json()["arrivals"] == []
    missing = "00000000-0000-7000-8000-000000000000"
    assert (await send(officer, missing, b"")).status_code == 404

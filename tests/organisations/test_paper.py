"""Annex 1 on paper: printed, changed after printing, received, returned."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from backend.organisations import paper
from backend.organisations.models import Annex1Version
from tests.factories import people
from tests.factories.annex1 import API, DISCIPLINE, TEAM, WHOLE, Applicant, words


@pytest.mark.clause("A1.1", "A1.2", "A1.3", "A1.4")
async def test_the_print_holds_every_answer_and_room_for_opinion_signature_and_seal(db, client):
    one = await Applicant.start(client)
    await one.complete(pictures=3)
    done = (await one.submit()).json()
    code = done["versions"][0]["code"]
    answer = await one.send("GET", "/paper.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    printed = words(answer.content)
    expected = [
        "省属高校",
        *(
            str(WHOLE[f])
            for f in WHOLE
            if isinstance(WHOLE[f], str) and f not in ("type", "city_code")
        ),
    ]
    expected += [*DISCIPLINE.values(), *TEAM.values(), *WHOLE["colleges"], "南昌市", code]
    expected += ["是否“双一流”", "单位意见", "负责人签字", "单位（公章）", "年月日"]
    lacking = [said for said in expected if "".join(said.split()) not in printed]
    assert lacking == []
    reader = PdfReader(BytesIO(answer.content))
    assert sum(len(page.images) for page in reader.pages) >= 4, "logo and three pictures"
    assert all(code in "".join(page.extract_text().split()) for page in reader.pages)
    department = await people.officer(db)
    async with db.reading() as session:
        id = (await session.execute(select(Annex1Version.organisation_id))).scalar_one()
    assert await paper.office_print(db, id, None) == (code, answer.content)
    assert department


@pytest.mark.clause("A1.4")
async def test_a_change_after_printing_makes_a_new_version_and_an_old_paper_is_noticed(
    db, client, sign_in
):
    one = await Applicant.start(client)
    await one.complete()
    first = (await one.submit()).json()
    same = await one.submit()
    assert same.status_code == 409, "nothing changed: the print stays good"
    await one.send("PATCH", json={"managing_department": "成果转化处"})
    assert (await one.send("GET")).json()["changed"] is True
    second = (await one.submit()).json()
    codes = [each["code"] for each in second["versions"]]
    assert codes[0] == first["versions"][0]["code"]
    assert codes[1] != codes[0]
    old = await one.send("GET", "/paper.pdf", params={"version": 1})
    assert "科学技术处" in words(old.content)
    desk = await sign_in(await people.officer(db))
    (found,) = (await desk.get(f"{API}/organisations", params={"q": codes[0]})).json()["items"]
    url = f"{API}/organisations/{found['id']}/receive-paper"
    late = (await desk.post(url, json={"code": codes[0].lower()})).json()
    assert late["state"] == "applied"
    assert [a["is_current"] for a in late["arrivals"]] == [False]
    forged = codes[1][:-8] + "0" * 8
    assert (await desk.post(url, json={"code": forged})).json()["state"] == "applied"
    for code in ("DW", "DW-2026-999999-1-12345678"):
        refused = await desk.post(url, json={"code": code})
        assert refused.status_code == 422
    here = (
        await desk.post(url, json={"code": f" {codes[1]} ", "received_on": "2026-01-15"})
    ).json()
    assert here["state"] == "paper_received"
    assert here["arrivals"][0]["received_on"] == "2026-01-15"


@pytest.mark.clause("4.9")
async def test_returned_with_reasons_at_their_fields_and_continued_by_the_same_link(
    db, client, sign_in
):
    one = await Applicant.start(client)
    await one.complete()
    await one.submit()
    desk = await sign_in(await people.officer(db))
    (found,) = (await desk.get(f"{API}/organisations")).json()["items"]
    url = f"{API}/organisations/{found['id']}"
    reasons = [{"pointer": "/introduction", "message": "请写明科技管理职能。"}]
    returned = await desk.post(f"{url}/return", json={"reasons": reasons})
    assert returned.json()["state"] == "returned"
    seen = (await one.send("GET")).json()
    assert seen["reasons"] == reasons
    assert seen["editable"] is True
    await one.send("PATCH", json={"introduction": "负责本校科技特派员的审核推荐工作。"})
    again = (await one.submit()).json()
    assert again["state"] == "applied"
    assert again["reasons"] == []
    refused = await desk.post(f"{url}/refuse", json={"reason": "不承担科技管理职能。"})
    assert refused.json()["state"] == "refused"
    told = (await one.send("GET")).json()
    assert told["reasons"][0]["message"] == "不承担科技管理职能。"
    assert told["editable"] is False

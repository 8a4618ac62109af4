"""The paper for seals, the sealed paper coming back, and the copies experts' organisations get."""

import io
from datetime import datetime, time, timedelta

import pypdf
import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.platform import clock
from tests.attachments.corpus.parts import photo, saved
from tests.factories import agreements as made
from tests.factories import matches, organisations, standins

PHOTO = saved(photo(), "PNG")
OBJECTION = {"reason": "该专家本学期教学任务已满，无法保证到岗天数。"}


async def paper_of(client, agreement_id):
    answer = await client.get(f"/api/v1/agreements/{agreement_id}/paper")
    assert answer.status_code == 200, answer.text
    return answer.content


async def send(client, agreement, name, content, mark=None, number=None):
    fields = {
        "number": number or agreement["number"],
        "mark": mark or agreement["text_hash"][:8],
    }
    path = f"/api/v1/agreements/{agreement['id']}/sealed"
    return await client.post(path, data=fields, files={"file": (name, content)})


async def signed(db, sign_in, around=None):
    contract = await made.signed_agreement(db, around)
    enterprise, expert = await sign_in(contract.enterprise), await sign_in(contract.expert)
    path = f"/api/v1/agreements/{contract.agreement.id}"
    return contract, enterprise, expert, (await enterprise.get(path)).json()


@pytest.mark.clause("5.4.1", "A3.3")
async def test_the_paper_carries_text_number_pages_hash_and_code_on_each_page(db, sign_in):
    contract, enterprise, _, agreement = await signed(db, sign_in)
    content = await paper_of(enterprise, contract.agreement.id)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    words = "".join("".join(pages).split())
    assert len(pages) >= 2
    for number, page in enumerate(pages, 1):
        plain = "".join(page.split())
        assert f"第{number}页，共{len(pages)}页" in plain
        assert agreement["text_hash"][:16] in plain
        assert agreement["number"] in plain
    for clause in ("工作条件", "报酬与费用", "知识产权", "变更、更换与终止", "签字、盖章处"):
        assert clause in words
    assert agreement["terms"]["working_conditions"].replace(" ", "") in words
    assert agreement["text_hash"] in words
    drawn = pypdfium2.PdfDocument(content)
    for number, page in enumerate(drawn, 1):
        (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        mark = f"h={agreement['text_hash'][:16]}&p={number}-{len(pages)}"
        assert code.text.endswith(f"/agreements/{agreement['id']}?{mark}")
    assert content == await paper_of(enterprise, contract.agreement.id)


@pytest.mark.clause("5.4.1")
async def test_a_draft_says_that_it_is_not_to_be_sealed(db, sign_in):
    contract = await made.drafted_agreement(db)
    client = await sign_in(contract.enterprise)
    content = await paper_of(client, contract.agreement.id)
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "不得盖章" in "".join(page.split())
    agreement = (await client.get(f"/api/v1/agreements/{contract.agreement.id}")).json()
    early = await send(client, agreement, "照片.png", PHOTO)
    assert (early.status_code, early.json()["rule"]) == (409, "SEAL-01")


@pytest.mark.clause("5.4.1")
async def test_the_sealed_paper_is_compared_with_the_signed_text(db, sign_in):
    contract, enterprise, expert, agreement = await signed(db, sign_in)
    content = await paper_of(enterprise, contract.agreement.id)
    # What the file itself says goes before what somebody types.
    kept = await send(enterprise, agreement, "盖章件.pdf", content, mark="0" * 8)
    assert kept.status_code == 201, kept.text
    sealed = kept.json()["sealed"]
    assert [(one["checked"], one["party"], one["counts"]) for one in sealed] == [
        ("code", "enterprise", True)
    ]
    typed = await send(expert, agreement, "第1页.png", PHOTO)
    assert [one["checked"] for one in typed.json()["sealed"]] == ["code", "typed"]
    reviewer = await sign_in(contract.reviewer)
    link = typed.json()["sealed"][1]["file"]["link"]
    assert (await reviewer.get(link)).status_code == 200
    stranger = await sign_in(await standins.quick_enterprise(db))
    assert (await stranger.get(link)).status_code == 404


@pytest.mark.clause("5.4.1")
async def test_the_paper_of_another_text_is_refused_with_what_to_do(db, sign_in):
    contract, enterprise, _, agreement = await signed(db, sign_in)
    other = await made.drafted_agreement(db, await matches.stage(db, contract.reviewer))
    foreign = await paper_of(await sign_in(other.enterprise), other.agreement.id)
    for name, content, rule, more in (
        ("盖章件.pdf", foreign, "SEAL-03", {}),
        ("照片.png", PHOTO, "SEAL-02", {"mark": "0" * 8}),
        ("照片.png", PHOTO, "SEAL-02", {"number": "XY-2020-000001"}),
        ("照片.png", PHOTO, "SEAL-02", {"mark": agreement["text_hash"][:7] + " "}),
    ):
        refused = await send(enterprise, agreement, name, content, **more)
        assert (refused.status_code, refused.json()["rule"]) == (409, rule)
        assert "重新打印" in refused.json()["detail"]
    path = f"/api/v1/agreements/{agreement['id']}"
    assert (await enterprise.get(path)).json()["sealed"] == []


@pytest.mark.clause("5.4.1")
async def test_the_database_keeps_no_seal_of_another_text(db, sign_in):
    _, enterprise, _, agreement = await signed(db, sign_in)
    assert (await send(enterprise, agreement, "照片.png", PHOTO)).status_code == 201
    forged = (
        "INSERT INTO sealed_copies (id, created_at, agreement_id, attachment_id, text_hash, party,"
        " checked, pages, account_id) SELECT gen_random_uuid(), now(), agreement_id, attachment_id,"
        " repeat('0', 64), party, checked, pages, account_id FROM sealed_copies"
    )
    for statement, guard in (
        (forged, "SEAL-02"),
        ("UPDATE sealed_copies SET checked = 'read'", "append_only"),
    ):
        with pytest.raises(IntegrityError, match=guard):
            async with db.transaction() as session:
                await session.execute(text(statement))


async def with_recommender(db):
    bureau = await organisations.city_bureau(db)
    around = await matches.stage(db)
    expert = await standins.quick_expert(db, organisation_id=bureau.organisation_id)
    return bureau, matches.Stage(around.reviewer, around.enterprise, expert, around.demand)


@pytest.mark.clause("5.4.2")
async def test_the_experts_organisation_gets_a_copy_and_objects_in_time(db, sign_in):
    bureau, around = await with_recommender(db)
    contract, enterprise, _, agreement = await signed(db, sign_in, around)
    office, reviewer = await sign_in(bureau), await sign_in(contract.reviewer)
    (copy,) = agreement["copies"]
    assert (copy["organisation"]["id"], copy["state"]) == (str(bureau.organisation_id), "waiting")
    path = f"/api/v1/agreements/{agreement['id']}"
    tasks = (await office.get("/api/v1/tasks")).json()["items"]
    assert [(task["kind"], task["due"]) for task in tasks] == [("consider_copy", copy["due"])]
    waiting = (await office.get("/api/v1/agreements", params={"waiting_for_me": True})).json()
    assert waiting["total"] == 1
    foreign = await reviewer.post(f"{path}/objection", json=OBJECTION)
    assert (foreign.status_code, foreign.json()["rule"]) == (409, "FIL-04")
    assert (await enterprise.post(f"{path}/objection", json=OBJECTION)).status_code == 403
    assert (await office.post(f"{path}/objection", json={"reason": ""})).status_code == 422
    heard = (await office.post(f"{path}/objection", json=OBJECTION)).json()
    assert heard["copies"][0]["state"] == "objected"
    twice = await office.post(f"{path}/objection", json=OBJECTION)
    assert (twice.status_code, twice.json()["rule"]) == (409, "FIL-04")
    seen = (await reviewer.get(path)).json()
    assert seen["copies"][0]["reason"] == OBJECTION["reason"]
    inbox = (await reviewer.get("/api/v1/notifications")).json()["items"]
    assert "特派员推荐单位提出异议" in {message["title"] for message in inbox}
    # Filing is receipt: the filer weighs the objection, it stops nothing.
    filed = await reviewer.post(f"{path}/filing", json={"decision": "accept"})
    assert filed.json()["state"] == "filed"


@pytest.mark.clause("5.4.2")
async def test_silence_is_no_objection_once_five_working_days_are_over(db, sign_in):
    bureau, around = await with_recommender(db)
    _, enterprise, _, agreement = await signed(db, sign_in, around)
    due = datetime.fromisoformat(agreement["copies"][0]["due"]).date()
    days = (clock.today() + timedelta(n) for n in range(1, (due - clock.today()).days + 1))
    assert sum(day.weekday() < 5 for day in days) >= 5
    path = f"/api/v1/agreements/{agreement['id']}"
    with clock.at(datetime.combine(due, time(23, 59), tzinfo=clock.SHANGHAI)):
        office = await sign_in(bureau)
        actions = {
            a["action"]: a["enabled"] for a in (await office.get(path)).json()["allowed_actions"]
        }
        assert actions == {"object": True}
    with clock.at(datetime.combine(due + timedelta(1), time(0, 1), tzinfo=clock.SHANGHAI)):
        office, enterprise = await sign_in(bureau), await sign_in(around.enterprise)
        assert (await enterprise.get(path)).json()["copies"][0]["state"] == "silent"
        late = await office.post(f"{path}/objection", json=OBJECTION)
        assert (late.status_code, late.json()["rule"]) == (409, "FIL-04")
        assert "视为无异议" in late.json()["detail"]
        assert (await office.get("/api/v1/tasks")).json()["items"] == []

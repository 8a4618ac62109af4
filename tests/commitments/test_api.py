"""The texts in force, in full; new versions; signing anew; the papers."""

import io
from datetime import timedelta
from uuid import UUID

import pypdf
import pytest

from backend.commitments.rules import body_of, structure_of
from backend.commitments.service import ask_again, text_hash
from backend.platform import clock
from tests.factories import commitments as make
from tests.factories import enterprises, experts, files, people
from tests.factories.demands import CONTENT, draft_demand, published_demand

API = "/api/v1"
BOTH = ("真实性、有效性、合法性、一致性和完整性", "不良信用记录")
FIRM_DUTIES = ("偷税漏税", "工作条件", "个人信息", "评价科技特派员和开发区")


def rule_of(response) -> str | None:
    """The rule a refusal names."""
    return response.json()["rule"]


def words_of(answer) -> str:
    """The text of a PDF, without spaces."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.clause("A2", "A3")
@pytest.mark.parametrize(("kind", "words"), [("expert", "回避原则"), ("enterprise", "工作条件")])
async def test_the_text_in_force_is_shown_in_full_with_its_hash(client, kind, words):
    answer = (await client.get(f"{API}/commitments/{kind}")).json()
    assert words in answer["body"]
    assert answer["text_hash"] == text_hash(answer["title"], answer["body"])
    assert body_of(structure_of(answer["body"])) == answer["body"]


@pytest.mark.clause("A2", "A3", "6.1.1", "6.1.2", "2.1.1", "2.2.2", "A2.3", "A2.4", "A2.5", "A3.3")
@pytest.mark.parametrize(
    ("kind", "duties"),
    [("expert", ("服从", "回避", "秘密", "评价服务企业和开发区")), ("enterprise", FIRM_DUTIES)],
)
async def test_every_duty_of_the_annexes_is_in_it(client, kind, duties):
    found = structure_of((await client.get(f"{API}/commitments/{kind}")).json()["body"]).duties
    for duty in (*duties, *BOTH):
        assert any(duty in one for one in found), duty


async def test_an_unknown_kind_is_refused_in_chinese(client):
    answer = await client.get(f"{API}/commitments/liaison")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == "请从给出的选项中选择。"


async def signature(client, kind: str, name: str, **more) -> dict:
    """The text in force under a name."""
    current = (await client.get(f"{API}/commitments/{kind}")).json()
    return {"commitment_hash": current["text_hash"], "signer_name": name, **more}


@pytest.mark.clause("A2")
async def test_two_officers_bring_a_new_version_about(db, sign_in):
    author, other = [await sign_in(await people.officer(db)) for _ in range(2)]
    begun = (await author.post(f"{API}/commitment-drafts", json={"kind": "expert"})).json()
    url, seen = f"{API}/commitment-drafts/{begun['id']}", {"If-Match": f'"{begun["version"]}"'}
    early = await author.post(f"{url}/propose")
    assert early.json()["errors"][0]["pointer"] == "/valid_from"
    body = {key: begun[key] for key in ("title", "opening", "closing")}
    body |= {"duties": [*begun["duties"], make.NEW_DUTY], "reason": make.REASON}
    body["valid_from"] = str(clock.today())
    numbered = body | {"closing": "一、这一段像一条承诺。"}
    refused = await author.put(url, json=numbered, headers=seen)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/duties")
    saved = await author.put(url, json=body, headers=seen)
    assert saved.status_code == 200, saved.text
    assert [one["change"] for one in saved.json()["changes"]].count("added") == 1
    assert (await author.put(url, json=body, headers=seen)).status_code == 412
    assert make.NEW_DUTY in words_of(await author.get(f"{url}/paper"))
    proposed = (await author.post(f"{url}/propose")).json()
    buttons = {one["action"]: one for one in proposed["allowed_actions"]}
    assert (buttons["publish"]["enabled"], buttons["publish"]["rule"]) == (False, "COM-03")
    assert rule_of(await author.post(f"{url}/publish")) == "COM-03"
    waiting = (await other.get(f"{API}/tasks")).json()["items"]
    assert [one["kind"] for one in waiting] == ["publish_commitment"]
    published = (await other.post(f"{url}/publish")).json()
    assert published["state"] == "published"
    current = (await author.get(f"{API}/commitments/expert")).json()
    assert (current["number"], current["id"]) == (2, published["text_id"])
    assert current["text_hash"] == text_hash(current["title"], current["body"])
    listed = (await author.get(f"{API}/commitment-versions")).json()["versions"]
    assert {(v["kind"], v["number"]) for v in listed if v["is_current"]} == {
        ("expert", 2),
        ("enterprise", 1),
    }
    fresh = {"If-Match": f'"{published["version"]}"'}
    assert (await author.put(url, json=body, headers=fresh)).status_code == 409


async def test_only_the_department_drafts_and_nothing_is_published_for_the_past(db, sign_in):
    for who in (await people.person(db), (await experts.submitted_expert(db)).reviewer):
        client = await sign_in(who)
        assert (await client.get(f"{API}/commitment-versions")).status_code == 403
    author, other = await people.officer(db), await sign_in(await people.officer(db))
    late = await make.draft(db, author, "enterprise", valid_from=clock.today() - timedelta(days=1))
    await (await sign_in(author)).post(f"{API}/commitment-drafts/{late.id}/propose")
    assert rule_of(await other.post(f"{API}/commitment-drafts/{late.id}/publish")) == "COM-04"


@pytest.mark.clause("A2", "6.1.1")
async def test_a_new_version_asks_the_expert_again(db, sign_in):
    firm = await enterprises.approved_enterprise(db)
    demand = await published_demand(db, firm.actor, firm.reviewer)
    made = await experts.filed_expert(db)
    me = await sign_in(made.actor)
    url = f"{API}/experts/{made.id}"
    assert (await me.get(f"{url}/pledge")).json()["is_owed"] is False
    await make.published(db, "expert")
    await ask_again(db)
    await ask_again(db)  # once is enough
    (task,) = [
        t for t in (await me.get(f"{API}/tasks")).json()["items"] if t["kind"] == "sign_commitment"
    ]
    assert task["link"] == "/commitments/sign/expert"
    inbox = (await me.get(f"{API}/notifications")).json()["items"]
    assert [one["title"] for one in inbox].count("承诺书已更新，请重新签署") == 1
    owed = (await me.get(f"{url}/pledge")).json()
    assert (owed["is_owed"], owed["signed_number"], owed["reason"]) == (True, 1, make.REASON)
    assert [one["change"] for one in owed["changes"]].count("added") == 1
    candidacy = (await me.get(f"{API}/demands/{demand.id}/candidacy")).json()
    apply = next(a for a in candidacy["allowed_actions"] if a["action"] == "apply")
    assert (apply["enabled"], apply["rule"]) == (False, "COM-02")
    application = {"demand_id": str(demand.id), "message": "愿意先到现场诊断。"}
    assert rule_of(await me.post(f"{API}/matches/applications", json=application)) == "COM-02"
    team = {"demand_id": str(demand.id), "name": "演示团"}
    assert rule_of(await me.post(f"{API}/teams", json=team)) == "COM-02"
    wrong = await me.post(f"{url}/pledge", json=await signature(me, "expert", "别人"))
    assert wrong.json()["errors"][0]["pointer"] == "/signer_name"
    signed = await me.post(f"{url}/pledge", json=await signature(me, "expert", made.name))
    assert (signed.status_code, signed.json()["is_owed"]) == (200, False)
    assert (await me.post(f"{API}/matches/applications", json=application)).status_code == 201
    stranger = await sign_in(await people.person(db))
    assert (await stranger.get(f"{url}/pledge")).status_code == 404


@pytest.mark.clause("A3", "2.2.4", "6.1.1")
async def test_a_new_version_asks_the_enterprise_again_with_its_seal(db, sign_in):
    firm = await enterprises.approved_enterprise(db)
    me = await sign_in(firm.actor)
    drafted = await draft_demand(db, firm.actor)
    await make.published(db, "enterprise")
    submit = f"{API}/demands/{drafted.id}/submit"
    assert rule_of(await me.post(submit)) == "COM-02"
    shown = (await me.get(f"{API}/demands/{drafted.id}")).json()["allowed_actions"]
    assert next(a for a in shown if a["action"] == "submit")["rule"] == "COM-02"
    pledge = f"{API}/enterprises/{firm.id}/pledge"
    body = await signature(me, "enterprise", firm.legal_representative)
    assert rule_of(await me.post(pledge, json=body)) == "COM-05"
    (scan,) = await files.sent_evidence(me, ("SEALED",))
    body["sealed_copy_id"] = scan["attachment_id"]
    old = body | {"commitment_hash": "0" * 64}
    assert rule_of(await me.post(pledge, json=old)) == "COM-01"
    assert (await me.post(pledge, json=body)).json()["is_owed"] is False
    desk = await sign_in(firm.reviewer)
    assert (await desk.get(f"{API}/attachments/{scan['attachment_id']}")).status_code == 200
    assert CONTENT["title"]
    assert (await me.post(submit)).status_code == 200


@pytest.mark.clause("A2", "A3")
async def test_a_coming_version_asks_nobody_yet(db, sign_in):
    made = await experts.filed_expert(db)
    me = await sign_in(made.actor)
    day = clock.today() + timedelta(days=10)
    await make.published(db, "expert", day)
    assert (await me.get(f"{API}/experts/{made.id}/pledge")).json()["is_owed"] is False
    with clock.at(clock.now() + timedelta(days=11)):
        me = await sign_in(made.actor)
        assert (await me.get(f"{API}/experts/{made.id}/pledge")).json()["is_owed"] is True


@pytest.mark.clause("A2")
async def test_the_signed_paper_shows_text_name_time_and_hashes(db, sign_in):
    made = await experts.submitted_expert(db)
    url = f"{API}/experts/{made.id}"
    me, desk = await sign_in(made.actor), await sign_in(made.reviewer)
    (submission,) = (await me.get(f"{url}/submissions")).json()
    for client in (me, desk):
        words = words_of(await client.get(f"{url}/commitment"))
        assert f"电子签署：{made.name}" in words
        assert submission["content_hash"] in words
        assert "回避原则" in words
        assert "七、" in words
    blank = words_of(await me.get(f"{url}/commitment?blank=true"))
    assert "电子签署：" not in blank
    stranger = await sign_in((await experts.submitted_expert(db)).actor)
    assert (await stranger.get(f"{url}/commitment")).status_code == 404


@pytest.mark.clause("A3")
async def test_the_enterprises_paper_has_names_and_room_for_the_seal(db, sign_in):
    actor, detail = await enterprises.draft_enterprise(db)
    me = await sign_in(actor)
    words = words_of(await me.get(f"{API}/enterprises/{detail.id}/commitment?blank=true"))
    assert detail.draft.name in words
    assert detail.draft.uscc in words
    assert f"法定代表人：{detail.draft.legal_representative}" in words
    assert "（单位公章）" in words
    assert "个人信息、科研成果和研究方向" in words


@pytest.mark.clause("A3", "2.2.4")
async def test_without_the_sealed_copy_nothing_is_submitted(db, sign_in):
    await enterprises.county(db)
    person = await people.person(db)
    proofs = await files.evidence(db, person, ("LICENCE", "STATUS"))
    me = await sign_in(person)
    values = enterprises.registration() | {"evidence": proofs}
    started = (await me.post(f"{API}/enterprises", json=values)).json()
    assert [one["pointer"] for one in started["missing"]] == ["/evidence"]
    assert "盖章的企业承诺书" in started["missing"][0]["message"]
    body = await signature(me, "enterprise", "演示法人")
    refused = await me.post(f"{API}/enterprises/{started['id']}/submit", json=body)
    assert refused.status_code == 422


@pytest.mark.clause("6.1.1", "3.1.1")
async def test_what_is_signed_names_the_bytes_of_every_file(db, sign_in):
    made = await experts.submitted_expert(db)
    me = await sign_in(made.actor)
    shown = (await me.get(f"{API}/experts/{made.id}")).json()
    by_id = {file["id"]: file for file in shown["attachments"]}
    rows = shown["content"]["evidence"]
    assert [row["kind"] for row in rows] == list(files.EXPERT)
    assert all(row["sha256"] == by_id[row["attachment_id"]]["sha256"] for row in rows)


async def test_files_that_a_draft_drops_are_let_go_and_submitted_ones_stay(db, sign_in):
    actor, detail = await experts.draft_expert(db)
    me = await sign_in(actor)
    url, seen = f"{API}/experts/{detail.id}", {"If-Match": f'"{detail.version}"'}
    rows = [row.model_dump(mode="json") for row in detail.draft.evidence]
    kept = await me.patch(f"{url}/draft", json={"evidence": rows[1:]}, headers=seen)
    shown = (await me.get(url)).json()["attachments"]
    assert [file["id"] for file in shown] == [r["attachment_id"] for r in rows[1:]]
    foreign = await files.uploaded(db, await people.person(db))
    seen = {"If-Match": kept.headers["ETag"]}
    stolen = {"evidence": [{"kind": "IDENTITY", "attachment_id": str(UUID(str(foreign)))}]}
    refused = await me.patch(f"{url}/draft", json=stolen, headers=seen)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/evidence")

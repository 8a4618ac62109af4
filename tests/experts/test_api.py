"""An expert's registration over HTTP, as the person and the reviewer live it."""

from datetime import date

import pytest
from sqlalchemy import text

from backend.platform.problems import Problem
from tests.factories import experts as make
from tests.factories import files, organisations, people

API = "/api/v1"


def rule_of(response) -> str | None:
    """The rule a refusal names."""
    return response.json()["rule"]


@pytest.mark.clause("1.1", "3.1.1")
async def test_half_typed_values_are_kept_and_every_fault_is_told_at_once(db, sign_in):
    me = await sign_in(await people.person(db))
    assert (await me.get(f"{API}/experts/mine")).json() is None
    started = await me.post(f"{API}/experts", json={"name": "演"})
    assert started.status_code == 201, started.text
    url, seen = f"{API}/experts/{started.json()['id']}", {"If-Match": started.headers["ETag"]}
    half = {"employer_uscc": "9136", "phone": "139", "achievements": [{"title": "一"}]}
    saved = await me.patch(f"{url}/draft", json=half, headers=seen)
    assert saved.status_code == 200, saved.text
    mine = (await me.get(f"{API}/experts/mine")).json()
    assert (mine["draft"]["name"], mine["draft"]["employer_uscc"]) == ("演", "9136")
    assert mine["draft"]["achievements"][0]["title"] == "一"
    signature = {"commitment_hash": await make.commitment_hash(db), "signer_name": "演示专家"}
    refused = await me.post(f"{url}/submit", json=signature)
    assert refused.status_code == 422
    pointers = {one["pointer"] for one in refused.json()["errors"]}
    assert {"/name", "/employer_uscc", "/phone", "/birth_date", "/achievements/0/year"} <= pointers
    assert pointers == {one["pointer"] for one in mine["missing"]}


@pytest.mark.clause("1.1", "3.1.1", "3.0")
async def test_a_whole_registration_goes_to_the_competent_desk(db, sign_in):
    reviewer = await make.bureau(db)
    me = await sign_in(await people.person(db))
    started = await me.post(f"{API}/experts", json={})
    url, seen = f"{API}/experts/{started.json()['id']}", {"If-Match": started.headers["ETag"]}
    proofs = await files.sent_evidence(me, files.EXPERT)
    values = make.registration(name="演示专家") | {"evidence": proofs}
    saved = await me.patch(f"{url}/draft", json=values, headers=seen)
    assert saved.json()["missing"] == []
    shown = (await me.get(f"{API}/experts/mine")).json()
    assert {one["outcome"] for one in shown["verdicts"]} == {"pass"}
    assert shown["competence"]["organisation_id"] == str(reviewer.organisation_id)
    assert "该设区市" in shown["competence"]["reason"]
    signature = {"commitment_hash": await make.commitment_hash(db), "signer_name": "演示专家"}
    submitted = await me.post(f"{url}/submit", json=signature)
    assert submitted.status_code == 200, submitted.text
    assert submitted.json()["state"] == "submitted"
    assert submitted.json()["organisation"]["id"] == str(reviewer.organisation_id)
    assert (await me.post(f"{url}/submit", json=signature)).status_code == 409
    seen = {"If-Match": submitted.headers["ETag"]}
    assert (await me.patch(f"{url}/draft", json={}, headers=seen)).status_code == 409
    desk = await sign_in(reviewer)
    queue = (await desk.get(f"{API}/reviews/queue")).json()
    assert [one["subject_id"] for one in queue["items"]] == [started.json()["id"]]


@pytest.mark.clause("3.1.2", "4.4", "2.1.2", "6.1.1", "A2")
async def test_returned_with_reasons_mended_and_recommended(db, sign_in):
    made = await make.submitted_expert(db)
    me, desk = await sign_in(made.actor), await sign_in(made.reviewer)
    url = f"{API}/experts/{made.id}"
    silent = await desk.post(f"{url}/decision", json={"number": 1, "decision": "return"})
    assert rule_of(silent) == "REV-03"
    fault = {"pointer": "/title_name", "message": "请填写职称证书上的名称"}
    decision = {"number": 1, "decision": "return", "reasons": [fault]}
    assert (await desk.post(f"{url}/decision", json=decision)).json()["state"] == "returned"
    mine = (await me.get(f"{API}/experts/mine")).json()
    assert mine["reviews"][0]["reasons"] == [fault]
    seen = {"If-Match": f'"{mine["version"]}"'}
    await me.patch(f"{url}/draft", json={"title_name": "正高级工程师"}, headers=seen)
    signature = {"commitment_hash": await make.commitment_hash(db), "signer_name": made.name}
    assert (await me.post(f"{url}/submit", json=signature)).status_code == 200
    stale = {"number": 1, "decision": "approve", "attested": True}
    assert rule_of(await desk.post(f"{url}/decision", json=stale)) == "REV-04"
    unattested = {"number": 2, "decision": "approve"}
    assert rule_of(await desk.post(f"{url}/decision", json=unattested)) == "REV-02"
    approved = await desk.post(f"{url}/decision", json=unattested | {"attested": True})
    assert approved.json()["state"] == "recommended"
    assert approved.json()["reviews"][0]["attested_at"]
    history = (await desk.get(f"{url}/submissions")).json()
    assert [one["changed"] for one in history] == [[], ["title_name"]]
    assert {one["signer_name"] for one in history} == {made.name}
    assert history[0]["content_hash"] != history[1]["content_hash"]


async def test_edits_need_the_version_that_was_seen(db, sign_in):
    person = await people.person(db)
    me = await sign_in(person)
    started = (await me.post(f"{API}/experts", json={})).json()
    url = f"{API}/experts/{started['id']}/draft"
    assert (await me.patch(url, json={"name": "一"})).status_code == 428
    fresh = {"If-Match": f'"{started["version"]}"'}
    assert (await me.patch(url, json={"name": "二"}, headers=fresh)).status_code == 200
    assert (await me.patch(url, json={"name": "三"}, headers=fresh)).status_code == 412
    assert (await me.get(f"{API}/experts/mine")).json()["draft"]["name"] == "二"
    wrong_type = await me.patch(url, json={"is_retired": "也许"}, headers=fresh)
    unknown = await me.patch(url, json={"state": "filed"}, headers=fresh)
    assert (wrong_type.status_code, unknown.status_code) == (422, 422)


async def test_one_submission_for_one_key(db, sign_in):
    await make.bureau(db)
    actor, detail = await make.draft_expert(db)
    me = await sign_in(actor)
    signature = {
        "commitment_hash": await make.commitment_hash(db),
        "signer_name": detail.draft.name,
    }
    key = {"Idempotency-Key": "one-submission-1"}
    url = f"{API}/experts/{detail.id}"
    first = await me.post(f"{url}/submit", json=signature, headers=key)
    second = await me.post(f"{url}/submit", json=signature, headers=key)
    assert first.status_code == 200, first.text
    assert second.json() == first.json()
    assert len((await me.get(f"{url}/submissions")).json()) == 1


@pytest.mark.clause("A2", "6.1.1")
async def test_the_commitment_in_force_is_signed_by_the_applicant(db, sign_in):
    await make.bureau(db)
    actor, detail = await make.draft_expert(db)
    me = await sign_in(actor)
    url = f"{API}/experts/{detail.id}/submit"
    name, current = detail.draft.name, await make.commitment_hash(db)
    old = await me.post(url, json={"commitment_hash": "0" * 64, "signer_name": name})
    assert rule_of(old) == "COM-01"
    other = await me.post(url, json={"commitment_hash": current, "signer_name": "别人"})
    assert other.status_code == 422
    assert other.json()["errors"][0]["pointer"] == "/signer_name"
    assert (await me.post(url, json={"signer_name": name})).status_code == 422
    async with db.reading() as session:
        kept = await session.execute(text("SELECT count(*) FROM expert_submissions"))
        assert kept.scalar_one() == 0
    done = await me.post(url, json={"commitment_hash": current, "signer_name": name})
    assert done.status_code == 200, done.text
    async with db.reading() as session:
        bound = await session.execute(
            text(
                "SELECT c.content_hash = s.content_hash FROM expert_submissions s"
                " JOIN commitment_signatures c ON c.id = s.commitment_signature_id"
            )
        )
        assert bound.scalar_one() is True


@pytest.mark.clause("A3.4")
async def test_personal_numbers_are_masked_in_reading_and_sealed_at_rest(db, sign_in):
    made = await make.submitted_expert(db, phone="139 0000 4321", email="li.si@demo.example")
    number = "360102198005060"
    for actor in (made.actor, made.reviewer, await people.officer(db)):
        reader = await sign_in(actor)
        for path in ("", "/submissions"):
            answer = await reader.get(f"{API}/experts/{made.id}{path}")
            assert answer.status_code == 200
            assert "139****4321" in answer.text
            assert "l***@demo.example" in answer.text
            for secret in ("13900004321", "li.si", number):
                assert secret not in answer.text
    async with db.reading() as session:
        for table in ("experts", "expert_submissions", "idempotency_keys", "audit_events"):
            rows = await session.execute(text(f"SELECT string_agg(t::text, '') FROM {table} t"))
            stored = rows.scalar_one() or ""
            for secret in ("13900004321", "li.si", number):
                assert secret not in stored, table


async def test_a_form_that_sends_masked_values_back_changes_nothing(db, sign_in):
    actor, detail = await make.draft_expert(db)
    me = await sign_in(actor)
    shown = (await me.get(f"{API}/experts/mine")).json()
    echo = {name: shown["draft"][name] for name in ("phone", "email", "id_number")}
    assert "*" in echo["phone"]
    url = f"{API}/experts/{detail.id}/draft"
    saved = await me.patch(url, json=echo, headers={"If-Match": f'"{detail.version}"'})
    assert saved.json()["missing"] == []
    cleared = await me.patch(url, json={"phone": None}, headers={"If-Match": saved.headers["ETag"]})
    assert [one["pointer"] for one in cleared.json()["missing"]] == ["/phone"]


@pytest.mark.clause("3.1.1")
@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"birth_date": "1980-05-06", "id_number": "360102198105060032"}, "/id_number"),
        ({"sex": "female", "id_number": make.resident_id(date(1980, 5, 6), 5)}, "/sex"),
        ({"id_number": make.resident_id(date(1981, 5, 6), 5)}, "/birth_date"),
        ({"employer_uscc": "12360000MD00000010"}, "/employer_uscc"),
        ({"county_code": "360403"}, "/county_code"),
        ({"main_discipline": "999"}, "/main_discipline"),
        ({"other_disciplines": ["430", "000"]}, "/other_disciplines/1"),
        ({"willing_places": ["110000"]}, "/willing_places/0"),
        ({"title_name": "研究员", "title_series": "99"}, None),
        ({"city_code": None, "county_code": None}, "/city_code"),
        ({"keywords": []}, "/keywords"),
        ({"max_enterprises": 4}, "/max_enterprises"),
    ],
)
async def test_each_fault_is_tied_to_its_field(db, wrong, pointer):
    _, detail = await make.draft_expert(db, **({"id_number": None} | wrong))
    pointers = [one.pointer for one in detail.missing if one.pointer != "/id_number"]
    if pointer == "/id_number":
        pointers = [one.pointer for one in detail.missing]
    assert pointers == ([pointer] if pointer else [])


async def test_nobody_has_two_live_registrations(db, sign_in):
    made = await make.submitted_expert(db)
    me = await sign_in(made.actor)
    second = await me.post(f"{API}/experts", json={})
    assert second.status_code == 409
    assert "已有一份" in second.json()["detail"]
    # The same identity number from another account is told what to do.
    number = make.resident_id(date(1980, 5, 6), 77)
    await make.submitted_expert(db, id_number=number)
    with pytest.raises(Problem) as refusal:
        await make.submitted_expert(db, id_number=number.lower())
    assert refusal.value.status == 409
    assert "另一个账号" in refusal.value.detail


async def test_after_a_withdrawal_one_may_begin_anew(db, sign_in):
    made = await make.submitted_expert(db)
    me = await sign_in(made.actor)
    desk = await sign_in(made.reviewer)
    gone = await me.post(f"{API}/experts/{made.id}/withdraw", json={"reason": "资料有误"})
    assert gone.json()["state"] == "withdrawn"
    assert (await desk.get(f"{API}/reviews/queue")).json()["items"] == []
    fresh = await me.post(f"{API}/experts", json={})
    assert fresh.status_code == 201
    newest = await people.actor(db, made.actor.account_id)
    assert str(newest.expert_id) == fresh.json()["id"]


@pytest.mark.clause("3.1.2", "4.4")
async def test_nobody_but_the_competent_organisation_decides(db, sign_in):
    made = await make.submitted_expert(db)
    foreign = await sign_in(await organisations.city_bureau(db, organisations.JIUJIANG))
    stranger = await sign_in(await people.person(db))
    department = await sign_in(await people.officer(db))
    url = f"{API}/experts/{made.id}"
    decision = {"number": 1, "decision": "approve", "attested": True}
    missing = f"{API}/experts/00000000-0000-7000-8000-000000000000"
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/submissions", None),
        ("POST", "/decision", decision),
        ("POST", "/reveal", {"reason": "核对资料"}),
    ):
        hidden = await foreign.request(method, url + path, json=body)
        absent = await foreign.request(method, missing + path, json=body)
        assert (hidden.status_code, absent.status_code) == (404, 404), path
        assert hidden.json()["detail"] == absent.json()["detail"]
        assert (await stranger.request(method, url + path, json=body)).status_code == 403
    assert (await department.post(f"{url}/decision", json=decision)).status_code == 403
    assert (await department.get(url)).json()["access"] == "office"
    for action in ("submit", "withdraw", "pause"):
        signature = {"commitment_hash": "0" * 64, "signer_name": "别人"}
        body = signature if action == "submit" else {}
        assert (await stranger.post(f"{url}/{action}", json=body)).status_code == 404


async def test_certificates_are_read_by_the_offices_in_charge_alone(db, sign_in):
    made = await make.submitted_expert(db)
    me, desk = await sign_in(made.actor), await sign_in(made.reviewer)
    foreign = await sign_in(await organisations.city_bureau(db, organisations.JIUJIANG))
    parent = {"parent_type": "experts", "parent_id": str(made.id)}
    scan = {"file": ("职称证书.pdf", files.PAPER + b"\n", "application/pdf")}
    assert (await desk.post(f"{API}/attachments", data=parent, files=scan)).status_code == 404
    uploaded = await me.post(f"{API}/attachments", data=parent, files=scan)
    assert uploaded.status_code == 201, uploaded.text
    *_, shown = (await desk.get(f"{API}/experts/{made.id}")).json()["attachments"]
    assert shown["filename"] == "职称证书.pdf"
    assert (await desk.get(shown["link"])).status_code == 200
    assert (await foreign.get(shown["link"])).status_code == 404

"""An enterprise's registration over HTTP, as its manager and the reviewer live it."""

from datetime import datetime

import pytest

from backend.enterprises import service
from backend.enterprises.schemas import EnterpriseQuery
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.problems import Problem
from tests.factories import enterprises as make
from tests.factories import experts, organisations, people
from tests.factories.standins import bad_credit

API = "/api/v1"


def rule_of(response) -> str | None:
    """The rule a refusal names."""
    return response.json()["rule"]


async def signature(db, name: str = "演示法人") -> dict:
    """The enterprise commitment in force, signed."""
    text_hash = await experts.commitment_hash(db, "enterprise")
    return {"commitment_hash": text_hash, "signer_name": name}


@pytest.mark.clause("1.1", "3.2.1")
async def test_half_typed_values_are_kept_and_every_fault_is_told_at_once(db, sign_in):
    me = await sign_in(await people.person(db))
    assert (await me.get(f"{API}/enterprises/mine")).json() is None
    started = await me.post(f"{API}/enterprises", json={"uscc": "9136"})
    assert started.status_code == 201, started.text
    url, seen = f"{API}/enterprises/{started.json()['id']}", {"If-Match": started.headers["ETag"]}
    half = {"contact_phone": "0791", "qualifications": [{"code": "XX"}], "city_code": "360400"}
    half["county_code"] = "360121"
    saved = await me.patch(f"{url}/draft", json=half, headers=seen)
    assert saved.status_code == 200, saved.text
    assert (await me.patch(f"{url}/draft", json=half, headers=seen)).status_code == 412
    mine = (await me.get(f"{API}/enterprises/mine")).json()
    assert mine["draft"]["uscc"] == "9136"
    refused = await me.post(f"{url}/submit", json=await signature(db))
    assert refused.status_code == 422
    pointers = {one["pointer"] for one in refused.json()["errors"]}
    assert pointers == {one["pointer"] for one in mine["missing"]}
    expected = {"/uscc", "/contact_phone", "/qualifications/0/code", "/county_code", "/rd_spend"}
    assert expected <= pointers
    assert (await me.get(f"{API}/me")).json()["membership"]["enterprise"]["id"] == mine["id"]


@pytest.mark.clause("3.2.1", "3.2.2", "2.2.4", "6.1.1", "A3")
async def test_from_the_submission_to_the_approval(db, sign_in):
    reviewer = await make.county(db)
    actor, detail = await make.draft_enterprise(db)
    me, desk = await sign_in(actor), await sign_in(reviewer)
    url = f"{API}/enterprises/{detail.id}"
    assert str(detail.competence.organisation_id) == str(reviewer.organisation_id)
    wrong = await me.post(f"{url}/submit", json=await signature(db, "演示经办人"))
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/signer_name")
    old = await me.post(
        f"{url}/submit", json={"commitment_hash": "0" * 64, "signer_name": "演示法人"}
    )
    assert rule_of(old) == "COM-01"
    submitted = await me.post(f"{url}/submit", json=await signature(db))
    assert submitted.json()["state"] == "submitted", submitted.text
    assert (await me.post(f"{url}/submit", json=await signature(db))).status_code == 409
    fault = {"pointer": "/rd_spend", "message": "与年度统计报表不一致"}
    returned = {"number": 1, "decision": "return", "reasons": [fault]}
    assert (await desk.post(f"{url}/decision", json=returned)).json()["state"] == "returned"
    mine = (await me.get(f"{API}/enterprises/mine")).json()
    assert mine["reviews"][0]["reasons"] == [fault]
    seen = {"If-Match": f'"{mine["version"]}"'}
    await me.patch(f"{url}/draft", json={"rd_spend": 500}, headers=seen)
    await me.post(f"{url}/submit", json=await signature(db))
    approval = {"number": 2, "decision": "approve", "attested": True}
    approved = await desk.post(f"{url}/decision", json=approval)
    assert approved.json()["state"] == "approved"
    history = (await desk.get(f"{url}/submissions")).json()
    assert [one["changed"] for one in history] == [[], ["rd_spend"]]
    assert {one["signer_name"] for one in history} == {"演示法人"}


@pytest.mark.clause("3.2.2", "4.7")
async def test_nobody_but_the_competent_organisation_sees_and_decides(db, sign_in):
    made = await make.submitted_enterprise(db)
    foreign = await sign_in(await organisations.county_department(db, organisations.XUNYANG))
    bureau = await sign_in(await organisations.city_bureau(db))
    stranger = await sign_in(await people.person(db))
    url = f"{API}/enterprises/{made.id}"
    missing = f"{API}/enterprises/00000000-0000-7000-8000-000000000000"
    decision = {"number": 1, "decision": "approve", "attested": True}
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/submissions", None),
        ("POST", "/decision", decision),
        ("POST", "/suspend", {}),
    ):
        for other in (foreign, bureau):
            hidden = await other.request(method, url + path, json=body)
            absent = await other.request(method, missing + path, json=body)
            assert (hidden.status_code, absent.status_code) == (404, 404), path
            assert hidden.json()["detail"] == absent.json()["detail"]
    assert (await foreign.get(f"{API}/enterprises")).json()["total"] == 0
    assert (await stranger.get(url)).status_code == 403
    seen = {"If-Match": '"1"'}
    assert (await stranger.patch(f"{url}/draft", json={}, headers=seen)).status_code == 404


@pytest.mark.clause("3.2.2", "4.7")
async def test_the_zone_of_its_place_reviews_it_rather_than_the_county(db):
    county = await make.county(db)
    zone = await organisations.development_zone(db)
    made = await make.submitted_enterprise(db, zone, zone_code=organisations.NANCHANG_ZONE)
    assert (await service.read(db, zone, made.id)).organisation.id == zone.organisation_id
    with pytest.raises(Problem) as hidden:
        await service.read(db, county, made.id)
    assert hidden.value.status == 404


@pytest.mark.clause("2.2.1", "3.2.1")
@pytest.mark.parametrize("prefix", ["A1360121", "N2360121", "Y1360121", "91360121"])
async def test_codes_of_every_first_character_are_read(db, prefix):
    _, detail = await make.draft_enterprise(db, uscc=experts.credit_code(7, prefix))
    assert [one.pointer for one in detail.missing] == []
    (place,) = [one for one in detail.verdicts if one.id == "ENT-PLACE"]
    assert (place.outcome, place.needs_reason) == ("pass", prefix[0] in "NY")


@pytest.mark.clause("3.2.1")
async def test_a_qualification_needs_its_number_and_telephones_come_in_any_form(db):
    wrong = {
        "qualifications": [{"code": "HNTE"}],
        "legal_representative_phone": "一二三",
        "contact_email": "无",
    }
    _, detail = await make.draft_enterprise(db, **wrong)
    faults = {one.pointer: one.message for one in detail.missing}
    assert faults.keys() == {
        "/qualifications/0/number",
        "/legal_representative_phone",
        "/contact_email",
    }
    made = await make.submitted_enterprise(
        db, contact_phone="（0791）8620 0000", size="small", standards=2, software_copyrights=3
    )
    shown = await service.read(db, made.actor, made.id)
    assert (shown.content.contact_phone, shown.content.standards) == ("0791-86200000", 2)
    assert shown.number.startswith("QY-")
    assert shown.organisation.contact_phone


@pytest.mark.clause("3.2.1")
async def test_an_enterprise_starts_with_its_clerks_contact_and_what_it_sent_before(db, sign_in):
    me = await sign_in(await people.person(db, "演示经办人"))
    first = (await me.post(f"{API}/enterprises", json={})).json()["draft"]
    assert (first["contact_name"], first["contact_phone"][:3]) == ("演示经办人", "100")
    made = await make.submitted_enterprise(db)
    await service.withdraw(db, made.actor, made.id, "")
    again = await sign_in(made.actor)
    fresh = (await again.post(f"{API}/enterprises", json={})).json()
    assert (fresh["draft"]["name"], fresh["draft"]["rd_spend"]) == (made.name, 480)
    assert all(one["pointer"].startswith("/declares_") for one in fresh["missing"])


@pytest.mark.clause("3.2.1")
async def test_two_submissions_are_compared_for_members_and_office(db, sign_in):
    made = await make.submitted_enterprise(db)
    me, desk = await sign_in(made.actor), await sign_in(made.reviewer)
    url = f"{API}/enterprises/{made.id}"
    reason = {"pointer": "/rd_spend", "message": "请核对"}
    back = {"number": 1, "decision": "return", "reasons": [reason]}
    await desk.post(f"{url}/decision", json=back)
    seen = {"If-Match": f'"{(await me.get(url)).json()["version"]}"'}
    saved = await me.patch(f"{url}/draft", json={"rd_spend": "５００"}, headers=seen)
    assert saved.json().keys() == {"version", "saved_at", "missing"}
    await me.post(f"{url}/submit", json=await signature(db))
    asked = await desk.get(f"{url}/submissions/diff", params={"before": 1, "after": 2})
    (change,) = asked.json()["changes"]
    assert (change["field"], change["before"], change["after"]) == ("rd_spend", 480, 500)


@pytest.mark.clause("2.2.1", "2.2.2", "2.2.3", "2.2.4")
@pytest.mark.parametrize(
    ("changes", "rule_id"),
    [
        ({"uscc": experts.credit_code(5, "92360121")}, "ENT-PLACE"),
        ({"is_branch": True}, "ENT-PLACE"),
        ({"is_legal_person": False}, "ENT-PLACE"),
        ({"declares_taxes_paid": False}, "ENT-DECLARED"),
        ({"declares_no_environmental_offence": False}, "ENT-DECLARED"),
        ({"rd_spend": 0}, "ENT-RD"),
        ({"declares_conditions": False}, "ENT-RD"),
        ({"declares_rules_accepted": False}, "ENT-RULES"),
    ],
)
async def test_a_submission_is_refused_with_the_rule_named(db, changes, rule_id):
    await make.county(db)
    actor, detail = await make.draft_enterprise(db, **changes)
    assert {one.id for one in detail.verdicts if one.outcome != "pass"} == {rule_id}
    with pytest.raises(Problem) as refusal:
        await make.submit(db, actor, detail)
    assert (refusal.value.status, refusal.value.body("").rule) == (409, rule_id)


@pytest.mark.clause("2.2.2")
async def test_an_active_record_refuses_the_enterprise(db):
    await make.county(db)
    actor, detail = await make.draft_enterprise(db)
    await bad_credit(db, actor, detail.draft.uscc)
    with pytest.raises(Problem) as refusal:
        await make.submit(db, actor, detail)
    assert refusal.value.body("").rule == "CREDIT-01"


@pytest.mark.clause("2.2.2")
async def test_the_window_of_the_declarations_is_shown_as_dates(db):
    with clock.at(datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)):
        _, detail = await make.draft_enterprise(db)
    window = detail.incident_window
    assert (str(window.first), str(window.last)) == ("2023-11-23", "2026-11-23")


async def test_a_code_is_taken_once_and_the_second_comer_is_told_what_to_do(db):
    made = await make.submitted_enterprise(db)
    actor, detail = await make.draft_enterprise(db, uscc=made.uscc.lower())
    with pytest.raises(Problem) as refusal:
        await make.submit(db, actor, detail)
    assert refusal.value.status == 409
    assert "加为成员" in refusal.value.detail
    await service.withdraw(db, made.actor, made.id, "由同事办理")
    assert (await make.submit(db, actor, detail)).state == "submitted"


async def test_what_is_left_to_the_reviewer_needs_a_reason(db, sign_in):
    made = await make.submitted_enterprise(db, uscc=experts.credit_code(6, "91310000"))
    desk = await sign_in(made.reviewer)
    url = f"{API}/enterprises/{made.id}/decision"
    decision = {"number": 1, "decision": "approve", "attested": True}
    assert rule_of(await desk.post(url, json=decision)) == "ENT-REASON"
    approved = await desk.post(url, json=decision | {"note": "已核对营业执照，注册地在南昌县"})
    assert approved.json()["state"] == "approved"


@pytest.mark.clause("5.1.1")
async def test_only_an_approved_enterprise_acts(db):
    made = await make.approved_enterprise(db)
    async with db.reading() as session:
        assert (await service.approved_enterprise(session, made.id)).id == made.id
    await service.move(db, made.reviewer, made.id, "suspend", "核查中")
    async with db.reading() as session:
        with pytest.raises(Problem) as refusal:
            await service.approved_enterprise(session, made.id)
    assert refusal.value.body("").rule == "ENT-APPROVED"
    resumed = await service.move(db, made.reviewer, made.id, "resume", "")
    assert resumed.state == "approved"


async def test_filed_experts_see_approved_enterprises_without_contact_data(db, sign_in):
    made = await make.approved_enterprise(db)
    waiting = await make.submitted_enterprise(db)
    expert = await experts.filed_expert(db)
    reader = await sign_in(expert.actor)
    shown = await reader.get(f"{API}/enterprises/{made.id}")
    assert shown.json()["access"] == "card"
    assert shown.json()["content"] is None
    assert "86200000" not in shown.text
    assert (await reader.get(f"{API}/enterprises/{waiting.id}")).status_code == 404
    found = await service.listing(db, expert.actor, EnterpriseQuery())
    assert [card.id for card in found.items] == [made.id]
    other = await make.approved_enterprise(db)
    found = await service.listing(db, other.actor, EnterpriseQuery())
    assert [card.id for card in found.items] == [other.id]

"""The life of an agreement over HTTP."""

from datetime import date

import pytest

from tests.factories import agreements as made
from tests.factories import matches, organisations, people, standins
from tests.factories.experts import resident_id


async def drafted(db, sign_in):
    """Both sides' clients, and the agreement the enterprise drafted."""
    around, match = await matches.agreed_match(db)
    enterprise, expert = await sign_in(around.enterprise), await sign_in(around.expert)
    answer = await enterprise.post("/api/v1/agreements", json={"match_id": str(match.id)})
    assert answer.status_code == 201, answer.text
    return around, enterprise, expert, answer.json()


def signature(agreement, name="演示签字人"):
    return {"text_hash": agreement["text_hash"], "signer_name": name}


@pytest.mark.clause("5.4.1")
async def test_both_sides_sign_the_same_text(db, sign_in):
    _, enterprise, expert, agreement = await drafted(db, sign_in)
    assert (agreement["state"], agreement["my_party"]) == ("drafted", "enterprise")
    path = f"/api/v1/agreements/{agreement['id']}"
    first = (await enterprise.post(f"{path}/sign", json=signature(agreement))).json()
    assert first["state"] == "partly_signed"
    seen = (await expert.get(path)).json()
    assert seen["text"] == agreement["text"]
    both = (await expert.post(f"{path}/sign", json=signature(seen))).json()
    assert both["state"] == "signed"
    assert {(s["party"], s["text_hash"], s["counts"]) for s in both["signatures"]} == {
        ("enterprise", seen["text_hash"], True),
        ("expert", seen["text_hash"], True),
    }


@pytest.mark.clause("A3.3")
async def test_the_agreement_lists_working_conditions_and_frozen_targets(db, sign_in):
    _, _, _, agreement = await drafted(db, sign_in)
    assert "生箔机四台" in agreement["terms"]["working_conditions"]
    assert agreement["terms"]["working_conditions"] in agreement["text"]
    assert agreement["terms"]["targets"] == [
        {"name": "毛面粗糙度", "current": "2.0", "target": "1.2", "unit": "微米"}
    ]


async def test_asking_twice_gives_the_same_agreement(db, sign_in):
    _, enterprise, expert, agreement = await drafted(db, sign_in)
    again = await expert.post("/api/v1/agreements", json={"match_id": agreement["match_id"]})
    assert again.json()["id"] == agreement["id"]
    assert (await enterprise.get("/api/v1/agreements")).json()["total"] == 1


@pytest.mark.clause("5.4.1")
async def test_no_agreement_without_both_consents(db, sign_in):
    around = await matches.stage(db)
    offered = await matches.designate(db, around.enterprise, around.demand.id, around.expert)
    enterprise = await sign_in(around.enterprise)
    refused = await enterprise.post("/api/v1/agreements", json={"match_id": str(offered.id)})
    assert refused.status_code == 409
    assert "双方同意后" in refused.json()["detail"]


@pytest.mark.clause("5.4.1")
async def test_changed_terms_need_both_signatures_anew(db, sign_in):
    _, enterprise, expert, agreement = await drafted(db, sign_in)
    path = f"/api/v1/agreements/{agreement['id']}"
    signed = await enterprise.post(f"{path}/sign", json=signature(agreement))
    old = agreement["terms"]
    terms = {k: v for k, v in old.items() if k != "targets"} | {"days": 30}
    assert (await expert.put(f"{path}/terms", json=terms)).status_code == 428
    guard = {"If-Match": signed.headers["ETag"]}
    revised = (await expert.put(f"{path}/terms", json=terms, headers=guard)).json()
    assert (revised["state"], revised["revision"]) == ("drafted", 2)
    assert "不少于 30 天" in revised["text"]
    assert revised["terms"]["targets"] == old["targets"]
    assert [s["counts"] for s in revised["signatures"]] == [False]
    assert [r["revision"] for r in revised["revisions"]] == [1, 2]
    stale = await enterprise.post(f"{path}/sign", json=signature(agreement))
    assert (stale.status_code, stale.json()["rule"]) == (409, "AGR-01")
    late = await expert.put(f"{path}/terms", json=terms | {"days": 31}, headers=guard)
    assert late.status_code == 412
    again = await enterprise.post(f"{path}/sign", json=signature(revised))
    assert again.json()["state"] == "partly_signed"


async def test_terms_that_change_nothing_are_no_revision(db, sign_in):
    _, enterprise, _, agreement = await drafted(db, sign_in)
    terms = {k: v for k, v in agreement["terms"].items() if k != "targets"}
    guard = {"If-Match": f'"{agreement["version"]}"'}
    path = f"/api/v1/agreements/{agreement['id']}/terms"
    assert (await enterprise.put(path, json=terms, headers=guard)).status_code == 409


@pytest.mark.clause("5.4.1")
async def test_one_side_cannot_sign_for_both(db, sign_in):
    _, enterprise, _, agreement = await drafted(db, sign_in)
    path = f"/api/v1/agreements/{agreement['id']}/sign"
    assert (await enterprise.post(path, json=signature(agreement))).status_code == 200
    twice = await enterprise.post(path, json=signature(agreement))
    assert (twice.status_code, twice.json()["rule"]) == (409, "AGR-04")


async def test_outsiders_see_no_agreement(db, sign_in):
    _, _, _, agreement = await drafted(db, sign_in)
    stranger = await standins.quick_enterprise(db)
    office = await organisations.county_department(db, "360113")
    for actor in (stranger, await standins.quick_expert(db), office):
        client = await sign_in(actor)
        assert (await client.get(f"/api/v1/agreements/{agreement['id']}")).status_code == 404
        assert (await client.get("/api/v1/agreements")).json()["total"] == 0
    opened = await (await sign_in(stranger)).post(
        "/api/v1/agreements", json={"match_id": agreement["match_id"]}
    )
    assert opened.status_code == 404
    department = await sign_in(await people.officer(db))
    assert (await department.get(f"/api/v1/agreements/{agreement['id']}")).status_code == 200


@pytest.mark.clause("5.4.2")
async def test_the_organisation_files_and_service_starts(db, sign_in):
    contract = await made.signed_agreement(db)
    reviewer = await sign_in(contract.reviewer)
    desk = (await reviewer.get("/api/v1/reviews/queue")).json()["items"]
    assert [(row["subject"], row["subject_id"]) for row in desk] == [
        ("agreements", str(contract.agreement.id))
    ]
    path = f"/api/v1/agreements/{contract.agreement.id}"
    seen = (await reviewer.get(path)).json()
    assert {(a["action"], a["enabled"]) for a in seen["allowed_actions"]} == {
        ("file", True),
        ("return", True),
    }
    filed = await reviewer.post(f"{path}/filing", json={"decision": "accept"})
    assert filed.status_code == 200, filed.text
    assert filed.json()["state"] == "filed"
    assert filed.json()["filing_number"].startswith("BA-20")
    assert (await reviewer.get("/api/v1/reviews/queue")).json()["total"] == 0
    expert = await sign_in(contract.expert)
    service = (await expert.get("/api/v1/engagements")).json()["items"]
    assert [one["state"] for one in service] == ["serving"]
    match = (await expert.get(f"/api/v1/matches/{contract.match.id}")).json()
    assert match["state"] == "engaged"
    demand = (await expert.get(f"/api/v1/demands/{contract.around.demand.id}")).json()
    assert demand["state"] == "in_service"


@pytest.mark.clause("5.4.2")
async def test_a_returned_agreement_is_mended_and_signed_again(db, sign_in):
    contract = await made.signed_agreement(db)
    reviewer, enterprise = await sign_in(contract.reviewer), await sign_in(contract.enterprise)
    path = f"/api/v1/agreements/{contract.agreement.id}"
    bare = await reviewer.post(f"{path}/filing", json={"decision": "return"})
    assert bare.status_code == 422
    reason = {"decision": "return", "reason": "请写明差旅费用由谁承担。"}
    returned = (await reviewer.post(f"{path}/filing", json=reason)).json()
    assert (returned["state"], returned["filings"][0]["reason"]) == ("returned", reason["reason"])
    assert (await enterprise.get("/api/v1/engagements")).json()["total"] == 0
    seen = await enterprise.get(path)
    terms = {k: v for k, v in seen.json()["terms"].items() if k != "targets"}
    terms["extra"] = "差旅费用由甲方承担。"
    guard = {"If-Match": seen.headers["ETag"]}
    revised = await enterprise.put(f"{path}/terms", json=terms, headers=guard)
    assert revised.json()["state"] == "drafted"
    await made.sign(db, contract.expert, contract.agreement.id)
    await made.sign(db, contract.enterprise, contract.agreement.id)
    filed = await reviewer.post(f"{path}/filing", json={"decision": "accept"})
    assert filed.json()["state"] == "filed"
    assert [f["outcome"] for f in filed.json()["filings"]] == ["returned", "accepted"]


@pytest.mark.clause("5.4.2")
async def test_nobody_files_early_or_for_another_area(db, sign_in):
    contract = await made.drafted_agreement(db)
    path = f"/api/v1/agreements/{contract.agreement.id}/filing"
    reviewer = await sign_in(contract.reviewer)
    early = await reviewer.post(path, json={"decision": "accept"})
    assert (early.status_code, early.json()["rule"]) == (409, "FIL-02")
    other = await sign_in(await organisations.county_department(db, "360113"))
    assert (await other.post(path, json={"decision": "accept"})).status_code == 404
    enterprise = await sign_in(contract.enterprise)
    assert (await enterprise.post(path, json={"decision": "accept"})).status_code == 403


@pytest.mark.clause("A3.4")
async def test_the_agreement_keeps_the_experts_data_and_says_so(db, sign_in):
    number = resident_id(date(1980, 5, 6), 498)
    around = await matches.stage(db)
    expert = await standins.quick_expert(db, id_number=number, phone="13900001234")
    staged = matches.Stage(around.reviewer, around.enterprise, expert, around.demand)
    contract = await made.drafted_agreement(db, staged)
    client = await sign_in(contract.enterprise)
    shown = await client.get(f"/api/v1/agreements/{contract.agreement.id}")
    assert "甲方对乙方的个人信息、研究成果和研究方向负有保密义务" in shown.json()["text"]
    assert number not in shown.text
    assert "13900001234" not in shown.text

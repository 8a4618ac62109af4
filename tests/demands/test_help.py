"""What the platform says by itself: advice while writing, hints for the review, near-duplicates."""

import pytest

from tests.factories import demands as make
from tests.factories.demands import CONTENT, YES
from tests.factories.files import uploaded
from tests.factories.organisations import HONGGUTAN, county_department
from tests.factories.standins import quick_enterprise, quick_expert

API = "/api/v1"


@pytest.mark.clause("5.1.1", "6.3")
async def test_the_coach_answers_each_save_with_an_example_of_the_chain(db, sign_in):
    firm = await sign_in(await quick_enterprise(db))
    made = await firm.post(f"{API}/demands", json={"title": "技术难题", "chain_code": "JX1269-C07"})
    advice = {one["pointer"]: one for one in made.json()["advice"]}
    assert "笼统" in advice["/title"]["text"]
    assert "中厚板" in advice["/present_state"]["example"]
    url = f"{API}/demands/{made.json()['id']}/draft"
    part = {"present_state": "连铸坯表面裂纹率 2.1%，" * 8, "chain_code": "JX1269-C02"}
    saved = await firm.patch(url, json=part, headers={"If-Match": made.headers["etag"]})
    advice = {one["pointer"]: one for one in saved.json()["advice"]}
    assert "/present_state" not in advice
    assert (
        "炉渣" in advice["/indicators"]["example"] or "渣含铜" in advice["/indicators"]["example"]
    )


@pytest.mark.clause("5.1.3")
async def test_the_reviewer_reads_each_finding_at_its_point_and_the_enterprise_beforehand(
    db, sign_in
):
    office = await sign_in(await county_department(db))
    clerk = await quick_enterprise(db)
    firm = await sign_in(clerk)
    words = "我厂技术国际领先，请致电13912345678，另求代写论文。铜箔粗糙度不稳定。"
    draft = await make.draft_demand(db, clerk, present_state=words)
    before = (await firm.get(f"{API}/demands/{draft.id}")).json()
    assert {hint["kind"] for hint in before["hints"]} >= {"phone", "advertising", "banned"}
    assert before["checklist"] == []
    await firm.post(f"{API}/demands/{draft.id}/submit")
    seen = (await office.get(f"{API}/demands/{draft.id}")).json()
    points = {one["key"]: (one["rule"], one["finding"]) for one in seen["checklist"]}
    assert points["lawful"] == ("DEM-BANNED", "发现疑似违规内容：“代写论文”")
    assert points["no_contact_data"] == ("DEM-CONTACT", "发现疑似电话号码：“13912345678”")
    assert points["no_advertising"][1] == "发现疑似广告用语：“国际领先”"
    assert points["not_secret"] == ("DEM-SECRET", "")
    assert points["compliant"] == (None, "")
    body = {"number": 1, "decision": "approve", "attested": True}
    open_point = {key: True for key in YES if key != "no_advertising"}
    refused = await office.post(
        f"{API}/demands/{draft.id}/decision", json=body | {"checklist": open_point}
    )
    assert (refused.status_code, refused.json()["rule"]) == (409, "DEM-01")
    approved = await office.post(
        f"{API}/demands/{draft.id}/decision", json=body | {"checklist": YES}
    )
    assert approved.json()["state"] == "published", "hints advise, people decide"


@pytest.mark.clause("5.1.3")
async def test_a_near_duplicate_is_shown_before_and_at_the_review(db, sign_in):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    office, firm = await sign_in(reviewer), await sign_in(clerk)
    first = await make.published_demand(db, clerk, reviewer)
    again = await make.draft_demand(db, clerk, title="高频铜箔表面粗糙度的控制方法")
    url = f"{API}/demands/{again.id}/duplicates"
    (found,) = (await firm.get(url)).json()
    assert found["demand"]["id"] == str(first.id)
    assert found["is_same_enterprise"]
    assert found["likeness"] >= 60
    shared = [piece["text"] for piece in found["title"] if piece["is_shared"]]
    assert shared == ["高频铜箔表面粗糙度"]
    await firm.post(f"{API}/demands/{again.id}/submit")
    assert (await office.get(url)).json()[0]["demand"]["id"] == str(first.id)
    (case,) = (await office.get(f"{API}/reviews/queue?subject=demands")).json()["items"]
    assert "duplicate" in {flag["code"] for flag in case["flags"]}
    stranger, expert = await quick_enterprise(db), await quick_expert(db)
    assert (await (await sign_in(stranger)).get(url)).status_code == 404
    assert (await (await sign_in(expert)).get(url)).status_code == 403


@pytest.mark.clause("5.1.3")
async def test_duplicates_of_others_are_shown_as_far_as_the_reader_may_see_them(db, sign_in):
    """The enterprise sees its own alone; its office what others published, not what they submit."""
    reviewer, elsewhere = await county_department(db), await county_department(db, HONGGUTAN)
    clerk = await quick_enterprise(db)
    other = await quick_enterprise(db, county_code=HONGGUTAN)
    published = await make.published_demand(db, other, elsewhere, disclosure="anonymous")
    await make.submitted_demand(db, other, title="高频铜箔表面粗糙度控制二期")
    ours = await make.submitted_demand(db, clerk)
    url = f"{API}/demands/{ours.id}/duplicates"
    assert (await (await sign_in(clerk)).get(url)).json() == []
    (found,) = (await (await sign_in(reviewer)).get(url)).json()
    assert found["demand"]["id"] == str(published.id)
    assert found["demand"]["enterprise"] == {"id": None, "name": "南昌市某企业"}
    assert not found["is_same_enterprise"]


@pytest.mark.clause("5.1.1")
async def test_a_file_named_by_the_draft_is_bound_to_it_at_once(db, sign_in):
    """Else it would be swept away after a day, and the demand could not be submitted any more."""
    await county_department(db)
    clerk = await quick_enterprise(db)
    firm = await sign_in(clerk)
    made = await firm.post(f"{API}/demands", json=CONTENT)
    file = str(await uploaded(db, clerk, "工艺说明.pdf"))
    url = f"{API}/demands/{made.json()['id']}"
    tag = {"If-Match": made.headers["etag"]}
    saved = await firm.patch(f"{url}/draft", json={"attachments": [file]}, headers=tag)
    assert [one["filename"] for one in saved.json()["draft_attachments"]] == ["工艺说明.pdf"]
    assert saved.json()["draft_attachments"][0]["parent_id"] == made.json()["id"]
    submitted = (await firm.post(f"{url}/submit")).json()
    assert [one["filename"] for one in submitted["attachments"]] == ["工艺说明.pdf"]

"""Demands over HTTP: drafts saved piece by piece, If-Match, keys, problems."""

import pytest

from tests.factories import demands as make
from tests.factories.demands import CONTENT, YES
from tests.factories.organisations import county_department
from tests.factories.standins import quick_enterprise, quick_expert

API = "/api/v1"


@pytest.mark.clause("5.1.1", "5.1.2", "5.1.3")
async def test_from_draft_to_publication(db, sign_in):
    reviewer = await sign_in(await county_department(db))
    firm = await sign_in(await quick_enterprise(db))
    expert = await sign_in(await quick_expert(db))
    made = await firm.post(f"{API}/demands", json={"title": CONTENT["title"]})
    assert made.status_code == 201, made.text
    url = f"{API}/demands/{made.json()['id']}"
    assert (await firm.patch(f"{url}/draft", json=CONTENT)).status_code == 428
    tag = made.headers["etag"]
    saved = await firm.patch(f"{url}/draft", json=CONTENT, headers={"If-Match": tag})
    assert saved.json()["missing"] == []
    stale = await firm.patch(f"{url}/draft", json=CONTENT, headers={"If-Match": tag})
    assert stale.status_code == 412
    submitted = await firm.post(f"{url}/submit")
    assert submitted.json()["state_name"] == "待审核"
    assert (await firm.post(f"{url}/decision", json={})).status_code == 403
    body = {"number": 1, "decision": "approve", "attested": True, "checklist": {}}
    refused = await reviewer.post(f"{url}/decision", json=body)
    problem = refused.json()
    assert (refused.status_code, problem["rule"], problem["clause"]) == (409, "DEM-01", "5.1.3")
    assert (await expert.get(url)).status_code == 404
    approved = await reviewer.post(f"{url}/decision", json=body | {"checklist": YES})
    assert approved.json()["state"] == "published"
    seen = (await expert.get(url)).json()
    assert seen["text_hash"] == approved.json()["text_hash"]
    assert seen["draft"] is None
    assert (await expert.get(f"{API}/demands?q=铜箔")).json()["total"] == 1
    assert (await expert.get(f"{API}/demands?page=2")).status_code == 422


async def test_one_key_makes_one_demand(db, sign_in):
    firm = await sign_in(await quick_enterprise(db))
    key = {"Idempotency-Key": "the-same-key"}
    first = await firm.post(f"{API}/demands", json=CONTENT, headers=key)
    again = await firm.post(f"{API}/demands", json=CONTENT, headers=key)
    assert again.json()["id"] == first.json()["id"]
    assert (await firm.get(f"{API}/demands/mine")).json()["total"] == 1


async def test_a_draft_is_bounded_and_knows_its_fields(db, sign_in):
    firm = await sign_in(await quick_enterprise(db))
    wrong = {"title": "长" * 81, "budget_wan": -1, "indicators": [{"name": "长" * 61}], "x": 1}
    refused = await firm.post(f"{API}/demands", json=wrong)
    assert refused.status_code == 422
    pointers = {error["pointer"] for error in refused.json()["errors"]}
    assert pointers == {"/title", "/budget_wan", "/indicators/0/name", "/x"}


@pytest.mark.clause("A2.4")
async def test_confidential_details_are_for_the_matched_side(db, sign_in):
    from sqlalchemy import text

    from tests.factories.matches import agreed_match, stage

    around = await stage(db)
    expert, stranger = await sign_in(around.expert), await sign_in(await quick_expert(db))
    firm, office = await sign_in(around.enterprise), await sign_in(around.reviewer)
    url = f"{API}/demands/{around.demand.id}"
    secret = CONTENT["confidential"]["details"]
    for reader in (expert, stranger):
        seen = await reader.get(url)
        assert secret not in seen.text
        assert seen.json()["has_confidential"]
        assert not seen.json()["may_read_confidential"]
        assert (await reader.post(f"{url}/confidential")).status_code == 403
    await agreed_match(db, around)
    assert secret not in (await expert.get(url)).text
    unsaid = await office.post(f"{url}/confidential")
    assert (unsaid.status_code, unsaid.json()["rule"]) == (409, "DEM-06")
    purpose = {"reason": "审核需求是否涉密"}
    for reader, body in ((expert, None), (firm, None), (office, purpose)):
        shown = await reader.post(f"{url}/confidential", json=body)
        assert shown.json()["details"] == secret
    assert (await stranger.post(f"{url}/confidential")).status_code == 403
    async with db.reading() as session:
        query = text("SELECT account_id FROM audit_events WHERE action = 'read_confidential'")
        readers = {row.account_id for row in await session.execute(query)}
    expected = {around.expert.account_id, around.enterprise.account_id, around.reviewer.account_id}
    assert readers == expected


@pytest.mark.clause("5.1.1", "5.1.3")
async def test_what_changed_since_the_last_submission_is_for_its_own_sides(db, sign_in):
    reviewer = await county_department(db)
    firm = await quick_enterprise(db)
    demand = await make.published_demand(db, firm, reviewer)
    writer, desk = await sign_in(firm), await sign_in(reviewer)
    url = f"{API}/demands/{demand.id}"
    tag = {"If-Match": f'"{(await writer.get(url)).json()["version"]}"'}
    changes = {"budget_wan": 88, "confidential": {"details": "只给匹配方看"}}
    saved = await writer.patch(f"{url}/draft", json=changes, headers=tag)
    assert saved.status_code == 200, saved.text
    draft = await writer.get(f"{url}/versions/diff", params={"before": 1})
    assert [one["field"] for one in draft.json()["changes"]] == ["budget_wan"]
    assert (await writer.post(f"{url}/submit")).status_code == 200
    pair = {"before": 1, "after": 2}
    both = (await desk.get(f"{url}/versions/diff", params=pair)).json()["changes"]
    assert [(one["field"], one["after"]) for one in both] == [("budget_wan", 88)]
    expert = await sign_in(await quick_expert(db))
    assert (await expert.get(f"{url}/versions/diff", params=pair)).status_code == 404

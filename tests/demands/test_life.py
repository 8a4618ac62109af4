"""What a published demand goes through: renewed, changed under candidates, kept, handed over."""

from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.demands import service
from backend.demands.schemas import DemandDraft
from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from tests.factories import demands as make
from tests.factories.demands import CONTENT, approval
from tests.factories.matches import application, stage
from tests.factories.organisations import county_department, member_of
from tests.factories.standins import quick_enterprise, quick_expert

API = "/api/v1"
CANARY = "渊泉保密配方"


async def change(client, url: str, **fields: object):
    """Save fields of the draft on top of what stands."""
    tag = {"If-Match": f'"{(await client.get(url)).json()["version"]}"'}
    saved = await client.patch(f"{url}/draft", json=fields, headers=tag)
    assert saved.status_code == 200, saved.text
    return saved


async def titles(client) -> list[str]:
    return [one["title"] for one in (await client.get(f"{API}/notifications")).json()["items"]]


@pytest.mark.clause("5.4.1", "5.1.3")
async def test_candidates_are_told_of_changed_terms_and_confirm_again(db, sign_in):
    around = await stage(db)
    firm, expert = await sign_in(around.enterprise), await sign_in(around.expert)
    match = await application(db, around.expert, around.demand.id)
    url = f"{API}/demands/{around.demand.id}"
    assert (await firm.get(url)).json()["candidates"] == 1
    assert (await expert.get(url)).json()["candidates"] == 0, "who else applies is not his to know"
    await change(firm, url, budget_wan=5, open_until=None)
    refused = await firm.post(f"{url}/submit")
    assert (refused.status_code, refused.json()["rule"]) == (409, "DEM-04")
    assert "拟投入资金" in refused.json()["detail"]
    sent = await firm.post(f"{url}/submit", json={"reason": "年度预算调整"})
    assert sent.json()["state"] == "under_review"
    assert "年度预算调整" in [entry["note"] for entry in sent.json()["timeline"]]
    await service.decide(db, around.reviewer, around.demand.id, approval(2))
    assert "需求已更新，请重新确认" in await titles(expert)
    seen = (await firm.get(f"{API}/matches/{match.id}")).json()
    body = {"text_hash": (await firm.get(url)).json()["text_hash"]}
    early = await firm.post(f"{API}/matches/{match.id}/consent", json=body)
    assert (early.status_code, early.json()["rule"]) == (409, "MATCH-TEXT"), seen["state"]
    again = await expert.post(f"{API}/matches/{match.id}/consent", json=body)
    assert again.status_code == 200, again.text
    assert (await firm.post(f"{API}/matches/{match.id}/consent", json=body)).status_code == 200


@pytest.mark.clause("5.4.1")
async def test_what_nobody_decides_by_changes_without_a_reason(db, sign_in):
    around = await stage(db)
    firm = await sign_in(around.enterprise)
    await application(db, around.expert, around.demand.id)
    url = f"{API}/demands/{around.demand.id}"
    await change(firm, url, keywords=["铜箔"])
    assert (await firm.post(f"{url}/submit")).status_code == 200


@pytest.mark.clause("5.1.2", "5.4.1")
async def test_changes_given_up_leave_the_approved_demand_open(db, sign_in):
    around = await stage(db)
    firm, expert = await sign_in(around.enterprise), await sign_in(around.expert)
    url = f"{API}/demands/{around.demand.id}"
    before = (await expert.get(url)).json()
    await change(firm, url, title="改了又不要的名称")
    await firm.post(f"{url}/submit")
    assert (await expert.get(url)).status_code == 404
    kept = (await firm.post(f"{url}/keep")).json()
    assert (kept["state"], kept["title"]) == ("published", CONTENT["title"])
    assert kept["draft"]["title"] == CONTENT["title"]
    assert (await expert.get(url)).json()["text_hash"] == before["text_hash"]
    office = await sign_in(around.reviewer)
    assert (await office.get(f"{API}/reviews/queue")).json()["total"] == 0
    assert (await office.get(url)).json()["title"] == CONTENT["title"]
    # The number goes on: what was given up stays on record.
    await change(firm, url, title="第三次提交的名称")
    assert (await firm.post(f"{url}/submit")).json()["current_number"] == 3
    never = await make.submitted_demand(db, around.enterprise)
    assert (await firm.post(f"{API}/demands/{never.id}/keep")).status_code == 409


@pytest.mark.clause("5.1.1")
async def test_an_enterprise_is_warned_and_extends_in_time(db, sign_in):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    with clock.at(datetime(2026, 3, 1, 9, tzinfo=SHANGHAI)):
        demand = await make.published_demand(db, clerk, reviewer, open_until="2026-03-31")
    with clock.at(datetime(2026, 3, 24, 0, 10, tzinfo=SHANGHAI)):
        for _ in range(2):
            await service.expire_lapsed(db)
        firm = await sign_in(clerk)
        assert (await titles(firm)).count("需求即将到期") == 1
        url = f"{API}/demands/{demand.id}/renew"
        for day in ("2026-03-24", "2027-03-25"):
            refused = await firm.post(url, json={"open_until": day})
            assert (refused.status_code, refused.json()["rule"]) == (409, "DEM-05")
        longer = (await firm.post(url, json={"open_until": "2026-06-30"})).json()
        assert (longer["state"], longer["closes_on"]) == ("published", "2026-06-30")
    with clock.at(datetime(2026, 4, 1, 0, 10, tzinfo=SHANGHAI)):
        assert await service.expire_lapsed(db) == 0
    firm = await sign_in(clerk)  # the session of March is over
    reason = {"reason": "已自行解决"}
    withdrawn = await firm.post(f"{API}/demands/{demand.id}/withdraw", json=reason)
    assert withdrawn.json()["timeline"][-1]["note"] == "已自行解决"
    assert demand.closes_on == date(2026, 3, 31)


@pytest.mark.clause("6.3")
async def test_staff_hand_over_and_the_enterprise_sends_back_and_confirms_what_it_read(db, sign_in):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    helper = await member_of(db, reviewer.organisation_id, Role.LIAISON)
    staff, firm = await sign_in(helper), await sign_in(clerk)
    body = CONTENT | {"enterprise_id": str(clerk.enterprise_id), "tried": "", "not_secret": False}
    made = await staff.post(f"{API}/demands", json=body)
    url = f"{API}/demands/{made.json()['id']}"
    assert await titles(firm) == []
    early = await staff.post(f"{url}/offer")
    assert [one["pointer"] for one in early.json()["errors"]] == ["/tried"]
    await change(staff, url, tried="换过两种添加剂，没有改善。")
    offered = (await staff.post(f"{url}/offer")).json()
    assert offered["offered_at"]
    assert "offer" not in {one["action"] for one in offered["allowed_actions"]}
    assert await titles(firm) == ["请确认代填的需求"]
    assert (await firm.post(f"{url}/send-back", json={"reason": " "})).status_code == 422
    back = (await firm.post(f"{url}/send-back", json={"reason": "预算请改为 30 万元"})).json()
    assert back["offered_at"] is None
    assert await titles(staff) == ["代填的需求需要修改"]
    read = {"If-Match": f'"{back["version"]}"'}
    await change(staff, url, budget_wan=30)
    assert (await firm.post(f"{url}/confirm")).status_code == 428
    assert (await firm.post(f"{url}/confirm", headers=read)).status_code == 412
    now = {"If-Match": f'"{(await firm.get(url)).json()["version"]}"'}
    assert (await firm.post(f"{url}/confirm", headers=now)).json()["confirmed_by_enterprise"]
    async with db.reading() as session:
        query = text("SELECT detail ->> 'content_hash' FROM audit_events WHERE action = 'confirm'")
        assert len(await session.scalar(query)) == 64
    tag = {"If-Match": f'"{(await firm.get(url)).json()["version"]}"'}
    late = await staff.patch(f"{url}/draft", json={"budget_wan": 3}, headers=tag)
    assert late.status_code == 409


@pytest.mark.clause("6.3")
async def test_the_database_lets_no_unconfirmed_draft_go_on(db):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    helper = await member_of(db, reviewer.organisation_id, Role.LIAISON)
    body = make.DemandNew.model_validate(CONTENT | {"enterprise_id": clerk.enterprise_id})
    made = await service.create(db, helper, body)
    planted = "UPDATE demands SET state = 'under_review', version = version + 1 WHERE id = :id"
    with pytest.raises(IntegrityError, match="ck_demands_confirmed"):
        async with db.transaction() as session:
            await session.execute(text(planted), {"id": made.id})


@pytest.mark.clause("A2.4")
async def test_the_confidential_part_stands_nowhere_but_where_it_is_asked_for(db, sign_in):
    """Search, counts, lists, index, export, comparison, duplicates, messages: no trace."""
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    expert = await sign_in(await quick_expert(db))
    office, firm = await sign_in(reviewer), await sign_in(clerk)
    secret = {"confidential": {"details": CANARY, "contact_name": CANARY, "contact_phone": "1"}}
    demand = await make.published_demand(db, clerk, reviewer, **secret)
    await make.draft_demand(db, clerk, title=f"{CONTENT['title']}二")
    url = f"{API}/demands/{demand.id}"
    for reader in (expert, office):
        assert (await reader.get(f"{API}/demands", params={"q": CANARY})).json()["total"] == 0
        assert CANARY not in (await reader.get(f"{API}/demands")).text
        assert CANARY not in (await reader.get(url)).text
        body = {"purpose": "核对演示清单"}
        taken = await reader.post(f"{API}/demands/export", json=body)
        assert taken.status_code == 200, taken.text
        assert CANARY.encode() not in taken.content
    for path in ("duplicates", "versions/diff?before=1"):
        assert CANARY not in (await firm.get(f"{url}/{path}")).text
    await service.edit(db, clerk, demand.id, DemandDraft(title="改名"), None)
    async with db.reading() as session:
        for query in (
            "SELECT count(*) FROM messages WHERE title || body LIKE '%' || :c || '%'",
            "SELECT count(*) FROM audit_events WHERE detail::text LIKE '%' || :c || '%'",
            "SELECT count(*) FROM demands WHERE search::text LIKE '%渊泉%' AND :c <> ''",
            "SELECT count(*) FROM demand_versions WHERE content::text LIKE '%' || :c || '%'",
            """SELECT count(*) FROM matching_documents d WHERE collection = 'demand' AND EXISTS
               (SELECT FROM matching_terms(left(:c, 2)) t
                JOIN unnest(d.terms) AS e ON e >> 16 = t.term WHERE t.term > 65535)""",
        ):
            assert await session.scalar(text(query), {"c": CANARY}) == 0, query

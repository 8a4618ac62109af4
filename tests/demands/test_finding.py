"""Finding demands: words marked, filters, saved searches with the reader's rights, the digest."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from backend.demands import service
from backend.demands.schemas import DemandQuery
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from tests.factories import demands as make
from tests.factories.organisations import HONGGUTAN, county_department
from tests.factories.people import officer
from tests.factories.standins import quick_enterprise, quick_expert

API = "/api/v1"
VIEWS = f"{API}/demands/views"
PUMP = {
    "title": "渣浆泵叶轮耐磨寿命提升",
    "keywords": ["渣浆泵", "laser cladding"],
    "chain_code": "JX1269-C03",
    "industry_code": "34",
    "disciplines": ["460"],
    "pay_code": "RESULT",
    "deadline_months": 6,
    "present_state": "叶轮磨损快，每台平均用 1.2 个月就要更换，现场停机损失大。",
    "expert_wanted": "懂耐磨铸造。",
    "tried": "换过高铬铸铁。",
    "indicators": [{"name": "寿命", "current": "1.2", "target": "3", "unit": "月"}],
}


def hits(pieces: list[dict]) -> list[str]:
    return [piece["text"] for piece in pieces if piece["is_hit"]]


@pytest.mark.clause("5.2.1")
async def test_what_was_searched_for_is_marked_in_title_and_text(db, sign_in):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    await make.published_demand(db, clerk, reviewer)
    await make.published_demand(db, clerk, reviewer, **PUMP)
    expert = await sign_in(await quick_expert(db))
    (foil,) = (await expert.get(f"{API}/demands?q=铜箔 粗糙度")).json()["items"]
    assert hits(foil["found_title"]) == ["铜箔", "粗糙度"]
    assert "".join(piece["text"] for piece in foil["found_title"]) == foil["title"]
    assert hits(foil["found_text"])[0] == "铜箔"
    (pump,) = (await expert.get(f"{API}/demands?q=耐磨铸造")).json()["items"]
    assert hits(pump["found_text"]) == ["耐磨铸造"], "the text that has it is the one shown"
    plain = (await expert.get(f"{API}/demands")).json()["items"]
    assert all(one["found_title"] == [] for one in plain)


@pytest.mark.clause("5.2.1")
async def test_english_finds_by_words_their_beginnings_and_the_names_of_codes(db, sign_in):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    foil = await make.published_demand(db, clerk, reviewer)
    pump = await make.published_demand(db, clerk, reviewer, **PUMP)
    expert = await sign_in(await quick_expert(db))

    async def found(words: str) -> list[str]:
        answer = await expert.get(f"{API}/demands", params={"q": words})
        return [one["id"] for one in answer.json()["items"]]

    assert await found("Laser clad") == [str(pump.id)]
    assert await found("ladding") == []
    assert await found("non-ferrous metals") == [str(foil.id)]
    assert await found("mechanical engineering") == [str(pump.id)]
    assert set(await found("Nanchang")) == {str(foil.id), str(pump.id)}


@pytest.mark.clause("5.2.1")
async def test_every_filter_narrows(db, sign_in):
    reviewer, elsewhere = await county_department(db), await county_department(db, HONGGUTAN)
    clerk = await quick_enterprise(db)
    other = await quick_enterprise(db, county_code=HONGGUTAN)
    foil = await make.published_demand(db, clerk, reviewer)
    pump = await make.published_demand(
        db, other, elsewhere, **PUMP, open_until=str(clock.today() + timedelta(days=10))
    )
    expert = await quick_expert(db)

    async def found(**asked: object) -> list[object]:
        page = await service.listing(db, expert, DemandQuery.model_validate(asked))
        return [card.id for card in page.items]

    assert await found(county_code=HONGGUTAN) == [pump.id]
    assert await found(zone_code="JXZ-N01") == []
    assert await found(industry="34") == [pump.id]
    assert set(await found(industry="C")) == {foil.id, pump.id}
    assert await found(pay="RESULT") == [pump.id]
    assert await found(months=6) == [pump.id]
    assert await found(closing=30) == [pump.id]
    assert await found(sort="relevance", q="铜箔") == [foil.id]
    assert await found(sort="relevance") == [pump.id, foil.id]


@pytest.mark.clause("5.2.1")
async def test_a_shared_search_finds_what_its_reader_may_see(db, sign_in):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    await make.published_demand(db, clerk, reviewer)
    owner, firm = await sign_in(await quick_expert(db)), await sign_in(await quick_enterprise(db))
    office = await sign_in(await officer(db))
    body = {"name": "铜箔", "filter": {"q": "铜箔", "closing": 300}}
    kept = await owner.post(VIEWS, json=body)
    assert (kept.status_code, kept.json()["found"]) == (201, 1)
    url = f"{VIEWS}/{kept.json()['id']}"
    assert (await firm.get(url)).status_code == 404, "nobody reads what was not shared"
    tag = {"If-Match": '"1"'}
    assert (await owner.patch(url, json={"is_shared": True})).status_code == 428
    shared = await owner.patch(url, json={"is_shared": True}, headers=tag)
    assert shared.json()["filter"]["q"] == "铜箔"
    assert (await owner.patch(url, json={"name": "x"}, headers=tag)).status_code == 412
    assert (await office.get(url)).json()["found"] == 1
    theirs = (await firm.get(url)).json()
    assert (theirs["found"], theirs["is_mine"], theirs["alerts"]) == (0, False, False)
    now = {"If-Match": '"2"'}
    assert (await firm.patch(url, json={"name": "y"}, headers=now)).status_code == 404
    assert (await firm.delete(url, headers=now)).status_code == 404
    assert (await owner.post(VIEWS, json=body)).json()["detail"].startswith("已有同名")
    assert (await owner.post(VIEWS, json=body | {"filter": {"x": 1}})).status_code == 422
    assert [one["name"] for one in (await owner.get(VIEWS)).json()] == ["铜箔"]
    assert (await firm.get(VIEWS)).json() == []
    assert (await owner.delete(url, headers=now)).status_code == 204
    assert (await office.get(url)).status_code == 404


@pytest.mark.clause("5.2.1")
async def test_a_hat_keeps_no_more_searches_than_it_can_oversee(db, sign_in):
    expert = await sign_in(await quick_expert(db))
    for n in range(20):
        made = await expert.post(VIEWS, json={"name": f"第{n}组", "filter": {}})
        assert made.status_code == 201
    refused = await expert.post(VIEWS, json={"name": "多一组", "filter": {}})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/limit")


@pytest.mark.clause("5.2.1", "5.3.1")
async def test_new_demands_are_told_once_a_day_in_one_message(db, sign_in):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    asker, other = await quick_expert(db), await quick_enterprise(db)
    with clock.at(datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)):
        await make.published_demand(db, clerk, reviewer)
        expert, firm = await sign_in(asker), await sign_in(other)
        for client in (expert, firm):
            for name, asked in (("铜箔", {"q": "铜箔"}), ("按成效付", {"pay": "RESULT"})):
                body = {"name": name, "filter": asked, "alerts": True}
                assert (await client.post(VIEWS, json=body)).status_code == 201
        assert await service.alert_views(db) == 0, "what was there before is not new"
    with clock.at(datetime(2026, 11, 2, 15, tzinfo=SHANGHAI)):
        await make.published_demand(db, clerk, reviewer, title="锂电铜箔翘曲控制")
        await make.published_demand(db, clerk, reviewer, **PUMP)
    with clock.at(datetime(2026, 11, 3, 8, tzinfo=SHANGHAI)):
        assert await service.alert_views(db) == 1
        assert await service.alert_views(db) == 0
        expert = await sign_in(asker)
        inbox = (await expert.get(f"{API}/notifications")).json()["items"]
        told = [one for one in inbox if one["title"] == "有符合您条件的新需求"]
        (message,) = told
        assert "“铜箔”有 1 项新需求" in message["body"]
        assert "“按成效付”有 1 项新需求" in message["body"]
        assert message["link"] == "/demands/views"
    async with db.reading() as session:
        query = text("SELECT count(*) FROM messages WHERE event_key LIKE 'demand-digest:%'")
        query_own = text(f"{query.text} AND account_id = :a AND channel = 'inbox'")
        assert await session.scalar(query_own, {"a": other.account_id}) == 0, "nothing to see there"
        assert await session.scalar(query_own, {"a": asker.account_id}) == 1


@pytest.mark.clause("5.2.1")
async def test_a_hat_that_was_put_down_is_told_nothing(db, sign_in):
    reviewer, clerk = await county_department(db), await quick_enterprise(db)
    asker = await quick_expert(db)
    expert = await sign_in(asker)
    await expert.post(VIEWS, json={"name": "全部", "filter": {}, "alerts": True})
    async with db.transaction() as session:
        ended = "UPDATE memberships SET ended_at = now(), version = version + 1 WHERE id = :id"
        await session.execute(text(ended), {"id": asker.membership_id})
    await make.published_demand(db, clerk, reviewer)
    assert await service.alert_views(db) == 0

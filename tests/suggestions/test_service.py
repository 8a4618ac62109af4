"""A plan for all open demands: who may ask for it, what it says, and that nothing follows alone."""

from uuid import UUID

import pytest
from sqlalchemy import update

from backend.experts.models import Expert
from backend.platform.database import Database
from backend.platform.pagination import PageQuery
from backend.platform.problems import Problem
from backend.suggestions import service
from backend.suggestions.schemas import RowQuery, SuggestedPair, TellIn
from tests.factories.demands import published_demand
from tests.factories.matches import stage
from tests.factories.organisations import HONGGUTAN, county_department
from tests.factories.people import officer
from tests.factories.standins import quick_enterprise, quick_expert

ALL = RowQuery()
FAR = {
    "keywords": ["渣浆泵"],
    "summary": "泵的水力设计。",
    "disciplines": ["460"],
    "main_discipline": "460",
    "chains": ["JX1269-C03"],
}


async def _planned(db: Database, actor) -> tuple[UUID, list[SuggestedPair]]:
    asked = await service.ask(db, actor)
    assert asked.computed_at is None
    await service.compute(db, asked.id)
    page = await service.rows(db, actor, asked.id, ALL)
    return asked.id, page.items


@pytest.mark.clause("5.3.1", "5.5.1")
async def test_nobody_is_planned_beyond_the_free_places(db: Database):
    around = await stage(db)
    second = await published_demand(db, await quick_enterprise(db), around.reviewer)
    only_one = await quick_expert(db, max_enterprises=1)
    id, rows = await _planned(db, await officer(db))
    assert {one.demand.id for one in rows if one.demand} == {around.demand.id, second.id}
    people = [one.expert.id for one in rows if one.expert]
    assert people.count(only_one.expert_id) <= 1
    read = await service.read(db, await officer(db), id)
    assert read.together.assigned == 2
    assert read.together.total >= read.first_come.total
    assert read.together.total == pytest.approx(sum(one.score or 0 for one in rows), abs=0.2)


@pytest.mark.clause("5.3.1")
async def test_demands_nobody_fits_are_the_supply_gaps(db: Database):
    around = await stage(db, disciplines=["430"])
    async with db.transaction() as session:
        await session.execute(update(Expert).values(version=Expert.version + 1, **FAR))
    id, rows = await _planned(db, around.reviewer)
    assert rows[0].expert is None
    assert rows[0].explanation == "库内暂无研究领域相符且可以服务的特派员"
    read = await service.read(db, around.reviewer, id)
    assert [(gap.code, gap.demands) for gap in read.discipline_gaps] == [("430", 1)]


async def test_an_office_plans_for_its_own_demands_and_sees_no_other_plan(db: Database):
    around = await stage(db)
    elsewhere = await county_department(db, HONGGUTAN)
    whole, _ = await _planned(db, await officer(db))
    own, rows = await _planned(db, elsewhere)
    assert rows == []
    with pytest.raises(Problem) as refused:
        await service.read(db, elsewhere, whole)
    assert refused.value.status == 404
    listed = await service.listing(db, around.reviewer, PageQuery())
    assert listed.items == []
    assert [one.id for one in (await service.listing(db, elsewhere, PageQuery())).items] == [own]


async def test_one_is_computed_at_a_time_and_once(db: Database):
    await stage(db)
    department = await officer(db)
    asked = await service.ask(db, department)
    with pytest.raises(Problem) as refused:
        await service.ask(db, department)
    assert refused.value.status == 409
    await service.compute(db, asked.id)
    await service.compute(db, asked.id)
    assert (await service.rows(db, department, asked.id, ALL)).total == 1


@pytest.mark.clause("5.3.1")
async def test_enterprises_are_told_once_and_nothing_is_decided_for_them(db: Database, sign_in):
    around = await stage(db)
    id, _ = await _planned(db, around.reviewer)
    body = TellIn(demand_ids=[around.demand.id])
    assert (await service.tell(db, around.reviewer, id, body)).told == 1
    assert (await service.tell(db, around.reviewer, id, body)).told == 0
    firm = await sign_in(around.enterprise)
    inbox = (await firm.get("/api/v1/notifications")).json()["items"]
    assert inbox[0]["title"] == "您的需求有一位统筹推荐的特派员"
    matches = (
        await firm.get("/api/v1/matches", params={"demand_id": str(around.demand.id)})
    ).json()
    assert matches["items"] == []


async def test_over_http(db: Database, sign_in):
    around = await stage(db)
    client = await sign_in(around.reviewer)
    asked = await client.post("/api/v1/suggestions")
    assert asked.status_code == 201
    await service.compute(db, UUID(asked.json()["id"]))
    path = f"/api/v1/suggestions/{asked.json()['id']}"
    assert (await client.get(path)).json()["demands"] == 1
    rows = await client.get(f"{path}/rows", params={"show": "assigned"})
    assert rows.json()["items"][0]["expert"]["id"] == str(around.expert.expert_id)
    expert = await sign_in(around.expert)
    assert (await expert.get("/api/v1/suggestions")).status_code == 403

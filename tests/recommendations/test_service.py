"""Who is recommended to whom, with reasons, and who is not (clause 5.3.1)."""

from uuid import UUID

import pytest

from backend.experts import service as experts_service
from backend.identity.actor import Actor
from backend.matches import service as matches
from backend.matches.schemas import DeclineIn
from backend.platform.database import Database
from backend.platform.problems import Problem
from backend.recommendations import service
from backend.recommendations.schemas import RecommendationQuery, RecommendedExpert
from tests.factories.demands import draft_demand, published_demand
from tests.factories.matches import Stage, application, consent, designate, stage
from tests.factories.organisations import HONGGUTAN, county_department
from tests.factories.people import officer
from tests.factories.standins import bad_credit, quick_enterprise, quick_expert

ASKED = RecommendationQuery()
FAR = {
    "keywords": ["渣浆泵"],
    "summary": "泵的水力设计。",
    "disciplines": ["460"],
    "main_discipline": "460",
    "chains": ["JX1269-C03"],
}


async def recommended(db: Database, around: Stage, actor: Actor) -> list[RecommendedExpert]:
    return (await service.experts_for_demand(db, actor, around.demand.id, ASKED)).items


async def ids(db: Database, around: Stage) -> list[UUID]:
    return [one.expert.id for one in await recommended(db, around, around.enterprise)]


@pytest.mark.clause("5.3.1")
async def test_the_nearest_field_comes_first_with_its_reasons(db: Database) -> None:
    around = await stage(db)
    near = await quick_expert(
        db,
        keywords=["铜箔", "粗糙度", "电解添加剂"],
        summary="从事铜箔表面粗糙度与电解添加剂研究。",
        city_code="360100",
    )
    far = await quick_expert(db, **FAR)
    found = await recommended(db, around, around.enterprise)
    assert [one.expert.id for one in found] == [near.expert_id, around.expert.expert_id]
    assert far.expert_id not in [one.expert.id for one in found]
    best = found[0]
    reasons = {reason.kind: reason for reason in best.reasons}
    assert set(reasons) == {"text", "discipline", "chain", "place", "load", "freshness"}
    assert {"粗糙度", "电解添加剂"} <= set(reasons["text"].words)
    assert reasons["chain"].text == "同一产业链：有色金属"
    assert reasons["place"].text == "同在南昌市"
    assert best.score == pytest.approx(sum(reason.share for reason in best.reasons), abs=1e-6)
    assert best.score > found[1].score


@pytest.mark.clause("5.3.1", "A2.3", "5.5.1")
async def test_who_must_not_be_recommended_is_left_out(db: Database) -> None:
    from backend.enterprises.models import Enterprise

    around = await stage(db)
    async with db.reading() as session:
        firm = await session.get_one(Enterprise, around.enterprise.enterprise_id)
    employed = await quick_expert(db, employer_uscc=firm.uscc)
    shy = await quick_expert(db, is_designable=False)
    paused, punished = await quick_expert(db), await quick_expert(db)
    assert paused.expert_id
    await experts_service.move(db, paused, paused.expert_id, "pause")
    await bad_credit(db, punished)
    full = await quick_expert(db, max_enterprises=1)
    other = await stage(db, around.reviewer)
    await consent(db, other.enterprise, await application(db, full, other.demand.id))
    refuser = await quick_expert(db)
    offered = await designate(db, around.enterprise, around.demand.id, refuser)
    await matches.decline(db, refuser, offered.id, DeclineIn(code="field"))
    asked = await quick_expert(db)
    await designate(db, around.enterprise, around.demand.id, asked)
    found = set(await ids(db, around))
    out = {one.expert_id for one in (employed, shy, paused, punished, full, refuser, asked)}
    assert found & out == set()
    assert around.expert.expert_id in found


@pytest.mark.clause("5.3.1")
async def test_an_expert_gets_the_demands_nearest_to_him(db: Database) -> None:
    around = await stage(db)
    far = await published_demand(
        db, around.enterprise, around.reviewer, title="渣浆泵叶轮耐磨", chain_code="JX1269-C03"
    )
    mine = await published_demand(db, around.enterprise, around.reviewer)
    await application(db, around.expert, mine.id)
    found = (await service.demands_for_expert(db, around.expert, ASKED)).items
    assert [one.demand.id for one in found] == [around.demand.id, far.id]
    assert found[0].score > found[1].score
    assert {reason.kind for reason in found[0].reasons} == {
        *("text", "discipline", "chain", "freshness")
    }
    other = await quick_expert(db, **FAR)
    theirs = (await service.demands_for_expert(db, other, ASKED)).items
    assert [one.demand.id for one in theirs] == [far.id]


async def test_a_full_expert_is_shown_demands_of_his_enterprises_only(db: Database) -> None:
    around = await stage(db)
    modest = await quick_expert(db, max_enterprises=1)
    await consent(db, around.enterprise, await application(db, modest, around.demand.id))
    same = await published_demand(db, around.enterprise, around.reviewer)
    other = await stage(db, around.reviewer)
    found = (await service.demands_for_expert(db, modest, ASKED)).items
    assert [one.demand.id for one in found] == [same.id]
    assert other.demand.id != same.id


async def test_only_its_enterprise_and_its_offices_see_candidates(db: Database) -> None:
    around = await stage(db)
    for reader in (around.reviewer, await officer(db)):
        assert await recommended(db, around, reader)
    strangers = [around.expert, await quick_enterprise(db), await county_department(db, HONGGUTAN)]
    for stranger in strangers:
        with pytest.raises(Problem) as unseen:
            await recommended(db, around, stranger)
        assert unseen.value.status == 404
    with pytest.raises(Problem) as refused:
        await service.demands_for_expert(db, around.enterprise, ASKED)
    assert refused.value.status == 403
    draft = await draft_demand(db, around.enterprise)
    with pytest.raises(Problem) as closed:
        await service.experts_for_demand(db, around.enterprise, draft.id, ASKED)
    assert closed.value.status == 409

"""The mutual rating over HTTP: six directions, sealed until all are in or time is up."""

from datetime import datetime, timedelta

import pytest

from backend.evaluations import service as evaluations
from backend.evaluations.states import DIRECTIONS, Rater
from backend.platform import clock
from backend.platform.problems import Problem
from tests.factories import agreements as made
from tests.factories import matches, organisations, standins
from tests.factories.demands import published_demand


def body(giver, taker, grade=4, comment=""):
    return made.rating(giver, taker, grade, comment).model_dump(mode="json")


async def ended(db, sign_in):
    served = await made.ended_engagement(db)
    clients = {
        Rater.EXPERT: await sign_in(served.expert),
        Rater.ENTERPRISE: await sign_in(served.enterprise),
        Rater.LIAISON: await sign_in(await made.liaison(db, served)),
    }
    return served, clients, f"/api/v1/engagements/{served.id}/ratings"


@pytest.mark.clause("5.7.1", "A2.5", "A3.5")
async def test_three_parties_rate_each_other_and_all_is_sealed_until_the_sixth(db, sign_in):
    _, clients, path = await ended(db, sign_in)
    for number, (giver, taker) in enumerate(DIRECTIONS, 1):
        before = (await clients[taker].get(path)).json()
        assert not before["is_open"]
        shown = [d for d in before["directions"] if d["rating"]]
        assert all(d["from_party"] == taker for d in shown)  # one's own alone
        assert before["mark"] is None
        answer = await clients[giver].post(path, json=body(giver, taker, 4))
        assert answer.status_code == 201, answer.text
        assert answer.json()["given"] == number
    for client in clients.values():
        results = (await client.get(path)).json()
        assert results["is_open"]
        assert results["unsealed_at"]
        assert [d["rating"]["grade_name"] for d in results["directions"]] == ["满意"] * 6
        assert results["mark"] == 4.0


@pytest.mark.clause("A2.5")
async def test_the_experts_side_asks_for_conditions_and_truth(db, sign_in):
    _, clients, path = await ended(db, sign_in)
    mine = (await clients[Rater.EXPERT].get(path)).json()
    asked = {d["to_party"]: d for d in mine["directions"] if d["is_mine"]}
    assert set(asked) == {"enterprise", "liaison"}
    assert all(d["may_rate"] for d in asked.values())
    assert [c["name"] for c in asked["enterprise"]["criteria"]] == [
        "工作条件",
        "配合程度",
        "需求真实",
        "保密与尊重",
    ]


@pytest.mark.clause("A3.5")
async def test_the_enterprises_side_asks_for_effect_and_ethics(db, sign_in):
    _, clients, path = await ended(db, sign_in)
    mine = (await clients[Rater.ENTERPRISE].get(path)).json()
    asked = {d["to_party"]: d for d in mine["directions"] if d["is_mine"]}
    assert set(asked) == {"expert", "liaison"}
    assert "对照指标的成效" in [c["name"] for c in asked["expert"]["criteria"]]


@pytest.mark.clause("5.7.1")
async def test_nobody_rates_himself_or_twice_or_from_outside(db, sign_in):
    served, clients, path = await ended(db, sign_in)
    expert = clients[Rater.EXPERT]
    given = body(Rater.EXPERT, Rater.ENTERPRISE)
    assert (await expert.post(path, json=given | {"to_party": "expert"})).json()["rule"] == (
        "RATE-01"
    )
    assert (await expert.post(path, json=given)).status_code == 201
    twice = await expert.post(path, json=given | {"grade": 3})
    assert (twice.status_code, twice.json()["rule"]) == (409, "RATE-02")
    outsider = await sign_in(await standins.quick_enterprise(db))
    assert (await outsider.post(path, json=given)).status_code == 404
    reviewer = await sign_in(served.reviewer)
    assert (await reviewer.post(path, json=given)).status_code == 403
    assert (await reviewer.get(path)).json()["given"] == 1


@pytest.mark.clause("5.7.1")
async def test_nobody_rates_before_the_end(db, sign_in):
    served = await made.filed_agreement(db)
    expert = await sign_in(served.expert)
    path = f"/api/v1/engagements/{served.id}/ratings"
    early = await expert.post(path, json=body(Rater.EXPERT, Rater.ENTERPRISE))
    assert (early.status_code, early.json()["rule"]) == (409, "RATE-01")


@pytest.mark.clause("5.7.1")
async def test_extreme_grades_and_all_criteria_need_answers(db, sign_in):
    _, clients, path = await ended(db, sign_in)
    expert = clients[Rater.EXPERT]
    mute = await expert.post(path, json=body(Rater.EXPERT, Rater.ENTERPRISE, 1))
    assert (mute.status_code, mute.json()["rule"]) == (409, "RATE-03")
    partial = body(Rater.EXPERT, Rater.ENTERPRISE) | {"criteria": {"truth": 4}}
    assert (await expert.post(path, json=partial)).json()["rule"] == "RATE-05"
    spoken = body(Rater.EXPERT, Rater.ENTERPRISE, 1, "约定的试验条件没有提供。")
    assert (await expert.post(path, json=spoken)).status_code == 201


@pytest.mark.clause("5.7.1")
async def test_results_open_when_the_window_closes_and_stay_closed_to_new_ratings(db, sign_in):
    served, clients, path = await ended(db, sign_in)
    enterprise, expert = clients[Rater.ENTERPRISE], clients[Rater.EXPERT]
    given = body(Rater.ENTERPRISE, Rater.EXPERT, 5, "指标全部达到。")
    window = (await enterprise.post(path, json=given)).json()
    closes = datetime.fromisoformat(window["closes_at"])
    with clock.at(closes - timedelta(seconds=1)):
        assert await evaluations.unseal_closed(db) == 0
    assert not (await expert.get(path)).json()["is_open"]
    with clock.at(closes):
        assert await evaluations.unseal_closed(db) == 1
        assert await evaluations.unseal_closed(db) == 0
        mine = made.rating(Rater.EXPERT, Rater.ENTERPRISE)
        with pytest.raises(Problem, match="评价期限已过"):
            await evaluations.rate(db, served.expert, served.id, mine)
    results = (await expert.get(path)).json()
    assert results["is_open"]
    by = {(d["from_party"], d["to_party"]): d["rating"] for d in results["directions"]}
    assert by["enterprise", "expert"]["comment"] == "指标全部达到。"
    assert by["liaison", "expert"] is None
    assert results["mark"] == 5.0  # what is missing is missing


@pytest.mark.clause("5.7.1")
async def test_without_a_liaison_there_are_two_ratings(db, sign_in):
    bureau = await organisations.city_bureau(db)
    enterprise = await standins.quick_enterprise(db, county_code="360113")  # no county office
    demand = await published_demand(db, enterprise, bureau)
    expert = await standins.quick_expert(db)
    served = await made.ended_engagement(db, matches.Stage(bureau, enterprise, expert, demand))
    assert served.engagement.liaison_organisation is None
    path = f"/api/v1/engagements/{served.id}/ratings"
    client = await sign_in(served.expert)
    shown = (await client.get(path)).json()
    assert (shown["expected"], len(shown["directions"])) == (2, 2)
    liaison = await client.post(path, json=body(Rater.EXPERT, Rater.LIAISON))
    assert (liaison.status_code, liaison.json()["rule"]) == (409, "RATE-01")
    await client.post(path, json=body(Rater.EXPERT, Rater.ENTERPRISE))
    other = await sign_in(served.enterprise)
    assert (await other.post(path, json=body(Rater.ENTERPRISE, Rater.EXPERT))).json()["is_open"]


@pytest.mark.clause("5.7.1")
async def test_no_average_is_shown_of_few_services(db, sign_in):
    served = await made.ended_engagement(db)
    await made.rate_all(db, served, grade=5)
    client = await sign_in(served.enterprise)
    mark = (await client.get(f"/api/v1/experts/{served.expert.expert_id}/mark")).json()
    assert (mark["services_rated"], mark["average"], mark["threshold"]) == (1, None, 3)
    assert "50%" in mark["formula"]

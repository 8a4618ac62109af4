"""The life of a service over HTTP."""

from datetime import datetime, timedelta

import pytest

from backend.evaluations import service as evaluations
from backend.platform import clock
from tests.factories import agreements as made
from tests.factories import matches, organisations, standins

WORK = {"hours": 6, "mode": "onsite", "place": "生箔车间", "work": "测毛面粗糙度并调整添加剂。"}
END = {"outcome": "solved", "note": "指标已经达到。"}


async def serving(db, sign_in):
    served = await made.filed_agreement(db)
    enterprise, expert = await sign_in(served.enterprise), await sign_in(served.expert)
    return served, enterprise, expert, f"/api/v1/engagements/{served.id}"


def action(engagement, name):
    return next(a for a in engagement["allowed_actions"] if a["action"] == name)


@pytest.mark.clause("A3.3")
async def test_the_log_is_written_by_the_expert_and_confirmed_by_the_enterprise(db, sign_in):
    _, enterprise, expert, path = await serving(db, sign_in)
    line = WORK | {"day": str(clock.today()), "indicators": {"problems_solved": 1}}
    written = await expert.post(f"{path}/logs", json=line)
    assert written.status_code == 201, written.text
    log = written.json()["logs"][0]
    assert (log["work"], log["may_confirm"], log["confirmed_at"]) == (WORK["work"], False, None)
    own = await expert.post(f"{path}/logs/{log['id']}/confirm")
    assert (own.status_code, own.json()["rule"]) == (409, "LOG-02")
    confirmed = (await enterprise.post(f"{path}/logs/{log['id']}/confirm")).json()
    assert confirmed["totals"]["confirmed_days"] == 1
    assert confirmed["totals"]["indicators"] == [
        {"code": "problems_solved", "name": "解决技术难题", "unit": "项", "value": 1.0}
    ]
    again = await enterprise.post(f"{path}/logs/{log['id']}/confirm")
    assert again.status_code == 409
    assert (await enterprise.post(f"{path}/logs", json=line)).json()["rule"] == "LOG-01"
    tomorrow = line | {"day": str(clock.today() + timedelta(days=1))}
    assert (await expert.post(f"{path}/logs", json=tomorrow)).json()["rule"] == "LOG-01"
    unknown = line | {"indicators": {"poverty": 1}}
    assert (await expert.post(f"{path}/logs", json=unknown)).status_code == 422


@pytest.mark.clause("A3.3")
async def test_the_service_shows_conditions_targets_and_its_whole_story(db, sign_in):
    _, enterprise, _, path = await serving(db, sign_in)
    shown = (await enterprise.get(path)).json()
    assert "生箔机四台" in shown["working_conditions"]
    assert shown["targets"][0]["name"] == "毛面粗糙度"
    told = [(entry["subject_type"], entry["action"]) for entry in shown["timeline"]]
    for step in (
        ("demands", "approve"),
        ("matches", "consent"),
        ("agreements", "sign"),
        ("agreements", "file"),
        ("engagements", "create"),
    ):
        assert step in told
    assert [e["at"] for e in shown["timeline"]] == sorted(e["at"] for e in shown["timeline"])


@pytest.mark.clause("5.6.1")
async def test_the_other_side_confirms_the_end_and_the_place_is_free_at_once(db, sign_in):
    served, enterprise, expert, path = await serving(db, sign_in)
    places = f"/api/v1/experts/{served.expert.expert_id}/places"
    assert (await expert.get(places)).json()["used"] == 1
    proposed = (await expert.post(f"{path}/propose-end", json=END)).json()
    assert (proposed["state"], proposed["end_proposal"]["by"]) == ("end_proposed", "expert")
    assert not action(proposed, "confirm_end")["enabled"]
    own = await expert.post(f"{path}/confirm-end")
    assert (own.status_code, own.json()["rule"]) == (409, "END-01")
    assert (await expert.get(places)).json()["used"] == 1
    ended = (await enterprise.post(f"{path}/confirm-end")).json()
    assert (ended["state"], ended["outcome"]) == ("ended", "solved")
    assert (await expert.get(places)).json()["used"] == 0
    demand = (await enterprise.get(f"/api/v1/demands/{served.contract.around.demand.id}")).json()
    assert (demand["state"], demand["outcome"]) == ("closed", "solved")
    again = await enterprise.post(f"{path}/confirm-end")
    assert again.status_code == 409
    line = WORK | {"day": str(clock.today())}
    assert (await expert.post(f"{path}/logs", json=line)).status_code == 409


@pytest.mark.clause("5.6.1")
async def test_after_the_end_the_expert_is_matched_again(db):
    served = await made.ended_engagement(db)
    next_demand = await matches.stage(db, served.reviewer)
    around = matches.Stage(
        served.reviewer, next_demand.enterprise, served.expert, next_demand.demand
    )
    _, match = await matches.agreed_match(db, around)
    assert match.state == "agreed"


@pytest.mark.clause("5.6.1")
async def test_a_disputed_end_lets_the_service_go_on(db, sign_in):
    _, enterprise, expert, path = await serving(db, sign_in)
    await enterprise.post(f"{path}/propose-end", json=END)
    bare = await expert.post(f"{path}/dispute-end", json={})
    assert bare.status_code == 422
    shown = (await expert.post(f"{path}/dispute-end", json={"note": "还差一批试验。"})).json()
    assert (shown["state"], shown["end_proposal"], shown["outcome"]) == ("serving", None, None)


@pytest.mark.clause("5.6.1")
async def test_silence_confirms_when_the_days_are_over(db, sign_in):
    _, enterprise, expert, path = await serving(db, sign_in)
    proposed = (await expert.post(f"{path}/propose-end", json=END)).json()
    due = datetime.fromisoformat(proposed["end_due"]).replace(tzinfo=clock.SHANGHAI)
    with clock.at(due + timedelta(hours=23)):
        assert await evaluations.lapse_ends(db) == 0
    with clock.at(due + timedelta(days=1)):
        assert await evaluations.lapse_ends(db) == 1
        assert await evaluations.lapse_ends(db) == 0
    ended = (await enterprise.get(path)).json()
    assert ended["state"] == "ended"
    assert ended["timeline"][-1]["text"]


@pytest.mark.clause("5.6.2")
@pytest.mark.parametrize(
    ("kind", "state", "demand_state"),
    [("replacement", "replaced", "published"), ("termination", "terminated", "closed")],
)
async def test_a_change_takes_effect_by_consent_alone(db, sign_in, kind, state, demand_state):
    served, enterprise, expert, path = await serving(db, sign_in)
    reviewer = await sign_in(served.reviewer)
    asked = {"kind": kind, "reason": "专家出国进修，不能继续到岗。"}
    shown = (await expert.post(f"{path}/changes", json=asked)).json()
    assert (shown["state"], shown["changes"][0]["state"]) == ("serving", "requested")
    second = await enterprise.post(f"{path}/changes", json=asked)
    assert (second.status_code, second.json()["rule"]) == (409, "CHG-03")
    decision = f"/api/v1/changes/{shown['changes'][0]['id']}/decision"
    yes = {"decision": "approve", "note": "情况属实，同意。"}
    assert (await enterprise.post(decision, json=yes)).status_code == 403
    stranger = await sign_in(await organisations.county_department(db, "360113"))
    assert (await stranger.post(decision, json=yes)).status_code == 404
    assert (await expert.get(path)).json()["state"] == "serving"
    done = await reviewer.post(decision, json=yes)
    assert done.status_code == 200, done.text
    assert done.json()["state"] == state
    demand = (await enterprise.get(f"/api/v1/demands/{served.contract.around.demand.id}")).json()
    assert demand["state"] == demand_state
    places = f"/api/v1/experts/{served.expert.expert_id}/places"
    assert (await expert.get(places)).json()["used"] == 0
    assert (await expert.get(f"{path}/ratings")).json()["has_ended"]


@pytest.mark.clause("5.6.2")
async def test_the_experts_organisation_sees_but_does_not_decide(db, sign_in):
    bureau = await organisations.city_bureau(db)
    around = await matches.stage(db)
    expert = await standins.quick_expert(db, organisation_id=bureau.organisation_id)
    staged = matches.Stage(around.reviewer, around.enterprise, expert, around.demand)
    served = await made.filed_agreement(db, staged)
    client = await sign_in(served.expert)
    path = f"/api/v1/engagements/{served.id}"
    asked = {"kind": "termination", "reason": "双方协商，提前终止。"}
    change = (await client.post(f"{path}/changes", json=asked)).json()["changes"][0]
    office = await sign_in(bureau)
    assert (await office.get(path)).status_code == 200
    refused = await office.post(
        f"/api/v1/changes/{change['id']}/decision", json={"decision": "approve", "note": "同意"}
    )
    assert (refused.status_code, refused.json()["rule"]) == (403, "CHG-01")


@pytest.mark.clause("5.6.2")
async def test_a_refused_change_leaves_the_service_as_it_is(db, sign_in):
    served, enterprise, _, path = await serving(db, sign_in)
    reviewer = await sign_in(served.reviewer)
    asked = {"kind": "replacement", "reason": "沟通不畅，希望更换。"}
    change = (await enterprise.post(f"{path}/changes", json=asked)).json()["changes"][0]
    no = {"decision": "refuse", "note": "请先由联络员协调。"}
    shown = (await reviewer.post(f"/api/v1/changes/{change['id']}/decision", json=no)).json()
    assert (shown["state"], shown["changes"][0]["state"]) == ("serving", "refused")
    again = await reviewer.post(f"/api/v1/changes/{change['id']}/decision", json=no)
    assert again.status_code == 409


async def test_outsiders_see_no_service(db, sign_in):
    _, _, _, path = await serving(db, sign_in)
    for actor in (await standins.quick_enterprise(db), await standins.quick_expert(db)):
        client = await sign_in(actor)
        assert (await client.get(path)).status_code == 404
        assert (await client.get("/api/v1/engagements")).json()["total"] == 0


@pytest.mark.clause("5.6.2")
async def test_after_a_replacement_the_reserve_comes_first(db, sign_in):
    around = await matches.stage(db)
    reserve = await standins.quick_expert(db)
    applied = await matches.application(db, reserve, around.demand.id)
    served = await made.filed_agreement(db, around)
    waiting = (await (await sign_in(reserve)).get(f"/api/v1/matches/{applied.id}")).json()
    assert waiting["state"] == "reserve"
    enterprise, reviewer = await sign_in(served.enterprise), await sign_in(served.reviewer)
    asked = {"kind": "replacement", "reason": "专家出国进修，不能继续到岗。"}
    path = f"/api/v1/engagements/{served.id}"
    change = (await enterprise.post(f"{path}/changes", json=asked)).json()["changes"][0]
    yes = {"decision": "approve", "note": "同意更换。"}
    await reviewer.post(f"/api/v1/changes/{change['id']}/decision", json=yes)
    assert (await matches.consent(db, served.enterprise, applied)).state == "agreed"

"""The liaison's workbench, visits, reminders and the problems both sides bring."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.platform import clock
from tests.factories import agreements as made
from tests.factories import organisations, people, standins

PROBLEM = {"text": "试验线停电检修，三周不能做试验。"}
VISIT = {"way": "onsite", "note": "到厂看了试验线，双方配合正常。"}


async def followed(db, sign_in):
    served = await made.filed_agreement(db)
    helper = await made.liaison(db, served)
    return served, await sign_in(helper), f"/api/v1/liaison/services/{served.id}"


async def bench(client, **asked):
    answer = await client.get("/api/v1/liaison/services", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def action(shown, name):
    return next(one for one in shown["allowed_actions"] if one["action"] == name)


@pytest.mark.clause("A3.3")
async def test_a_problem_is_raised_answered_and_closed_before_the_three(db, sign_in):
    served, liaison, path = await followed(db, sign_in)
    enterprise, expert = await sign_in(served.enterprise), await sign_in(served.expert)
    raised = await expert.post(f"{path}/problems", json=PROBLEM)
    assert raised.status_code == 201, raised.text
    problem = raised.json()["problems"][0]
    assert (problem["state"], problem["party"]) == ("open", "expert")
    assert [a["action"] for a in problem["allowed_actions"]] == ["close"]
    tasks = (await liaison.get("/api/v1/tasks")).json()["items"]
    assert ("answer_problem", f"/liaison/services/{served.id}") in [
        (task["kind"], task["link"]) for task in tasks
    ]
    on = f"/api/v1/liaison/problems/{problem['id']}"
    assert (await enterprise.post(f"{on}/answer", json={"answer": "我来"})).status_code == 403
    foreign = await enterprise.post(f"{on}/close")
    assert (foreign.status_code, foreign.json()["rule"]) == (409, "PRB-02")
    answered = await liaison.post(f"{on}/answer", json={"answer": "已协调备用线。"})
    assert answered.json()["problems"][0]["state"] == "answered"
    assert (await enterprise.get(path)).json()["problems"][0]["answer"] == "已协调备用线。"
    again = (await expert.post(f"{on}/reopen")).json()["problems"][0]
    assert again["state"] == "open"
    closed = (await expert.post(f"{on}/close")).json()["problems"][0]
    assert (closed["state"], closed["allowed_actions"]) == ("closed", [])
    assert (await liaison.post(f"{on}/answer", json={"answer": "迟了"})).status_code == 409


@pytest.mark.clause("A3.4")
async def test_nobody_but_the_three_reads_of_it(db, sign_in):
    served, liaison, path = await followed(db, sign_in)
    expert = await sign_in(served.expert)
    problem = (await expert.post(f"{path}/problems", json=PROBLEM)).json()["problems"][0]
    other = await organisations.county_department(db, "360113")
    elsewhere = await organisations.member_of(db, other.organisation_id, organisations.Role.LIAISON)
    for actor in (await standins.quick_expert(db), await standins.quick_enterprise(db), elsewhere):
        client = await sign_in(actor)
        assert (await client.get(path)).status_code == 404
        assert (await client.post(f"{path}/problems", json=PROBLEM)).status_code == 404
        close = await client.post(f"/api/v1/liaison/problems/{problem['id']}/close")
        assert close.status_code == 404
    stranger = await sign_in(elsewhere)
    assert await bench(stranger) == []
    assert (await stranger.post(f"{path}/visits", json=VISIT | day())).status_code == 404
    for actor in (served.reviewer, await people.officer(db)):
        assert (await (await sign_in(actor)).get(path)).status_code == 403
    own = await liaison.post(f"{path}/problems", json=PROBLEM)
    assert (own.status_code, own.json()["rule"]) == (409, "PRB-01")


def day(ago=0):
    return {"day": str(clock.today() - timedelta(ago))}


@pytest.mark.clause("5.7.1")
async def test_a_visit_moves_the_next_one_on(db, sign_in):
    served, liaison, path = await followed(db, sign_in)
    due = served.engagement.started_on + timedelta(30)
    (row,) = await bench(liaison)
    assert (row["id"], row["last_visit"], row["visit_due"]) == (str(served.id), None, str(due))
    assert await bench(liaison, show="visit_due") == []
    tomorrow = await liaison.post(f"{path}/visits", json=VISIT | day(-1))
    assert (tomorrow.status_code, tomorrow.json()["rule"]) == (409, "VIS-01")
    before = await liaison.post(f"{path}/visits", json=VISIT | day(1))
    assert before.json()["rule"] == "VIS-01"
    with clock.at(clock.now() + timedelta(31)):
        helper = await made.liaison(db, served)
        later = await sign_in(helper)
        assert [one["id"] for one in await bench(later, show="visit_due")] == [str(served.id)]
        tasks = (await later.get("/api/v1/tasks")).json()["items"]
        assert [task["kind"] for task in tasks] == ["visit"]
        noted = (await later.post(f"{path}/visits", json=VISIT | day())).json()
        assert noted["visits"][0]["way_name"] == "到企业"
        assert await bench(later, show="visit_due") == []
        assert (await bench(later))[0]["last_visit"] == str(clock.today())


@pytest.mark.clause("5.7.1")
async def test_only_who_is_late_is_reminded_and_not_every_day(db, sign_in):
    served, liaison, path = await followed(db, sign_in)
    calm = await liaison.post(f"{path}/nudges", json={"party": "expert"})
    assert (calm.status_code, calm.json()["rule"]) == (409, "NUDGE-01")
    assert not action((await liaison.get(path)).json(), "nudge_expert")["enabled"]
    await made.log(db, served)
    with clock.at(clock.now() + timedelta(6)):
        later = await sign_in(await made.liaison(db, served))
        (row,) = await bench(later, show="enterprise_late")
        assert (row["enterprise_is_late"], row["expert_is_late"], row["unanswered"]) == (
            True,
            False,
            1,
        )
        sent = await later.post(f"{path}/nudges", json={"party": "enterprise"})
        assert sent.status_code == 201, sent.text
        again = await later.post(f"{path}/nudges", json={"party": "enterprise"})
        assert (again.status_code, again.json()["rule"]) == (409, "NUDGE-02")
        firm = await sign_in(served.enterprise)
        inbox = (await firm.get("/api/v1/notifications", params={"limit": 50})).json()["items"]
        titles = [message["title"] for message in inbox]
        assert titles.count("联络员提醒您确认服务记录") == 1
    with clock.at(clock.now() + timedelta(15)):
        later = await sign_in(await made.liaison(db, served))
        assert (await bench(later, show="expert_silent"))[0]["expert_is_late"]
        third = await later.post(f"{path}/nudges", json={"party": "enterprise"})
        assert third.status_code == 201


@pytest.mark.clause("5.7.1")
async def test_an_ended_service_stays_until_the_liaison_has_rated(db, sign_in):
    served = await made.ended_engagement(db)
    liaison = await sign_in(await made.liaison(db, served))
    (row,) = await bench(liaison, show="rating_due")
    assert row["rating_due"]
    for taker in ("expert", "enterprise"):
        body = made.rating(made.Rater.LIAISON, made.Rater(taker)).model_dump(mode="json")
        answer = await liaison.post(f"/api/v1/engagements/{served.id}/ratings", json=body)
        assert answer.status_code == 201, answer.text
    assert await bench(liaison) == []


@pytest.mark.clause("6.4.3")
async def test_the_workbench_is_searched_and_taken_away_as_a_list(db, sign_in):
    served, liaison, _ = await followed(db, sign_in)
    name = served.engagement.enterprise.name
    assert len(await bench(liaison, q=name)) == 1
    assert await bench(liaison, q="没有这家企业") == []
    body = {"purpose": "月度走访安排", "form": "csv"}
    answer = await liaison.post("/api/v1/liaison/services/export", json=body)
    assert answer.status_code == 200
    assert name in answer.content.decode("utf-8-sig")


async def test_what_was_visited_is_never_rewritten(db, sign_in):
    _, liaison, path = await followed(db, sign_in)
    await liaison.post(f"{path}/visits", json=VISIT | day())
    for change in ("UPDATE service_visits SET note = 'x'", "DELETE FROM service_visits"):
        with pytest.raises(IntegrityError, match="append_only"):
            async with db.transaction() as session:
                await session.execute(text(change))

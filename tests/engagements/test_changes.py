"""Replacement and early end (A14): recommenders are heard, the province decides between two."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.engagements import service
from backend.engagements.schemas import ChangeDecisionIn, ChangeIn, HearingIn
from backend.evaluations import service as evaluations
from backend.platform import clock
from tests.factories import agreements as made
from tests.factories import matches, organisations, people, standins
from tests.factories.races import all_at_once

ASKED = {"kind": "replacement", "reason": "专家出国进修，不能继续到岗。"}
YES = {"decision": "approve", "note": "情况属实，同意。"}
NO = {"decision": "refuse", "note": "请先由联络员协调。"}
OBJECT = {"opinion": "object", "note": "该专家下月可以恢复到岗。"}


async def requested(db, sign_in, city=organisations.NANCHANG):
    """A change somebody asked for, of a service whose expert a city bureau recommended."""
    bureau = await organisations.city_bureau(db, city)
    around = await matches.stage(db)
    expert = await standins.quick_expert(db, organisation_id=bureau.organisation_id)
    staged = matches.Stage(around.reviewer, around.enterprise, expert, around.demand)
    served = await made.filed_agreement(db, staged)
    client = await sign_in(served.enterprise)
    path = f"/api/v1/engagements/{served.id}"
    answer = await client.post(f"{path}/changes", json=ASKED)
    assert answer.status_code == 201, answer.text
    return served, bureau, path, answer.json()["changes"][0]


def on(change, what="decision"):
    return f"/api/v1/changes/{change['id']}/{what}"


@pytest.mark.clause("5.6.2")
async def test_nothing_is_decided_before_the_recommender_was_heard(db, sign_in):
    served, bureau, path, change = await requested(db, sign_in)
    reviewer, office = await sign_in(served.reviewer), await sign_in(bureau)
    (hearing,) = change["hearings"]
    assert (hearing["organisation"]["id"], hearing["state"]) == (
        str(bureau.organisation_id),
        "waiting",
    )
    early = await reviewer.post(on(change), json=YES)
    assert (early.status_code, early.json()["rule"]) == (409, "CHG-04")
    shown = (await reviewer.get(path)).json()["changes"][0]["allowed_actions"]
    assert {(one["action"], one["enabled"], one["rule"]) for one in shown} == {
        ("approve", False, "CHG-04"),
        ("refuse", False, "CHG-04"),
    }
    tasks = (await office.get("/api/v1/tasks")).json()["items"]
    assert ("hear_change", hearing["due"]) in [(task["kind"], task["due"]) for task in tasks]
    own = await reviewer.post(on(change, "hearing"), json={"opinion": "agree"})
    assert (own.status_code, own.json()["rule"]) == (403, "CHG-06")
    bare = await office.post(on(change, "hearing"), json={"opinion": "object"})
    assert bare.status_code == 422
    heard = await office.post(on(change, "hearing"), json={"opinion": "agree"})
    assert heard.json()["changes"][0]["hearings"][0]["state"] == "agree"
    twice = await office.post(on(change, "hearing"), json=OBJECT)
    assert (twice.status_code, twice.json()["rule"]) == (409, "CHG-06")
    done = await reviewer.post(on(change), json=YES)
    assert done.json()["state"] == "replaced"
    assert (await office.get(path)).status_code == 200


@pytest.mark.clause("5.6.2")
async def test_silence_is_no_objection_after_five_working_days(db, sign_in):
    served, bureau, _, change = await requested(db, sign_in)
    due = datetime.fromisoformat(change["hearings"][0]["due"]).date()
    with clock.at(datetime.combine(due, time(23, 59), tzinfo=clock.SHANGHAI)):
        reviewer = await sign_in(served.reviewer)
        assert (await reviewer.post(on(change), json=YES)).json()["rule"] == "CHG-04"
    with clock.at(datetime.combine(due + timedelta(1), time(0, 1), tzinfo=clock.SHANGHAI)):
        reviewer, office = await sign_in(served.reviewer), await sign_in(bureau)
        late = await office.post(on(change, "hearing"), json=OBJECT)
        assert (late.status_code, late.json()["rule"]) == (409, "CHG-06")
        done = (await reviewer.post(on(change), json=YES)).json()
        assert done["state"] == "replaced"
        assert done["changes"][0]["hearings"][0]["state"] == "silent"


@pytest.mark.clause("5.6.2")
async def test_where_the_two_organisations_differ_the_department_decides(db, sign_in):
    served, bureau, _, change = await requested(db, sign_in)
    reviewer, office = await sign_in(served.reviewer), await sign_in(bureau)
    shown = (await office.post(on(change, "hearing"), json=OBJECT)).json()["changes"][0]
    assert shown["by_department"]
    refused = await reviewer.post(on(change), json=YES)
    assert (refused.status_code, refused.json()["rule"]) == (409, "CHG-05")
    officer = await sign_in(await people.officer(db))
    tasks = (await officer.get("/api/v1/tasks")).json()["items"]
    assert "decide_change" in {task["kind"] for task in tasks}
    done = await officer.post(on(change), json=YES)
    assert done.json()["state"] == "replaced"


@pytest.mark.clause("5.6.2")
async def test_who_agrees_with_the_objection_may_refuse_himself(db, sign_in):
    served, bureau, _, change = await requested(db, sign_in)
    office, reviewer = await sign_in(bureau), await sign_in(served.reviewer)
    await office.post(on(change, "hearing"), json=OBJECT)
    done = (await reviewer.post(on(change), json=NO)).json()
    assert (done["state"], done["changes"][0]["state"]) == ("serving", "refused")


@pytest.mark.clause("5.6.2")
async def test_across_cities_the_department_decides(db, sign_in):
    served, bureau, _, change = await requested(db, sign_in, organisations.JIUJIANG)
    assert change["is_cross_city"]
    office, reviewer = await sign_in(bureau), await sign_in(served.reviewer)
    await office.post(on(change, "hearing"), json={"opinion": "agree"})
    for word in (YES, NO):
        refused = await reviewer.post(on(change), json=word)
        assert (refused.status_code, refused.json()["rule"]) == (409, "CHG-05")
    tasks = (await reviewer.get("/api/v1/tasks")).json()["items"]
    assert "decide_change" not in {task["kind"] for task in tasks}
    officer = await sign_in(await people.officer(db))
    assert (await officer.post(on(change), json=YES)).json()["state"] == "replaced"


@pytest.mark.clause("5.6.2")
async def test_the_database_keeps_no_consent_before_the_hearing(db, sign_in):
    _, _, _, change = await requested(db, sign_in)
    forged = (
        "UPDATE change_requests SET decision = 'approved', decided_at = now(),"
        " state = 'approved', version = version + 1"
    )
    with pytest.raises(IntegrityError, match="CHG-04"):
        async with db.transaction() as session:
            await session.execute(text(forged))
    assert change["state"] == "requested"


@pytest.mark.clause("5.6.2", "5.5.1")
async def test_consents_at_once_free_the_place_exactly_once(db, sign_in):
    served, bureau, _, change = await requested(db, sign_in)
    await service.hear(db, bureau, change["id"], HearingIn(opinion="agree"))
    officer = await people.officer(db)
    yes = ChangeDecisionIn(decision="approve", note="同意。")
    deciders = [served.reviewer, officer] * 4
    attempts = [evaluations.decide_change(db, who, change["id"], yes) for who in deciders]
    done, refused = await all_at_once(*attempts)
    assert (len(done), {problem.status for problem in refused}) == (1, {409})
    async with db.reading() as session:
        counts = "SELECT count(*) FILTER (WHERE closed_at IS NOT NULL), count(*), max(version)"
        row = (await session.execute(text(f"{counts} FROM expert_places"))).one()
        assert tuple(row) == (1, 1, 2)
        ended = await session.execute(text("SELECT count(*) FROM engagement_endings"))
        assert ended.scalar_one() == 1
    again = ChangeIn(kind="termination", reason="再次申请终止。")
    with pytest.raises(Exception, match="服务已经结束"):
        await service.request_change(db, served.enterprise, served.id, again)

"""What follows of a rating: disputes with the department's annotation, bad grades followed up."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.agreements import service as agreements
from backend.agreements.schemas import AgreementIn
from backend.codelists import service as codelists
from backend.dashboards import service as dashboards
from backend.evaluations import service as evaluations
from backend.evaluations.schemas import DisputeIn, FollowUpDone, FollowUpQuery
from backend.evaluations.states import DIRECTIONS, Rater
from backend.platform import clock
from backend.platform.problems import Problem
from tests.factories import agreements as made
from tests.factories import matches, people, teams
from tests.factories.organisations import county_department

WORDS = "约定的驻场天数没有到，方案也没有交付。"


async def rated(db, grade: int = 2, around=None):
    """A service whose enterprise gave the expert this grade, all others good; results open."""
    served = await made.ended_engagement(db, around)
    actors = {
        Rater.EXPERT: served.expert,
        Rater.ENTERPRISE: served.enterprise,
        Rater.LIAISON: await made.liaison(db, served),
    }
    for giver, taker in DIRECTIONS:
        bad = (giver, taker) == (Rater.ENTERPRISE, Rater.EXPERT)
        body = made.rating(giver, taker, grade if bad else 4, WORDS if bad else "")
        await evaluations.rate(db, actors[giver], served.id, body)
    return served, actors


async def direction(client, served, giver=Rater.ENTERPRISE, taker=Rater.EXPERT):
    """One direction as its reader sees it."""
    shown = (await client.get(f"/api/v1/engagements/{served.id}/ratings")).json()
    return next(
        d for d in shown["directions"] if (d["from_party"], d["to_party"]) == (giver, taker)
    )


def enabled(shown) -> set[str]:
    return {one["action"] for one in shown["rating"]["allowed_actions"] if one["enabled"]}


@pytest.mark.clause("5.7.1")
async def test_the_rated_side_disputes_and_the_department_annotates_without_editing(db, sign_in):
    served, actors = await rated(db)
    expert, officer = await sign_in(served.expert), await sign_in(await people.officer(db))
    before = await direction(expert, served)
    assert enabled(before) == {"dispute"}
    path = f"/api/v1/ratings/{before['rating']['id']}/dispute"
    grounds = {"grounds": "驻场天数已在日志中确认，方案于八月交付。"}
    firm = await sign_in(served.enterprise)
    refused = await firm.post(path, json=grounds)
    assert (refused.status_code, refused.json()["rule"]) == (403, "RATE-06")
    assert (await expert.post(path, json=grounds)).status_code == 201
    again = await expert.post(path, json=grounds)
    assert (again.status_code, again.json()["rule"]) == (409, "RATE-07")
    disputed = await direction(officer, served)
    assert enabled(disputed) == {"annotate"}
    tasks = (await officer.get("/api/v1/tasks")).json()["items"]
    assert ("annotate", f"/engagements/{served.id}/rate") in [(t["kind"], t["link"]) for t in tasks]
    dispute_id = disputed["rating"]["dispute"]["id"]
    note = {"annotation": "经核对日志，驻场天数属实；方案交付时间双方说法不一。"}
    answer = await officer.post(f"/api/v1/rating-disputes/{dispute_id}/annotation", json=note)
    assert answer.status_code == 200, answer.text
    twice = await officer.post(f"/api/v1/rating-disputes/{dispute_id}/annotation", json=note)
    assert twice.status_code == 409
    for client in (expert, firm, await sign_in(actors[Rater.LIAISON]), officer):
        after = await direction(client, served)
        assert after["rating"]["dispute"]["grounds"] == grounds["grounds"]
        assert after["rating"]["dispute"]["annotation"] == note["annotation"]
        kept = ("grade", "comment", "criteria", "given_at")
        assert [after["rating"][k] for k in kept] == [before["rating"][k] for k in kept]


@pytest.mark.clause("5.7.1")
async def test_a_dispute_is_raised_within_ten_days_of_the_opening(db, sign_in):
    served, _ = await rated(db)
    shown = await direction(await sign_in(served.expert), served)
    last = datetime.fromisoformat(f"{shown['rating']['dispute_until']}T23:59:00+08:00")
    assert last.date() == clock.today() + timedelta(days=10)
    body = DisputeIn(grounds="与事实不符，请核对。")
    id = shown["rating"]["id"]
    with clock.at(last + timedelta(minutes=1)), pytest.raises(Problem, match="期限已过"):
        await evaluations.dispute(db, served.expert, id, body)
    with clock.at(last):
        await evaluations.dispute(db, served.expert, id, body)


async def test_a_sealed_rating_cannot_be_disputed_and_does_not_show(db, sign_in):
    served = await made.ended_engagement(db)
    body = made.rating(Rater.ENTERPRISE, Rater.EXPERT, 1, WORDS)
    await evaluations.rate(db, served.enterprise, served.id, body)
    async with db.reading() as session:
        id = (await session.execute(text("SELECT id FROM ratings"))).scalar_one()
    expert = await sign_in(served.expert)
    refused = await expert.post(f"/api/v1/ratings/{id}/dispute", json={"grounds": "与事实不符。"})
    assert refused.status_code == 404
    desk = await evaluations.follow_ups(db, served.reviewer, FollowUpQuery())
    assert desk.total == 0  # what is sealed is on nobody's desk either


@pytest.mark.clause("5.7.1")
async def test_a_bad_grade_waits_fifteen_working_days_with_the_competent_office(db, sign_in):
    served, _ = await rated(db, grade=2)
    reviewer, officer = await sign_in(served.reviewer), await sign_in(await people.officer(db))
    tasks = (await reviewer.get("/api/v1/tasks")).json()["items"]
    mine = next(one for one in tasks if one["kind"] == "follow_up")
    (row,) = (await reviewer.get("/api/v1/rating-follow-ups")).json()["items"]
    assert (mine["due"], row["comment"]) == (row["due_on"], WORDS)
    due = datetime.fromisoformat(f"{row['due_on']}T12:00:00+08:00")
    async with db.reading() as session:
        days = await codelists.calendar(session)
    assert days.working_days_between(clock.today(), due.date()) == 15
    with clock.at(due):
        found = await evaluations.follow_ups(db, await people.officer(db), OVERDUE)
        assert found.total == 0
    with clock.at(due + timedelta(days=1)):
        found = await evaluations.follow_ups(db, await people.officer(db), OVERDUE)
        assert [one.is_overdue for one in found.items] == [True]
        groups = (await dashboards.late(db, await people.officer(db))).groups
        assert {one.kind: one.count for one in groups}["follow_ups"] == 1
    path = f"/api/v1/rating-follow-ups/{row['id']}/close"
    done = {"done": "约谈双方，补驻场三天并交付方案，企业已确认。"}
    assert (await officer.post(path, json=done)).json()["rule"] == "RATE-08"
    closed = await reviewer.post(path, json=done)
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert (await reviewer.post(path, json=done)).status_code == 409
    shown = await direction(await sign_in(served.enterprise), served)
    assert shown["rating"]["follow_up"]["done"] == done["done"]
    tasks = (await reviewer.get("/api/v1/tasks")).json()["items"]
    assert "follow_up" not in {one["kind"] for one in tasks}


OVERDUE = FollowUpQuery(overdue=True)


async def test_other_offices_neither_see_nor_close_it(db, sign_in):
    served, _ = await rated(db, grade=1)
    (row,) = (await evaluations.follow_ups(db, served.reviewer, FollowUpQuery())).items
    other = await county_department(db, "360113")
    assert (await evaluations.follow_ups(db, other, FollowUpQuery())).total == 0
    with pytest.raises(Problem) as refused:
        await evaluations.close_follow_up(db, other, row.id, FollowUpDone(done="已处理完毕。"))
    assert refused.value.status == 404


async def test_good_grades_are_not_followed_up(db):
    served, _ = await rated(db, grade=3)
    assert (await evaluations.follow_ups(db, served.reviewer, FollowUpQuery())).total == 0


async def test_the_database_keeps_what_was_said(db):
    served, _ = await rated(db, grade=1)
    (row,) = (await evaluations.follow_ups(db, served.reviewer, FollowUpQuery())).items
    await evaluations.close_follow_up(db, served.reviewer, row.id, FollowUpDone(done="已处理好。"))
    async with db.reading() as session:
        good = "SELECT id FROM ratings WHERE grade = 4 LIMIT 1"
        rating_id = (await session.execute(text(good))).scalar_one()
    forged = (
        "UPDATE rating_follow_ups SET done = '改写', version = version + 1",
        "DELETE FROM rating_follow_ups",
        f"UPDATE rating_follow_ups SET rating_id = '{rating_id}', version = version + 1",
    )
    for statement in forged:
        with pytest.raises(IntegrityError, match=r"settled_stays|follow_up_of_bad_grade"):
            async with db.transaction() as session:
                await session.execute(text(statement))
    insert = text(
        "INSERT INTO rating_follow_ups (id, created_at, updated_at, version, state, rating_id,"
        " engagement_id, organisation_id, due_on) SELECT gen_random_uuid(), now(), now(), 1,"
        " 'open', :rating, :service, organisation_id, due_on FROM rating_follow_ups"
    )
    with pytest.raises(IntegrityError, match="follow_up_of_bad_grade"):
        async with db.transaction() as session:
            await session.execute(insert, {"rating": rating_id, "service": served.id})


@pytest.mark.clause("5.7.1")
async def test_the_page_gives_every_number_of_the_mark(db, sign_in):
    served, _ = await rated(db, grade=3)
    client = await sign_in(served.expert)
    shown = (await client.get(f"/api/v1/engagements/{served.id}/ratings")).json()
    parts = {one["key"]: (one["weight"], one["value"]) for one in shown["mark_parts"]}
    assert parts == {"enterprise": (50, 3.0), "liaison": (30, 4.0), "facts": (20, None)}
    assert shown["arithmetic"] == "(3×50 + 4×30) ÷ 80 = 3.38"
    assert shown["mark"] == 3.38
    assert shown["mark_facts"]["confirmed_days"] == 0


async def team_service(db):
    """An ended service of a team of four, with its members, the leader first."""
    around = await matches.stage(db)
    roster = await teams.members(db, 4)
    team = await teams.complete_team(db, around.demand.id, roster)
    applied = await matches.application(db, roster[0], around.demand.id, team_id=team.id)
    match = await matches.consent(db, around.enterprise, applied)
    body = AgreementIn(match_id=match.id)
    drafted = await agreements.open_agreement(db, around.enterprise, body)
    contract = made.Contract(replace(around, expert=roster[0]), match, drafted)
    await made.sign(db, contract.enterprise, drafted.id)
    await made.sign(db, contract.expert, drafted.id)
    served = await made.file(db, contract)
    await made.propose_end(db, served.expert, served.id)
    await evaluations.confirm_end(db, served.enterprise, served.id)
    return served, roster


@pytest.mark.clause("5.7.1")
async def test_the_leader_may_add_a_word_on_each_member(db, sign_in):
    served, roster = await team_service(db)
    leader, member, other = await sign_in(roster[0]), await sign_in(roster[1]), roster[2]
    path = f"/api/v1/engagements/{served.id}/member-notes"
    note = {"expert_id": str(roster[1].expert_id), "note": "负责中试，到岗最多。"}
    refused = await member.post(path, json=note)
    assert refused.status_code == 403
    assert (await leader.post(path, json=note)).status_code == 201
    assert (await leader.post(path, json=note)).json()["rule"] == "RATE-09"
    own = {"expert_id": str(roster[0].expert_id), "note": "写给自己的说明。"}
    assert (await leader.post(path, json=own)).json()["rule"] == "RATE-09"
    ratings = f"/api/v1/engagements/{served.id}/ratings"
    assert (await member.get(ratings)).json()["member_notes"] == []  # sealed as the rest
    await made.rate_all(db, served)
    for client, seen in (
        (leader, [note["note"], None, None]),
        (member, [note["note"]]),
        (await sign_in(other), [None]),
        (await sign_in(served.enterprise), []),
        (await sign_in(served.reviewer), [note["note"], None, None]),
    ):
        rows = (await client.get(ratings)).json()["member_notes"]
        assert [one["note"] for one in rows] == seen

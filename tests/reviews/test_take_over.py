"""The city decides what is overdue below it, and what nobody below may decide."""

import pytest

from backend.enterprises import service as enterprises
from backend.experts import service as experts
from backend.platform.problems import Problem
from tests.factories import desks, organisations, people
from tests.factories import enterprises as make
from tests.factories import experts as make_expert
from tests.factories.desks import API


@pytest.mark.clause("6.3", "4.6")
async def test_the_city_takes_over_what_is_five_days_late(db, sign_in):
    bureau = await organisations.city_bureau(db)
    late, fresh = [await make.submitted_enterprise(db) for _ in range(2)]
    await desks.overdue(db, late.id, 5)
    await desks.overdue(db, fresh.id, 4)
    city, county = await sign_in(bureau), await sign_in(late.reviewer)
    listed = (await city.get(f"{API}/reviews/takeovers")).json()["items"]
    (row,) = listed
    assert (row["title"], row["days_left"], row["nobody_left"]) == (late.name, -5, False)
    assert (await city.get(f"{API}/reviews/summary")).json()["to_take_over"] == 1
    assert (await county.get(f"{API}/reviews/takeovers")).json()["items"] == []
    early = {task.subject_id: str(task.id) for task in await desks.queue(db, late.reviewer)}
    refused = await city.post(f"{API}/reviews/takeovers", json={"tasks": [early[fresh.id]]})
    assert (refused.status_code, refused.json()["rule"]) == (409, "REV-07")
    taken = await city.post(f"{API}/reviews/takeovers", json={"tasks": [row["id"]]})
    assert taken.json()[0]["relation"] == "take_over", taken.text
    assert [task.subject_id for task in await desks.queue(db, bureau)] == [late.id]
    assert [task.subject_id for task in await desks.queue(db, late.reviewer)] == [fresh.id]
    told = (await county.get(f"{API}/notifications")).json()["items"]
    assert any("已由" in message["title"] for message in told)
    with pytest.raises(Problem) as gone:
        await enterprises.decide(db, late.reviewer, late.id, desks.APPROVAL)
    assert gone.value.status == 404
    shown = await enterprises.decide(db, bureau, late.id, desks.APPROVAL)
    assert (shown.state, shown.reviews[0].relation) == ("approved", "take_over")
    assert "由上级接办审核" in [entry.text for entry in shown.timeline]


@pytest.mark.clause("6.3")
async def test_another_city_and_a_county_take_nothing_over(db, sign_in):
    late = await make.submitted_enterprise(db)
    await desks.overdue(db, late.id, 30)
    (task,) = await desks.queue(db, late.reviewer)
    for other in (
        await organisations.city_bureau(db, organisations.JIUJIANG),
        await make.county(db, "360425"),
    ):
        client = await sign_in(other)
        assert (await client.get(f"{API}/reviews/takeovers")).json()["total"] == 0
        answer = await client.post(f"{API}/reviews/takeovers", json={"tasks": [str(task.id)]})
        assert answer.status_code == 404


@pytest.mark.clause("A2.3", "4.6")
async def test_where_nobody_is_left_the_city_decides_at_once(db):
    bureau = await organisations.city_bureau(db)
    made = await make.submitted_enterprise(db)
    await desks.concerned(db, made.reviewer, made.uscc)
    from backend.reviews import service
    from backend.reviews.schemas import TakeOverIn, TakeOverQuery

    (row,) = (await service.takeovers(db, bureau, TakeOverQuery())).items
    assert row.nobody_left
    await service.take_over(db, bureau, TakeOverIn(tasks=[row.id]))
    assert (await enterprises.decide(db, bureau, made.id, desks.APPROVAL)).state == "approved"


@pytest.mark.clause("A2.3", "4.6")
async def test_where_no_city_is_above_the_department_names_who_decides(db, sign_in):
    made = await make_expert.submitted_expert(db)
    other = await organisations.city_bureau(db, organisations.JIUJIANG)
    body = {"kind": "relative", "person_name": made.name}
    desk = await sign_in(made.reviewer)
    assert (await desk.post(f"{API}/me/interests", json=body)).status_code == 201
    office = await sign_in(await people.officer(db))
    (row,) = (await office.get(f"{API}/reviews/orphans")).json()["items"]
    url = f"{API}/reviews/orphans/{row['id']}/assign"
    county = {"organisation_id": str((await make.county(db)).organisation_id)}
    assert (await office.post(url, json=county)).status_code == 409
    named = await office.post(url, json={"organisation_id": str(other.organisation_id)})
    assert named.status_code == 200, named.text
    assert (await office.get(f"{API}/reviews/orphans")).json()["items"] == []
    assert (await desk.get(f"{API}/reviews/orphans")).status_code == 403
    decided = make_expert.MadeExpert(made.id, made.actor, other, made.name, made.employer_uscc)
    await make_expert.approve(db, decided)
    assert (await experts.read(db, made.actor, made.id)).state == "recommended"
    batch = await make_expert.batch_of(db, decided)
    await make_expert.file_batch(db, batch)
    assert (await experts.read(db, made.actor, made.id)).state == "filed"

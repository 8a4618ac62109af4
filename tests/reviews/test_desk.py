"""The desk: order, filters, who sees what, who is there, what is new."""

from datetime import datetime, timedelta

import pytest

from backend.conflicts import service as conflicts
from backend.conflicts.schemas import InterestIn
from backend.demands import service as demands
from backend.enterprises import service as enterprises
from backend.enterprises.schemas import EnterpriseDraft
from backend.experts import service as experts
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.problems import Problem
from backend.reviews import service
from backend.reviews.schemas import VisitIn
from backend.reviews.states import Subject
from tests.factories import demands as make_demand
from tests.factories import desks
from tests.factories import enterprises as make
from tests.factories import experts as make_expert
from tests.factories.desks import API


@pytest.mark.clause("6.3", "6.4.1")
async def test_the_desk_counts_days_cases_and_what_needs_a_second_look(db, sign_in):
    with clock.at(datetime(2026, 11, 17, 9, tzinfo=SHANGHAI)):
        plain = await make.submitted_enterprise(db)
        double = await make.submitted_enterprise(db, name=plain.name)
        await desks.overdue(db, plain.id, 2)
        desk = await sign_in(plain.reviewer)
        summary = (await desk.get(f"{API}/reviews/summary")).json()
        rows = (await desk.get(f"{API}/reviews/queue")).json()["items"]
        flagged = (await desk.get(f"{API}/reviews/queue?attention=true")).json()["items"]
        clean = (await desk.get(f"{API}/reviews/queue?attention=false&overdue=true")).json()
    assert summary["days_left"] == 3
    assert [summary[name] for name in ("open", "overdue", "attention")] == [2, 1, 1]
    assert summary["by_subject"] == {"enterprises": 2}
    assert [row["subject_id"] for row in rows] == [str(plain.id), str(double.id)]
    assert [row["flags"] for row in flagged] == [[{"code": "duplicate", "name": "疑似重复"}]]
    assert [row["subject_id"] for row in clean["items"]] == [str(plain.id)]


@pytest.mark.clause("A2.3", "3.2.2")
async def test_an_enterprise_i_have_shares_in_is_not_there_for_me(db, sign_in):
    made = await make.submitted_enterprise(db)
    second = await desks.colleague(db, made.reviewer)
    await desks.concerned(db, made.reviewer, made.uscc)
    mine, theirs = await sign_in(made.reviewer), await sign_in(second)
    one = f"{API}/enterprises/{made.id}"
    body = desks.APPROVAL.model_dump(mode="json")
    assert await desks.queue(db, made.reviewer) == []
    assert (await mine.get(f"{API}/reviews/summary")).json()["open"] == 0
    assert (await mine.get(f"{API}/enterprises")).json()["total"] == 0
    for oracle in ("tasks", "dashboard/rows?subject=enterprises"):
        answer = await mine.get(f"{API}/{oracle}")
        assert answer.status_code == 200, answer.text
        assert made.name not in answer.text
    visit = f"{API}/reviews/enterprises/{made.id}/visit"
    for answer in (
        await mine.get(one),
        await mine.get(f"{one}/submissions"),
        await mine.post(f"{one}/decision", json=body),
        await mine.post(visit, json={"number": 1}),
    ):
        assert answer.status_code == 404, answer.text
    order = await desks.order(db, second, "approve", made.id, attested=True)
    row = (await mine.post(f"{API}/reviews/batch", json=order)).json()["rows"][0]
    assert (row["ok"], row["title"]) == (False, "")
    assert [task.subject_id for task in await desks.queue(db, second)] == [made.id]
    assert (await theirs.post(f"{one}/decision", json=body)).json()["state"] == "approved"


@pytest.mark.clause("A2.3", "5.1.2")
async def test_neither_is_its_demand_nor_a_relative_who_applies(db):
    firm = await make.approved_enterprise(db)
    demand = await make_demand.submitted_demand(db, firm.actor)
    person = await make_expert.submitted_expert(db)
    for reviewer, body in (
        (firm.reviewer, InterestIn(kind="relative", person_name=firm.legal_representative)),
        (person.reviewer, InterestIn(kind="relative", person_name=person.name)),
    ):
        await conflicts.declare_interest(db, reviewer, body)
        assert await desks.queue(db, reviewer) == []
    with pytest.raises(Problem) as refused:
        await demands.read(db, firm.reviewer, demand.id)
    assert refused.value.status == 404
    with pytest.raises(Problem) as refused:
        await experts.read(db, person.reviewer, person.id)
    assert refused.value.status == 404


@pytest.mark.clause("A2.3")
async def test_a_namesake_with_another_number_is_somebody_else(db):
    made = await make_expert.submitted_expert(db)
    other = InterestIn(
        kind="relative", person_name=made.name, person_id_number="360102199001011234"
    )
    declared = await conflicts.declare_interest(db, made.reviewer, other)
    assert [task.title for task in await desks.queue(db, made.reviewer)] == [made.name]
    assert declared[0].is_identified
    assert await conflicts.withdraw_interest(db, made.reviewer, declared[0].id) == []


async def test_an_interest_is_an_enterprise_or_a_person(db, sign_in):
    made = await make_expert.submitted_expert(db)
    desk = await sign_in(made.reviewer)
    for body in ({"kind": "other"}, {"kind": "other", "person_name": "甲", "x": 1}):
        assert (await desk.post(f"{API}/me/interests", json=body)).status_code == 422
    expert = await sign_in(made.actor)
    assert (await expert.get(f"{API}/me/interests")).status_code == 403


async def test_colleagues_see_who_has_a_case_open_for_a_minute(db, sign_in):
    made = await make.submitted_enterprise(db)
    second = await desks.colleague(db, made.reviewer, "李同事")
    first_desk, second_desk = await sign_in(made.reviewer), await sign_in(second)
    url = f"{API}/reviews/enterprises/{made.id}/visit"
    begun = clock.now()
    with clock.at(begun):
        assert (await second_desk.post(url, json={"number": 1})).json()["others"] == []
        assert (await first_desk.post(url, json={"number": 1})).json()["others"] == ["李同事"]
    with clock.at(begun + timedelta(seconds=61)):
        later = await first_desk.post(url, json={"number": 1, "begins": False})
        assert later.json()["others"] == []
    # It holds nothing: the other may decide all the same.
    await enterprises.decide(db, made.reviewer, made.id, desks.APPROVAL)
    foreign = await sign_in(await make.county(db, "360425"))
    assert (await foreign.post(url, json={"number": 1})).status_code == 404


async def test_what_changed_since_i_looked_is_named(db):
    made = await make.submitted_enterprise(db)
    second = await desks.colleague(db, made.reviewer)
    first_look = await service.visit(
        db, made.reviewer, Subject.ENTERPRISE, made.id, VisitIn(number=1)
    )
    assert (first_look.seen_number, first_look.changed) == (None, [])
    await enterprises.decide(db, made.reviewer, made.id, desks.RETURN)
    shown = await enterprises.read(db, made.actor, made.id)
    change = EnterpriseDraft(business="年产三万吨高强高导铜合金带材，供电子元件厂")
    await enterprises.save_draft(db, made.actor, made.id, shown.version, change)
    await make.submit(db, made.actor, await enterprises.read(db, made.actor, made.id))
    again = await service.visit(db, made.reviewer, Subject.ENTERPRISE, made.id, VisitIn(number=2))
    assert (again.seen_number, again.changed) == (1, ["business"])
    new = await service.visit(db, second, Subject.ENTERPRISE, made.id, VisitIn(number=2))
    assert (new.seen_number, new.changed) == (None, [])


@pytest.mark.clause("3.1.2")
async def test_reasons_to_choose_are_shipped_and_an_organisations_own(db, sign_in):
    made = await make.submitted_enterprise(db)
    desk = await sign_in(made.reviewer)
    url = f"{API}/reviews/reasons"
    shipped = (await desk.get(f"{url}?subject=enterprises")).json()
    own = {"subject": "enterprises", "pointer": "/address", "text": "请写明门牌号。"}
    kept = (await desk.post(url, json=own)).json()
    foreign = await sign_in(await make.county(db, "360425"))
    assert len(shipped) > 10
    assert all(one["text"] for one in shipped)
    assert [one["text"] for one in kept[:1]] == ["请写明门牌号。"]
    assert (await foreign.get(f"{url}?subject=enterprises")).json() == shipped
    remove = f"{url}/{kept[0]['id']}/remove"
    assert (await foreign.post(remove)).status_code == 404
    assert (await desk.post(remove)).json() == shipped

"""What waits for whom, at each step of a demand's life."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from backend.dashboards.queries import waiting
from backend.dashboards.service.list_tasks import urgency
from backend.engagements import service as engagements
from backend.engagements.schemas import ChangeIn
from tests.factories import agreements as made
from tests.factories import matches, people, standins
from tests.factories.demands import submitted_demand
from tests.factories.organisations import county_department


@pytest.fixture
def waits(sign_in):
    async def waits(actor):
        """What waits for an actor: kinds and links."""
        answer = await (await sign_in(actor)).get("/api/v1/tasks")
        assert answer.status_code == 200, answer.text
        return [(item["kind"], item["link"]) for item in answer.json()["items"]]

    return waits


async def test_the_reviewer_has_what_is_on_the_desk(db, waits):
    reviewer = await county_department(db)
    firm = await standins.quick_enterprise(db)
    assert await waits(reviewer) == []
    demand = await submitted_demand(db, firm)
    assert await waits(reviewer) == [("review", f"/reviews/demands/{demand.id}")]
    assert await waits(await county_department(db, "360113")) == []


async def test_an_invitation_waits_for_the_expert_and_an_application_for_the_firm(db, waits):
    around = await matches.stage(db)
    invited = await matches.designate(db, around.enterprise, around.demand.id, around.expert)
    assert await waits(around.expert) == [("answer_match", f"/matches/{invited.id}")]
    assert await waits(around.enterprise) == []
    other = await standins.quick_expert(db)
    applied = await matches.application(db, other, around.demand.id)
    assert await waits(around.enterprise) == [("answer_match", f"/matches/{applied.id}")]
    assert await waits(other) == []


async def test_drafting_waits_for_both_sides(db, waits):
    around, match = await matches.agreed_match(db)
    for side in (around.enterprise, around.expert):
        assert await waits(side) == [("draft_agreement", f"/matches/{match.id}")]


async def test_agreement_service_and_rating_wait_for_whose_turn_it_is(db, waits):
    contract = await made.drafted_agreement(db)
    to_sign = ("sign_agreement", f"/agreements/{contract.agreement.id}")
    assert await waits(contract.enterprise) == [to_sign]
    assert await waits(contract.expert) == [to_sign]
    await made.sign(db, contract.enterprise, contract.agreement.id)
    assert await waits(contract.enterprise) == []
    await made.sign(db, contract.expert, contract.agreement.id)
    assert await waits(contract.expert) == []
    to_file = ("file_agreement", f"/agreements/{contract.agreement.id}")
    assert await waits(contract.reviewer) == [to_file]


async def test_logs_ends_changes_and_ratings(db, waits):
    served = await made.filed_agreement(db)
    page = f"/engagements/{served.id}"
    assert await waits(served.enterprise) == []
    await made.log(db, served)
    assert await waits(served.enterprise) == [("confirm_logs", page)]
    body = ChangeIn(kind="termination", reason="希望提前终止。")
    await engagements.request_change(db, served.expert, served.id, body)
    assert await waits(served.reviewer) == [("decide_change", page)]
    await made.propose_end(db, served.enterprise, served.id)
    assert await waits(served.expert) == [("confirm_end", page)]


async def test_ratings_wait_for_each_party_until_given(db, waits):
    served = await made.ended_engagement(db)
    liaison = await made.liaison(db, served)
    to_rate = [("rate", f"/engagements/{served.id}/rate")]
    for actor in (served.enterprise, served.expert, liaison):
        assert await waits(actor) == to_rate
    await made.rate_all(db, served)
    for actor in (served.enterprise, served.expert, liaison):
        assert await waits(actor) == []


async def test_somebody_without_work_has_an_empty_list(db, waits):
    assert await waits(await people.person(db)) == []
    assert await waits(await people.officer(db)) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, "overdue"), (0, "today"), (1, "week"), (6, "week"), (7, "later"), (40, "later")],
)
def test_what_is_due_this_week_is_told_apart(days, expected):
    today = date(2026, 11, 23)
    assert urgency(today + timedelta(days=days), today) == expected
    assert urgency(None, today) == "later"


async def test_the_most_urgent_comes_first(db, sign_in):
    around, _ = await matches.agreed_match(db)
    second = await matches.stage(db, around.reviewer)
    await matches.designate(db, second.enterprise, second.demand.id, around.expert)
    items = (await (await sign_in(around.expert)).get("/api/v1/tasks")).json()["items"]
    dues = [item["due"] for item in items]
    assert (len(dues), dues) == (2, sorted(dues))


async def test_all_kinds_of_work_are_read_in_one_statement_and_counted(db, sign_in):
    served = await made.filed_agreement(db)
    await made.log(db, served)
    await made.propose_end(db, served.expert, served.id)
    client = await sign_in(served.enterprise)
    await client.get("/api/v1/tasks")
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(db.engine.sync_engine, "before_cursor_execute", note)
    try:
        shown = (await client.get("/api/v1/tasks")).json()
    finally:
        event.remove(db.engine.sync_engine, "before_cursor_execute", note)
    assert len([one for one in asked if "UNION ALL" in one]) == 1
    assert {item["kind"] for item in shown["items"]} == {"confirm_logs", "confirm_end"}
    assert [one["urgency"] for one in shown["counts"]] == ["overdue", "today", "week", "later"]
    assert sum(one["count"] for one in shown["counts"]) == len(shown["items"]) == 2
    assert shown["left_off"] == 0


async def test_who_has_too_much_to_list_sees_the_most_pressing_and_how_many_more(
    db, sign_in, monkeypatch
):
    around, _ = await matches.agreed_match(db)
    second = await matches.stage(db, around.reviewer)
    await matches.designate(db, second.enterprise, second.demand.id, around.expert)
    third = await matches.stage(db, around.reviewer)
    await matches.designate(db, third.enterprise, third.demand.id, around.expert)
    monkeypatch.setattr(waiting, "MOST", 1)
    shown = (await (await sign_in(around.expert)).get("/api/v1/tasks")).json()
    assert (len(shown["items"]), shown["left_off"]) == (2, 1)

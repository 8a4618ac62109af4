"""One decision on many, taking decisions back, and two reviewers at once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from backend.batches import service as batches
from backend.demands import service as demands
from backend.enterprises import service as enterprises
from backend.enterprises.schemas import EnterpriseDraft
from backend.experts import service as experts
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.problems import Problem
from backend.reviews import service
from backend.reviews.schemas import BatchDecisionIn
from tests.factories import demands as make_demand
from tests.factories import desks, races
from tests.factories import enterprises as make
from tests.factories import experts as make_expert
from tests.factories import matches as make_match
from tests.factories.desks import API


async def states(db, *ids) -> list[str]:
    async with db.reading() as session:
        found = dict((await session.execute(text("SELECT id, state FROM enterprises"))).all())
    return [found[id] for id in ids]


@pytest.mark.clause("3.2.2", "4.4")
async def test_a_mixed_batch_is_previewed_and_each_row_stands_for_itself(db, sign_in):
    clean = [await make.submitted_enterprise(db) for _ in range(2)]
    office = clean[0].reviewer
    untouched = await make.submitted_enterprise(db)
    gone = await make.submitted_enterprise(db)
    await enterprises.withdraw(db, gone.actor, gone.id, "暂缓")
    desk = await sign_in(office)
    ids = [clean[0].id, gone.id, clean[1].id]
    order = await desks.order(db, office, "approve", *ids, attested=True)
    before = await states(db, *ids)
    preview = (await desk.post(f"{API}/reviews/batch/preview", json=order)).json()
    assert await states(db, *ids) == before, "a preview writes nothing"
    assert [(row["ok"], row["title"]) for row in preview["rows"]] == [
        (True, clean[0].name),
        (False, gone.name),
        (True, clean[1].name),
    ]
    done = (await desk.post(f"{API}/reviews/batch", json=order)).json()
    assert [row["ok"] for row in done["rows"]] == [row["ok"] for row in preview["rows"]]
    assert [row["detail"] for row in done["rows"][::2]] == ["已通过"] * 2
    assert (done["done"], done["refused"]) == (2, 1)
    assert await states(db, *ids) == ["approved", "withdrawn", "approved"]
    assert [task.subject_id for task in await desks.queue(db, office)] == [untouched.id]


@pytest.mark.clause("4.4")
async def test_a_batch_is_attested_or_has_its_reason(db, sign_in):
    made = await make.submitted_enterprise(db)
    desk = await sign_in(made.reviewer)
    plain = await desks.order(db, made.reviewer, "approve", made.id)
    refused = await desk.post(f"{API}/reviews/batch", json=plain)
    assert (refused.status_code, refused.json()["rule"]) == (409, "REV-02")
    silent = await desks.order(db, made.reviewer, "return", made.id)
    refused = await desk.post(f"{API}/reviews/batch/preview", json=silent)
    assert refused.json()["rule"] == "REV-03"
    assert (await desk.post(f"{API}/reviews/batch", json=plain | {"items": []})).status_code == 422


@pytest.mark.clause("3.2.2")
async def test_the_same_order_sent_again_does_nothing_twice(db, sign_in):
    made = await make.submitted_enterprise(db)
    desk = await sign_in(made.reviewer)
    order = await desks.order(db, made.reviewer, "approve", made.id, attested=True)
    key = {"Idempotency-Key": "batch-of-today"}
    first = await desk.post(f"{API}/reviews/batch", json=order, headers=key)
    again = await desk.post(f"{API}/reviews/batch", json=order, headers=key)
    lost = await desk.post(f"{API}/reviews/batch", json=order)  # its answer never arrived
    assert first.json() == again.json()
    assert lost.json()["rows"][0]["ok"]
    assert len((await enterprises.read(db, made.reviewer, made.id)).reviews) == 1


@pytest.mark.clause("5.1.2", "5.1.3")
async def test_demands_in_a_batch_need_their_checklist(db, sign_in):
    firm = await make.approved_enterprise(db)
    ids = [
        (await make_demand.submitted_demand(db, firm.actor, title=f"演示需求{n}")).id
        for n in "甲乙"
    ]
    desk = await sign_in(firm.reviewer)
    order = await desks.order(db, firm.reviewer, "approve", *ids, attested=True)
    refused = (await desk.post(f"{API}/reviews/batch", json=order)).json()
    assert {row["rule"] for row in refused["rows"]} == {"DEM-01"}
    done = (await desk.post(f"{API}/reviews/batch", json=order | {"conforms": True})).json()
    assert done["done"] == 2


@pytest.mark.clause("3.1.2", "6.4.1")
async def test_an_approval_taken_back_leaves_the_list(db, sign_in):
    made = await make_expert.recommended_expert(db)
    batch_id = await make_expert.batch_of(db, made)
    desk = await sign_in(made.reviewer)
    (recent,) = (await desk.get(f"{API}/reviews/recent")).json()
    undone = await desk.post(f"{API}/reviews/{recent['review_id']}/undo")
    assert undone.json()["title"] == made.name, undone.text
    assert (await experts.read(db, made.actor, made.id)).state == "submitted"
    assert (await batches.read(db, made.reviewer, batch_id)).entries == []
    assert [task.subject_id for task in await desks.queue(db, made.reviewer)] == [made.id]
    assert (await desk.get(f"{API}/reviews/recent")).json() == []
    twice = await desk.post(f"{API}/reviews/{recent['review_id']}/undo")
    assert twice.status_code == 409
    shown = await experts.read(db, made.reviewer, made.id)
    assert shown.reviews[0].undone_at
    assert shown.timeline[-1].text == "撤销审核决定，重新审核"
    inbox = (await (await sign_in(made.actor)).get(f"{API}/notifications")).json()["items"]
    assert "刚才的审核决定已更正" in [message["title"] for message in inbox]
    await make_expert.approve(db, made)
    assert len((await batches.read(db, made.reviewer, batch_id)).entries) == 1


@pytest.mark.clause("3.1.2")
async def test_only_i_take_my_decision_back_and_only_for_ten_minutes(db, sign_in):
    made = await make.approved_enterprise(db)
    second = await desks.colleague(db, made.reviewer)
    (recent,) = await service.recent(db, made.reviewer)
    url = f"{API}/reviews/{recent.review_id}/undo"
    colleague = await (await sign_in(second)).post(url)
    assert (colleague.status_code, colleague.json()["rule"]) == (409, "REV-05")
    foreign = await (await sign_in(await make.county(db, "360425"))).post(url)
    assert foreign.status_code == 404
    with clock.at(recent.undo_until + timedelta(seconds=5)), pytest.raises(Problem) as late:
        await service.undo(db, made.reviewer, recent.review_id)
    assert "10分钟" in late.value.detail
    assert (await enterprises.read(db, made.actor, made.id)).state == "approved"


@pytest.mark.clause("6.4.1")
async def test_a_frozen_list_keeps_its_approval(db):
    with clock.at(datetime(2026, 11, 20, 23, 55, tzinfo=SHANGHAI)):
        made = await make_expert.recommended_expert(db)
        (recent,) = await service.recent(db, made.reviewer)
        await batches.freeze(db, made.reviewer, await make_expert.batch_of(db, made))
        with pytest.raises(Problem) as refused:
            await service.undo(db, made.reviewer, recent.review_id)
    assert refused.value.verdict.rule.id == "REV-06"


@pytest.mark.clause("5.1.2")
async def test_a_demand_somebody_applied_for_stays_published(db):
    around = await make_match.stage(db, await make.county(db))
    (recent,) = await service.recent(db, around.reviewer)
    await make_match.designate(db, around.enterprise, around.demand.id, around.expert)
    with pytest.raises(Problem) as refused:
        await service.undo(db, around.reviewer, recent.review_id)
    assert refused.value.verdict.rule.id == "REV-06"


@pytest.mark.clause("5.1.2")
async def test_a_demand_published_by_mistake_is_gone_for_experts(db):
    firm = await make.approved_enterprise(db)
    demand = await make_demand.published_demand(db, firm.actor, firm.reviewer)
    recent = (await service.recent(db, firm.reviewer))[0]
    await service.undo(db, firm.reviewer, recent.review_id)
    shown = await demands.read(db, firm.actor, demand.id)
    assert (shown.state, shown.published_number) == ("under_review", None)
    await demands.decide(db, firm.reviewer, demand.id, make_demand.approval())


@pytest.mark.clause("3.1.2")
async def test_a_return_the_applicant_works_on_already_stays(db):
    made = await make.submitted_enterprise(db)
    await enterprises.decide(db, made.reviewer, made.id, desks.RETURN)
    (recent,) = await service.recent(db, made.reviewer)
    shown = await enterprises.read(db, made.actor, made.id)
    change = EnterpriseDraft(staff=200)
    await enterprises.save_draft(db, made.actor, made.id, shown.version, change)
    with pytest.raises(Problem) as refused:
        await service.undo(db, made.reviewer, recent.review_id)
    assert refused.value.verdict.rule.id == "REV-06"


@pytest.mark.clause("3.2.2")
async def test_of_two_reviewers_at_once_one_decides_and_the_other_hears_who(db):
    for _ in range(races.ROUNDS):
        made = await make.submitted_enterprise(db)
        second = await desks.colleague(db, made.reviewer)
        won, lost = await races.all_at_once(
            *(
                enterprises.decide(db, reviewer, made.id, body)
                for reviewer, body in (
                    (made.reviewer, desks.APPROVAL),
                    (second, desks.RETURN),
                )
            )
        )
        assert len(won) == 1
        winner = won[0].reviews[0]
        assert [problem.status for problem in lost] == [409]
        assert winner.reviewer_name in lost[0].detail
        assert winner.decision_name in lost[0].detail


async def test_batches_of_two_reviewers_share_the_rows(db):
    made = [await make.submitted_enterprise(db) for _ in range(5)]
    second = await desks.colleague(db, made[0].reviewer)
    ids = [one.id for one in made]
    orders = [
        BatchDecisionIn.model_validate(
            await desks.order(db, made[0].reviewer, "approve", *ids, attested=True)
        )
        for _ in range(2)
    ]
    won, lost = await races.all_at_once(
        service.decide_many(db, made[0].reviewer, orders[0]),
        service.decide_many(db, second, orders[1]),
    )
    assert lost == []
    assert sum(outcome.done for outcome in won) == 5
    assert await states(db, *ids) == ["approved"] * 5

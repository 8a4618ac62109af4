"""A round from the first approval to the department's filing."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from backend.batches import service
from backend.batches.schemas import BatchQuery, EntryReturnIn
from backend.experts import service as experts
from backend.identity.actor import SYSTEM
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.outbox import Message
from backend.platform.problems import Problem
from backend.reviews.schemas import DecisionIn
from backend.reviews.states import Decision
from tests.factories import experts as make
from tests.factories import organisations, people
from tests.factories.forgery import behind_the_back


def moment(day: int, hour: int = 10, minute: int = 0, month: int = 11) -> datetime:
    """A moment of late 2026 in Nanchang."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.clause("3.0", "6.4.1")
async def test_a_decision_after_the_deadline_falls_into_the_next_month(db):
    with clock.at(moment(20, 23, 59)):
        in_time = await make.recommended_expert(db)
    with clock.at(moment(21, 0, 0)):
        late = await make.recommended_expert(db)
        found = await service.listing(db, in_time.reviewer, BatchQuery())
    assert [batch.month.month for batch in found.items] == [12, 11]
    assert [batch.entry_count for batch in found.items] == [1, 1]
    december, november = found.items
    assert november.number.startswith("JX-202611-")
    with clock.at(moment(21, 0, 0)):
        entries = (await service.read(db, late.reviewer, december.id)).entries
    assert [entry.expert_id for entry in entries] == [late.id]


@pytest.mark.clause("6.4.1")
async def test_the_night_after_the_deadline_freezes_what_is_due_and_nothing_else(db):
    with clock.at(moment(19)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
    with clock.at(moment(20, 23, 59)):
        assert await service.freeze_due(db) == 0
    with clock.at(moment(21, 0, 5)):
        assert await service.freeze_due(db) == 1
        assert await service.freeze_due(db) == 0
        batch = await service.read(db, made.reviewer, batch_id)
    assert (batch.state, batch.entry_count, batch.list_is_intact) == ("frozen", 1, True)
    assert len(batch.list_hash or "") == 64


@pytest.mark.clause("6.4.1")
async def test_a_reviewer_freezes_on_the_deadline_day_but_not_before(db):
    with clock.at(moment(19)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
        button = (await service.read(db, made.reviewer, batch_id)).allowed_actions[0]
        assert (button.action, button.enabled, button.rule) == ("freeze", False, "BATCH-01")
        with pytest.raises(Problem) as refusal:
            await service.freeze(db, made.reviewer, batch_id)
    assert refusal.value.body("").rule == "BATCH-01"
    with clock.at(moment(20, 9)):
        assert (await service.freeze(db, made.reviewer, batch_id)).state == "frozen"
        # What is approved later on the same day no longer fits into the frozen list.
        later = await make.recommended_expert(db)
        found = await service.listing(db, later.reviewer, BatchQuery())
    assert [(one.month.month, one.entry_count) for one in found.items] == [(12, 1), (11, 1)]


@pytest.mark.clause("3.1.2", "3.1.3", "6.4.2")
async def test_the_department_files_the_batch_and_the_experts_are_in_the_library(db):
    department = await people.officer(db)
    with clock.at(moment(18)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
    with clock.at(moment(23)):
        await service.freeze(db, SYSTEM, batch_id)
        for step in (service.acknowledge, service.freeze):
            with pytest.raises(Problem):
                await step(db, department, batch_id)
        await make.receive_paper(db, department, batch_id)
        before = await experts.read(db, made.actor, made.id)
        batch = await service.acknowledge(db, department, batch_id)
        after = await experts.read(db, made.actor, made.id)
    assert before.state == "recommended"
    assert before.filed_at is None
    assert after.state == "filed"
    assert after.filed_at == moment(23)
    assert [entry.outcome for entry in batch.entries] == ["filed"]
    async with db.reading() as session:
        told = (await session.execute(select(Message.title).order_by(Message.id))).scalars().all()
    assert told[-1] == "您已入选江西省科技特派员库"


@pytest.mark.clause("3.1.2", "6.4.2")
async def test_a_single_expert_is_sent_back_with_a_reason_and_the_others_go_on(db):
    department = await people.officer(db)
    with clock.at(moment(18)):
        kept, returned = [await make.recommended_expert(db) for _ in range(2)]
        batch_id = await make.batch_of(db, kept)
    body = EntryReturnIn(reason="职称证书与申报不一致")
    with clock.at(moment(22)):
        entries = (await service.read(db, department, batch_id)).entries
        with pytest.raises(Problem) as too_early:
            await service.return_entry(db, department, batch_id, entries[1].id, body)
        await service.freeze(db, SYSTEM, batch_id)
        await service.return_entry(db, department, batch_id, entries[1].id, body)
        with pytest.raises(Problem) as twice:
            await service.return_entry(db, department, batch_id, entries[1].id, body)
        await make.receive_paper(db, department, batch_id)
        batch = await service.acknowledge(db, department, batch_id)
        again = await experts.read(db, returned.actor, returned.id)
    assert too_early.value.body("").rule == twice.value.body("").rule == "BATCH-02"
    assert [entry.outcome for entry in batch.entries] == ["filed", "returned"]
    assert batch.list_is_intact
    assert again.state == "returned"
    assert again.timeline[-1].note == "职称证书与申报不一致"
    # The expert mends it, is approved again, and enters the next round.
    with clock.at(moment(24)):
        await make.submit(db, returned.actor, again)
        await make.approve(db, returned, number=2)
        found = await service.listing(db, returned.reviewer, BatchQuery())
    assert [(one.month.month, one.entry_count) for one in found.items] == [(12, 1), (11, 2)]


async def test_an_expert_disqualified_meanwhile_is_not_filed(db):
    department = await people.officer(db)
    with clock.at(moment(18)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
    with clock.at(moment(22)):
        async with db.transaction() as session:
            await experts.disqualify(session, department, made.id, "弄虚作假")
        await service.freeze(db, SYSTEM, batch_id)
        await make.receive_paper(db, department, batch_id)
        batch = await service.acknowledge(db, department, batch_id)
    assert [entry.outcome for entry in batch.entries] == ["returned"]
    assert (await experts.read(db, department, made.id)).state == "disqualified"


@pytest.mark.clause("6.4.1", "6.4.2")
async def test_deadlines_count_working_days_and_late_lists_are_shown(db):
    with clock.at(moment(18)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
        batch = await service.read(db, made.reviewer, batch_id)
    assert batch.review_deadline == moment(21, 0)
    assert batch.letter_deadline == moment(26, 0)
    assert batch.working_days_left == 2
    with clock.at(moment(24)):
        await service.freeze(db, SYSTEM, batch_id)
        assert not (await service.read(db, made.reviewer, batch_id)).is_late
    with clock.at(moment(26, 0)):
        late = await service.read(db, made.reviewer, batch_id)
    assert (late.is_late, late.working_days_left) == (True, 0)
    # 20 December 2026 is a Sunday: the deadline stays, the last working day before it is shown.
    with clock.at(moment(22)):
        in_december = await make.recommended_expert(db)
        december = await service.read(db, made.reviewer, await make.batch_of(db, in_december))
    assert december.review_deadline == moment(21, 0, month=12)
    assert december.last_working_day.day == 18


@pytest.mark.clause("6.4.1", "6.3")
async def test_reviewers_are_reminded_on_the_policys_working_days_alone(db):
    with clock.at(moment(9)):
        made = await make.submitted_expert(db)
    told = {}
    for day in range(10, 21):
        with clock.at(moment(day, 8, 30)):
            await service.remind(db)
            await service.remind(db)
    async with db.reading() as session:
        query = select(Message).where(Message.account_id == made.reviewer.account_id)
        query = query.where(Message.channel == "inbox")
        for message in (await session.execute(query)).scalars():
            told[message.event_key] = message.title
    # 7, 3, 1 and 0 working days before Friday the 20th.
    assert sorted(told) == [f"reviews:due:2026-11-{day}" for day in (11, 17, 19, 20)]
    assert told["reviews:due:2026-11-11"] == "还有1项待审核，11月20日截止"


@pytest.mark.clause("6.4.1")
async def test_other_organisations_see_and_freeze_nothing(db):
    with clock.at(moment(18)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
        foreign = await organisations.city_bureau(db, organisations.JIUJIANG)
    with clock.at(moment(22)):
        assert (await service.listing(db, foreign, BatchQuery())).total == 0
        for step in (service.read, service.freeze):
            with pytest.raises(Problem) as refusal:
                await step(db, foreign, batch_id)
            assert refusal.value.status == 404


@pytest.mark.clause("6.4.1")
async def test_what_a_frozen_list_says_is_checked_against_its_hash(db):
    with clock.at(moment(18)):
        made = await make.recommended_expert(db)
        batch_id = await make.batch_of(db, made)
    with clock.at(moment(21)):
        frozen = await service.freeze(db, SYSTEM, batch_id)
        forged = "UPDATE batch_entries SET waived_rules = '[\"ELIG-AGE\"]'"
        await behind_the_back(db, "batch_entries", forged)
        assert frozen.list_is_intact
        assert not (await service.read(db, made.reviewer, batch_id)).list_is_intact


@pytest.mark.clause("2.1.5", "6.4.3")
async def test_who_was_let_in_by_a_waiver_is_marked_on_the_list(db):
    with clock.at(moment(17)):
        made = await make.waived_expert(db, "ELIG-AGE", birth_date="1961-06-30")
        batch = await service.read(db, made.reviewer, await make.batch_of(db, made))
    assert batch.waived_count == 1
    assert [entry.waived_rules for entry in batch.entries] == [["ELIG-AGE"]]


@pytest.mark.clause("3.1.2")
async def test_a_rejected_expert_enters_no_batch(db):
    with clock.at(moment(17)):
        made = await make.submitted_expert(db)
        body = DecisionIn(number=1, decision=Decision.REJECT, note="不从事相关领域工作")
        detail = await service.decide_expert(db, made.reviewer, made.id, body)
        assert detail.state == "rejected"
        assert (await service.listing(db, made.reviewer, BatchQuery())).total == 0
        with clock.at(moment(17) + timedelta(days=1)), pytest.raises(Problem):
            await make.approve(db, made)

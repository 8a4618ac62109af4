"""Who declared to be a civil servant is filed only after the department's own decision (A30)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.batches import service
from backend.batches.rules import civil_servants_decided, may_be_allowed
from backend.batches.schemas import EntryReturnIn
from backend.identity.actor import SYSTEM
from backend.platform import calendar, clock
from backend.platform.problems import Problem
from tests.factories import experts, people

WHY = "所在单位按规定批准其参加，且不取酬。"


async def received(db):
    """A frozen list whose paper agrees, of a civil servant and of somebody else."""
    servant = await experts.submitted_expert(db, is_civil_servant=True)
    await experts.approve(db, servant, note="单位批准参加，不影响本职工作。")
    other = await experts.recommended_expert(db)
    officer = await people.officer(db)
    batch_id = await experts.batch_of(db, servant)
    month = (await service.read(db, officer, batch_id)).month
    with clock.at(max(clock.now(), calendar.end_of_day(month.replace(day=20)))):
        await service.freeze(db, SYSTEM, batch_id)
        await experts.receive_paper(db, officer, batch_id)
    return servant, other, officer, batch_id


def entry_of(batch, made):
    return next(one for one in batch["entries"] if one["expert_id"] == str(made.id))


@pytest.mark.clause("3.1.3")
async def test_the_decision_is_a_step_of_its_own_before_the_filing(db, sign_in):
    servant, other, officer, batch_id = await received(db)
    client, url = await sign_in(officer), f"/api/v1/batches/{batch_id}"
    batch = (await client.get(url)).json()
    button = next(one for one in batch["allowed_actions"] if one["action"] == "acknowledge")
    assert (button["enabled"], button["rule"]) == (False, "BATCH-06")
    assert servant.name in button["reason"]
    tasks = (await client.get("/api/v1/tasks")).json()["items"]
    assert [one["link"] for one in tasks if one["kind"] == "decide_civil"] == [
        f"/batches/{batch_id}"
    ]
    refused = await client.post(f"{url}/acknowledge")
    assert (refused.status_code, refused.json()["rule"]) == (409, "BATCH-06")
    entry = entry_of(batch, servant)
    assert [one["action"] for one in entry["allowed_actions"]] == ["return", "allow"]
    assert [one["action"] for one in entry_of(batch, other)["allowed_actions"]] == ["return"]
    allow = f"{url}/entries/{entry['id']}/allow"
    assert (await client.post(allow, json={"reason": ""})).status_code == 422
    desk = await sign_in(servant.reviewer)
    assert (await desk.post(allow, json={"reason": WHY})).status_code == 403
    wrong = f"{url}/entries/{entry_of(batch, other)['id']}/allow"
    assert (await client.post(wrong, json={"reason": WHY})).json()["rule"] == "BATCH-07"
    allowed = await client.post(allow, json={"reason": WHY})
    assert allowed.status_code == 200, allowed.text
    assert entry_of(allowed.json(), servant)["allowed_note"] == WHY
    assert (await client.post(allow, json={"reason": WHY})).json()["rule"] == "BATCH-07"
    filed = await client.post(f"{url}/acknowledge")
    assert filed.status_code == 200, filed.text
    assert {one["outcome"] for one in filed.json()["entries"]} == {"filed"}


@pytest.mark.clause("3.1.3")
async def test_a_no_is_a_return_and_the_others_are_filed(db):
    servant, other, officer, batch_id = await received(db)
    batch = await service.read(db, officer, batch_id)
    entry = next(one for one in batch.entries if one.expert_id == servant.id)
    body = EntryReturnIn(reason="按公务员管理规定不宜参加。")
    await service.return_entry(db, officer, batch_id, entry.id, body)
    done = await service.acknowledge(db, officer, batch_id)
    outcomes = {one.expert_id: one.outcome for one in done.entries}
    assert outcomes == {servant.id: "returned", other.id: "filed"}


@pytest.mark.clause("3.1.3")
async def test_neither_early_nor_behind_the_platforms_back(db):
    servant = await experts.submitted_expert(db, is_civil_servant=True)
    await experts.approve(db, servant, note="单位批准参加，不影响本职工作。")
    officer, batch_id = await people.officer(db), await experts.batch_of(db, servant)
    (entry,) = (await service.read(db, officer, batch_id)).entries
    with pytest.raises(Problem) as early:
        await service.allow_entry(db, officer, batch_id, entry.id, EntryReturnIn(reason=WHY))
    assert early.value.verdict
    assert early.value.verdict.rule
    assert early.value.verdict.rule.id == "BATCH-02"
    with pytest.raises(IntegrityError, match="ck_batch_entries_allowed"):
        async with db.transaction() as session:
            await session.execute(
                text("UPDATE batch_entries SET outcome = 'filed', version = version + 1")
            )


def test_the_rules_alone():
    assert civil_servants_decided([]).ok
    assert "林公务" in civil_servants_decided(["林公务"]).reason
    assert may_be_allowed(needs_decision=True, is_allowed=False).ok
    assert not may_be_allowed(needs_decision=True, is_allowed=True).ok
    assert not may_be_allowed(needs_decision=False, is_allowed=False).ok

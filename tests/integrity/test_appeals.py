"""What is held against me, and my appeal against it (clause 6.1.2)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from tests.factories import enterprises, experts, files, people, standins
from tests.factories.integrity import BORN, NUMBER, confirmed, fraud, officers, proposed

GROUNDS = {"grounds": "证书原件真实有效，登记编号系录入错误，附证书原件和登记部门的证明。"}


async def disqualified(db, sign_in, **columns):
    """Three officers, the expert, and what the first two found."""
    cast = await officers(db, 3)
    first, second, third = [await sign_in(one) for one in cast]
    expert = await fraud(db, **columns)
    record = await proposed(first, "experts", expert.expert_id)
    await confirmed(second, record)
    return (first, second, third), expert, record


@pytest.mark.clause("6.1.2")
async def test_the_subject_sees_document_end_and_how_to_appeal(db, sign_in):
    _, expert, record = await disqualified(db, sign_in)
    subject = await sign_in(expert)
    (mine,) = (await subject.get("/api/v1/integrity/mine")).json()
    assert mine["decision_document"] == "赣科监〔2026〕1号"
    assert mine["valid_to"] == "2029-12-31"
    assert date.fromisoformat(mine["appeal_until"]) == clock.today() + timedelta(days=30)
    assert [(a["action"], a["enabled"]) for a in mine["allowed_actions"]] == [("appeal", True)]
    inbox = (await subject.get("/api/v1/notifications")).json()["items"]
    (told,) = [one for one in inbox if "取消" in one["title"]]
    assert told["link"] == "/integrity/mine"
    assert "伪造" not in told["body"], "what is held against a person does not leave by mail"
    other = await sign_in(await standins.quick_expert(db))
    assert (await other.get("/api/v1/integrity/mine")).json() == []
    path = f"/api/v1/integrity/findings/{record['id']}/appeal"
    assert (await other.post(path, json=GROUNDS)).status_code == 404


@pytest.mark.clause("6.1.2")
@pytest.mark.parametrize(
    ("action", "more", "state"),
    [
        ("uphold", {}, "active"),
        ("change", {"valid_to": "2027-12-31"}, "active"),
        ("revoke", {}, "lifted"),
    ],
)
async def test_an_appeal_is_decided_by_a_third_officer(db, sign_in, action, more, state):
    (first, second, third), expert, record = await disqualified(db, sign_in)
    subject = await sign_in(expert)
    (mine,) = (
        await subject.post(f"/api/v1/integrity/findings/{record['id']}/appeal", json=GROUNDS)
    ).json()
    appeal = mine["appeal"]
    assert appeal["state_name"] == "申诉待决定"
    assert date.fromisoformat(appeal["due_on"]) > clock.today() + timedelta(days=20)
    path = f"/api/v1/integrity/appeals/{appeal['id']}/decide"
    body = {"action": action, "note": "经复核原始材料决定。"} | more
    for own in (first, second):
        refused = await own.post(path, json=body)
        assert (refused.status_code, refused.json()["rule"]) == (409, "APPEAL-02")
        kinds = [one["kind"] for one in (await own.get("/api/v1/tasks")).json()["items"]]
        assert "decide_appeal" not in kinds
    tasks = (await third.get("/api/v1/tasks")).json()["items"]
    assert [one["due"] for one in tasks if one["kind"] == "decide_appeal"] == [appeal["due_on"]]
    decided = await third.post(path, json=body)
    assert decided.status_code == 200, decided.text
    assert decided.json()["state"] == state
    (after,) = (await subject.get("/api/v1/integrity/mine")).json()
    assert after["appeal"]["decision_note"] == "经复核原始材料决定。"
    assert after["valid_to"] == more.get("valid_to", "2029-12-31")
    again = await subject.post(f"/api/v1/integrity/findings/{record['id']}/appeal", json=GROUNDS)
    assert (again.status_code, again.json()["rule"]) == (409, "APPEAL-03")


@pytest.mark.clause("6.1.2")
async def test_who_was_cleared_may_register_again_and_what_ended_stays_ended(db, sign_in):
    (_, _, third), expert, record = await disqualified(db, sign_in)
    subject = await sign_in(expert)
    (mine,) = (
        await subject.post(f"/api/v1/integrity/findings/{record['id']}/appeal", json=GROUNDS)
    ).json()
    body = {"action": "revoke", "note": "原认定事实不清，予以撤销。"}
    await third.post(f"/api/v1/integrity/appeals/{mine['appeal']['id']}/decide", json=body)
    me = (await subject.get("/api/v1/experts/mine")).json()
    assert me["state"] == "disqualified", "a lifted finding does not bring the filing back"
    await experts.bureau(db, "360100")
    answers = experts.registration(id_number=NUMBER, birth_date=str(BORN))
    answers["evidence"] = await files.sent_evidence(subject, files.EXPERT)
    started = await subject.post("/api/v1/experts", json=answers)
    assert started.status_code == 201, started.text
    # The new registration comes with a new hat.
    subject = await sign_in(await people.actor(db, expert.account_id, Role.EXPERT))
    text_hash = (await subject.get("/api/v1/commitments/expert")).json()["text_hash"]
    signed = {"commitment_hash": text_hash, "signer_name": answers["name"]}
    again = await subject.post(f"/api/v1/experts/{started.json()['id']}/submit", json=signed)
    assert again.json()["state"] == "submitted", again.text


@pytest.mark.clause("6.1.2")
async def test_after_the_time_there_is_no_appeal(db, sign_in):
    first, second = await officers(db)
    expert = await fraud(db)
    record = await proposed(await sign_in(first), "experts", expert.expert_id)
    await confirmed(await sign_in(second), record)
    last = clock.today() + timedelta(days=30)
    path = f"/api/v1/integrity/findings/{record['id']}/appeal"
    noon = datetime(last.year, last.month, last.day, 12, tzinfo=SHANGHAI)
    with clock.at(noon + timedelta(days=1)):
        late = await (await sign_in(expert)).post(path, json=GROUNDS)
        assert (late.status_code, late.json()["rule"]) == (409, "APPEAL-01")
    with clock.at(noon):
        assert (await (await sign_in(expert)).post(path, json=GROUNDS)).status_code == 201


async def test_a_change_never_makes_it_worse(db, sign_in):
    (_, _, third), expert, record = await disqualified(db, sign_in)
    subject = await sign_in(expert)
    (mine,) = (
        await subject.post(f"/api/v1/integrity/findings/{record['id']}/appeal", json=GROUNDS)
    ).json()
    path = f"/api/v1/integrity/appeals/{mine['appeal']['id']}/decide"
    for day in (None, "2030-01-01", "2025-01-01"):
        body = {"action": "change", "note": "变更期限。", "valid_to": day}
        answer = await third.post(path, json=body)
        assert [one["pointer"] for one in answer.json()["errors"]] == ["/valid_to"]


async def test_an_enterprise_reads_and_appeals_through_any_of_its_people(db, sign_in):
    firm = await enterprises.approved_enterprise(db)
    first, second = [await sign_in(one) for one in await officers(db)]
    record = await proposed(first, "enterprises", firm.id, behaviour_class="TAX")
    await confirmed(second, record)
    client = await sign_in(firm.actor)
    (mine,) = (await client.get("/api/v1/integrity/mine")).json()
    assert mine["behaviour_class_name"] == "偷税漏税"
    done = await client.post(f"/api/v1/integrity/findings/{record['id']}/appeal", json=GROUNDS)
    assert done.status_code == 201


async def test_who_only_types_a_number_reads_no_facts(db, sign_in):
    _, _, _ = await disqualified(db, sign_in)
    person = await sign_in(await people.person(db))
    answers = experts.registration(id_number=NUMBER, birth_date=str(BORN))
    await person.post("/api/v1/experts", json=answers)
    (seen,) = (await person.get("/api/v1/integrity/mine")).json()
    assert seen["decision_document"] == "赣科监〔2026〕1号"
    assert (seen["behaviour"], seen["subject_name"], seen["attachments"]) == (None, "", [])


async def test_the_database_lets_neither_proposer_nor_confirmer_decide(db, sign_in):
    cast = await officers(db, 3)
    first, second, _ = [await sign_in(one) for one in cast]
    expert = await fraud(db)
    record = await proposed(first, "experts", expert.expert_id)
    await confirmed(second, record)
    subject = await sign_in(expert)
    await subject.post(f"/api/v1/integrity/findings/{record['id']}/appeal", json=GROUNDS)
    statement = text("UPDATE integrity_appeals SET decided_by = :who, version = version + 1")
    for officer in cast[:2]:
        with pytest.raises(IntegrityError, match="appeal_by_another"):
            async with db.transaction() as session:
                await session.execute(statement, {"who": officer.account_id})
    async with db.transaction() as session:
        await session.execute(statement, {"who": cast[2].account_id})

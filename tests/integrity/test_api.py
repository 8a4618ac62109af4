"""A verified finding disqualifies, with all that follows, until it is lifted (clause 6.1.2)."""

from datetime import date

import pytest
from sqlalchemy import text

from backend.platform.crypto import fingerprint
from tests.factories import agreements as made
from tests.factories import files, matches, organisations, people, standins
from tests.factories.demands import draft_demand, published_demand
from tests.factories.experts import registration, resident_id

BORN = date(1980, 5, 6)
NUMBER = resident_id(BORN, 499)
DECISION = {
    "behaviour": "申报材料中的专利证书系伪造。",
    "decision_document": "赣科监〔2026〕1号",
    "deciding_body": "江西省科技厅",
    "valid_from": "2026-01-01",
    "valid_to": "2029-12-31",
}


async def two_officers(db, sign_in):
    first = await sign_in(await people.officer(db, name="演示甲"))
    second = await sign_in(await people.officer(db, name="演示乙"))
    return first, second


async def fraud(db):
    """An expert in the library with a known identity number."""
    return await standins.quick_expert(db, id_number=NUMBER, id_fingerprint=fingerprint(NUMBER))


async def proposed(officer, subject_type, subject_id):
    body = DECISION | {"subject_type": subject_type, "subject_id": str(subject_id)}
    answer = await officer.post("/api/v1/integrity/findings", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def state(db, table, id):
    async with db.reading() as session:
        query = text(f"SELECT state FROM {table} WHERE id = :id")
        return (await session.execute(query, {"id": id})).scalar_one()


@pytest.mark.clause("6.1.2")
async def test_two_officers_disqualify_an_expert(db, sign_in):
    first, second = await two_officers(db, sign_in)
    expert = await fraud(db)
    record = await proposed(first, "experts", expert.expert_id)
    assert record["state"] == "proposed"
    assert await state(db, "experts", expert.expert_id) == "filed"
    path = f"/api/v1/integrity/findings/{record['id']}/confirm"
    own = await first.post(path)
    assert (own.status_code, own.json()["rule"]) == (409, "CREDIT-02")
    assert await state(db, "experts", expert.expert_id) == "filed"
    effects = (await second.post(path)).json()
    assert effects["record"]["state"] == "active"
    assert [d["subject_id"] for d in effects["disqualified"]] == [str(expert.expert_id)]
    assert await state(db, "experts", expert.expert_id) == "disqualified"
    assert (await second.post(path)).status_code == 409


@pytest.mark.clause("6.1.2")
async def test_open_matches_end_and_running_service_is_flagged_not_ended(db, sign_in):
    first, second = await two_officers(db, sign_in)
    expert = await fraud(db)
    around = await matches.stage(db)
    staged = matches.Stage(around.reviewer, around.enterprise, expert, around.demand)
    served = await made.filed_agreement(db, staged)
    other = await matches.stage(db, around.reviewer)
    agreed = await made.signed_agreement(
        db, matches.Stage(around.reviewer, other.enterprise, expert, other.demand)
    )
    third = await matches.stage(db, around.reviewer)
    invited = await matches.designate(db, third.enterprise, third.demand.id, expert)
    record = await proposed(first, "experts", expert.expert_id)
    answer = await second.post(f"/api/v1/integrity/findings/{record['id']}/confirm")
    assert answer.status_code == 200, answer.text
    effects = answer.json()
    assert (effects["matches_ended"], effects["engagements_flagged"]) == (2, [str(served.id)])
    assert await state(db, "matches", invited.id) == "withdrawn"
    assert await state(db, "matches", agreed.match.id) == "withdrawn"
    assert await state(db, "agreements", agreed.agreement.id) == "void"
    assert await state(db, "demands", other.demand.id) == "published"
    assert await state(db, "engagements", served.id) == "serving"
    shown = (await first.get(f"/api/v1/engagements/{served.id}")).json()
    assert shown["is_flagged"]


@pytest.mark.clause("6.1.2")
async def test_an_enterprise_loses_its_demands_and_matches(db, sign_in):
    first, second = await two_officers(db, sign_in)
    around, match = await matches.agreed_match(db)
    free = await published_demand(db, around.enterprise, around.reviewer, title="另一项需求")
    draft = await draft_demand(db, around.enterprise, title="还没提交的需求")
    record = await proposed(first, "enterprises", around.enterprise.enterprise_id)
    answer = await second.post(f"/api/v1/integrity/findings/{record['id']}/confirm")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["matches_ended"], answer.json()["demands_withdrawn"]) == (1, 3)
    for demand in (free, draft, around.demand):
        assert await state(db, "demands", demand.id) == "withdrawn"
    assert await state(db, "matches", match.id) == "withdrawn"
    assert await state(db, "enterprises", around.enterprise.enterprise_id) == "disqualified"


@pytest.mark.clause("6.1.2")
async def test_registration_is_blocked_until_the_record_is_lifted(db, sign_in):
    first, second = await two_officers(db, sign_in)
    expert = await fraud(db)
    record = await proposed(first, "experts", expert.expert_id)
    await second.post(f"/api/v1/integrity/findings/{record['id']}/confirm")
    applicant = await sign_in(await people.person(db))
    await organisations.city_bureau(db)
    answers = registration(id_number=NUMBER, birth_date=str(BORN))
    answers["evidence"] = await files.sent_evidence(applicant, files.EXPERT)
    draft = (await applicant.post("/api/v1/experts", json=answers)).json()
    text_hash = (await applicant.get("/api/v1/commitments/expert")).json()["text_hash"]
    signed = {"commitment_hash": text_hash, "signer_name": answers["name"]}
    submit = f"/api/v1/experts/{draft['id']}/submit"
    blocked = await applicant.post(submit, json=signed)
    assert (blocked.status_code, blocked.json()["rule"]) == (409, "CREDIT-01")
    lifted = await first.post(
        f"/api/v1/credit-records/{record['id']}/lift", json={"reason": "申诉成立，撤销认定。"}
    )
    assert lifted.json()["state"] == "lifted"
    assert (await applicant.post(submit, json=signed)).json()["state"] == "submitted"


async def test_only_the_department_finds(db, sign_in):
    expert = await fraud(db)
    reviewer = await sign_in(await organisations.city_bureau(db))
    body = DECISION | {"subject_type": "experts", "subject_id": str(expert.expert_id)}
    assert (await reviewer.post("/api/v1/integrity/findings", json=body)).status_code == 403

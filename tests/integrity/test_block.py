"""Whom a record keeps out: by number, never by name, until its end (clauses 2.1.1, 6.1.2)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.integrity.service import finding
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from tests.factories import enterprises, experts, files, integrity, matches, people, standins
from tests.factories.integrity import BORN, NUMBER, confirmed, fraud, officers, proposed
from tests.factories.organisations import city_bureau

EXPLAINED = "赣科监〔2026〕1号"
# Case, width, blanks, hyphens and what nobody sees.
WIDE = "\uff25\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18"
TYPED = ["e12345678", WIDE, " E-1234 5678", "e\u200b12345678"]


async def _register(db, applicant, **answers):
    """Fill in and submit; what came of it."""
    filled = experts.registration(**answers)
    filled["evidence"] = await files.sent_evidence(applicant, files.EXPERT)
    draft = (await applicant.post("/api/v1/experts", json=filled)).json()
    text_hash = (await applicant.get("/api/v1/commitments/expert")).json()["text_hash"]
    signed = {"commitment_hash": text_hash, "signer_name": filled["name"]}
    return draft, await applicant.post(f"/api/v1/experts/{draft['id']}/submit", json=signed)


@pytest.mark.clause("2.1.1", "6.1.2")
async def test_a_new_account_is_blocked_by_the_number_until_the_record_is_lifted(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    await city_bureau(db)
    record = await proposed(first, "experts", (await fraud(db)).expert_id)
    await confirmed(second, record)
    applicant = await sign_in(await people.person(db, "换了名字"))
    answers = {"id_number": NUMBER, "birth_date": str(BORN), "name": "换了名字"}
    draft, blocked = await _register(db, applicant, **answers)
    assert (blocked.status_code, blocked.json()["rule"]) == (409, "CREDIT-01")
    assert EXPLAINED in blocked.json()["detail"]
    assert [one["pointer"] for one in blocked.json()["errors"]] == ["/id_number"]
    because = {"reason": "申诉成立，撤销认定。"}
    lifted = await first.post(f"/api/v1/integrity/findings/{record['id']}/lift", json=because)
    assert lifted.json()["state"] == "lifted"
    text_hash = (await applicant.get("/api/v1/commitments/expert")).json()["text_hash"]
    signed = {"commitment_hash": text_hash, "signer_name": "换了名字"}
    again = await applicant.post(f"/api/v1/experts/{draft['id']}/submit", json=signed)
    assert again.json()["state"] == "submitted"


@pytest.mark.clause("6.1.2")
@pytest.mark.parametrize("typed", TYPED)
async def test_a_passport_is_known_however_it_is_typed(db, sign_in, typed):
    first, second = [await sign_in(one) for one in await officers(db)]
    await city_bureau(db)
    named = {"subject_number": "E12345678", "subject_name": "Demo Person"}
    await confirmed(second, await proposed(first, "experts", None, **named))
    applicant = await sign_in(await people.person(db))
    _, blocked = await _register(db, applicant, id_kind="passport", id_number=typed)
    assert (blocked.status_code, blocked.json()["rule"]) == (409, "CREDIT-01")


@pytest.mark.clause("2.2.2", "6.1.2")
async def test_an_enterprise_is_blocked_by_its_code_whatever_its_name(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    await enterprises.county(db)
    code = experts.credit_code(4711, "91360121")
    about = {"subject_number": code.lower(), "subject_name": "演示旧名有限公司"}
    record = await proposed(first, "enterprises", None, behaviour_class="ENVIRONMENT", **about)
    await confirmed(second, record)
    actor, detail = await enterprises.draft_enterprise(db, uscc=f" {code[:9]} {code[9:]} ")
    client = await sign_in(actor)
    text_hash = (await client.get("/api/v1/commitments/enterprise")).json()["text_hash"]
    signed = {"commitment_hash": text_hash, "signer_name": "演示法人"}
    answer = await client.post(f"/api/v1/enterprises/{detail.id}/submit", json=signed)
    assert (answer.status_code, answer.json()["rule"]) == (409, "CREDIT-01")


@pytest.mark.clause("6.1.2")
async def test_the_name_alone_blocks_nobody(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    await city_bureau(db)
    expert = await fraud(db, name="同名同姓")
    await confirmed(second, await proposed(first, "experts", expert.expert_id))
    namesake = await sign_in(await people.person(db, "同名同姓"))
    _, answer = await _register(db, namesake, name="同名同姓")
    assert answer.json()["state"] == "submitted"


@pytest.mark.clause("6.1.2")
async def test_the_block_ends_with_its_last_day_and_history_stays(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    await city_bureau(db)
    today = clock.today()
    last = today + timedelta(days=10)
    about = {"subject_number": NUMBER, "subject_name": "演示专家", "valid_to": str(last)}
    record = await proposed(first, "experts", None, valid_from=str(today), **about)
    await confirmed(second, record)
    person = await people.person(db)
    answers = {"id_number": NUMBER, "birth_date": str(BORN)}
    with clock.at(datetime(last.year, last.month, last.day, 23, tzinfo=SHANGHAI)):
        applicant = await sign_in(person)
        draft, blocked = await _register(db, applicant, **answers)
        assert blocked.json()["rule"] == "CREDIT-01"
    with clock.at(datetime(last.year, last.month, last.day, 12, tzinfo=SHANGHAI) + timedelta(1)):
        # Not even the nightly round is needed for that.
        applicant = await sign_in(person)
        text_hash = (await applicant.get("/api/v1/commitments/expert")).json()["text_hash"]
        signed = {"commitment_hash": text_hash, "signer_name": draft["draft"]["name"]}
        answer = await applicant.post(f"/api/v1/experts/{draft['id']}/submit", json=signed)
        assert answer.json()["state"] == "submitted", answer.text
        assert await finding.expire_due(db) == 1
    shown = (await first.get(f"/api/v1/integrity/findings/{record['id']}")).json()
    assert (shown["state"], shown["state_name"]) == ("expired", "已到期")


async def _write(db, statement, **values):
    async with db.transaction() as session:
        await session.execute(text(statement), values)


@pytest.mark.clause("6.1.2")
async def test_the_database_wants_a_second_officer(db):
    first, _ = await officers(db)
    record = await integrity.record_against(db, first, NUMBER)
    statement = (
        "UPDATE credit_records SET confirmed_by = :who, version = version + 1 WHERE id = :id"
    )
    with pytest.raises(IntegrityError, match="two_persons"):
        await _write(db, statement, who=first.account_id, id=record.id)


@pytest.mark.clause("6.1.2")
async def test_the_database_lets_no_discredited_subject_in(db):
    """D18 for direct SQL: a registration, a publication and a consent."""
    expert = await standins.quick_expert(db)
    around = await matches.stage(db)
    invited = await matches.designate(db, around.enterprise, around.demand.id, around.expert)
    for subject in (expert, around.expert, around.enterprise):
        await standins.bad_credit(db, subject)
    with pytest.raises(IntegrityError, match="D18"):
        await _write(
            db,
            "UPDATE experts SET state = 'recommended', version = version + 1 WHERE id = :id",
            id=expert.expert_id,
        )
    with pytest.raises(IntegrityError, match="D18"):
        await _write(
            db,
            "UPDATE enterprises SET state = 'submitted', version = version + 1 WHERE id = :id",
            id=around.enterprise.enterprise_id,
        )
    with pytest.raises(IntegrityError, match="D18"):
        await _write(
            db,
            "INSERT INTO match_consents (id, created_at, match_id, party, text_hash, account_id,"
            " signer_name, given_at) VALUES (gen_random_uuid(), now(), :match, 'expert', 'x',"
            " :who, 'x', now())",
            match=invited.id,
            who=around.expert.account_id,
        )


async def test_public_is_what_the_decision_says_and_a_person_is_masked(db, client, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db, name="林演示")
    await confirmed(second, await proposed(first, "experts", expert.expert_id, is_public=True))
    hidden = {"subject_number": experts.credit_code(5, "91360121"), "subject_name": "演示企业"}
    await confirmed(second, await proposed(first, "enterprises", None, **hidden))
    page = (await client.get("/api/v1/credit-records/public")).json()
    assert [one["subject_name"] for one in page["items"]] == ["林**"]
    assert NUMBER[-4:] not in str(page)
    assert [one["behaviour_class_name"] for one in page["items"]] == ["申报材料弄虚作假"]


async def test_a_look_into_an_outside_list_is_on_record(db, sign_in):
    made_expert = await experts.submitted_expert(db)
    office = await sign_in(made_expert.reviewer)
    path = f"/api/v1/integrity/standing/experts/{made_expert.id}"
    checked = {"source": "信用中国", "result": "clean", "checked_on": str(clock.today())}
    done = await office.post(f"{path}/checks", json=checked)
    assert done.status_code == 201, done.text
    shown = (await office.get(path)).json()
    assert (shown["blocked"], len(shown["checks"])) == (False, 1)
    assert shown["checks"][0]["result_name"] == "未发现不良记录"
    tomorrow = checked | {"checked_on": str(clock.today() + timedelta(days=1))}
    assert (await office.post(f"{path}/checks", json=tomorrow)).status_code == 422
    elsewhere = await sign_in(await city_bureau(db, "360400"))
    assert (await elsewhere.get(path)).status_code == 404


@pytest.mark.clause("6.1.1")
async def test_a_submission_stands_under_a_commitment_to_what_it_says(db, sign_in):
    """What a finding is measured by: the signed text, bound to the submitted content."""
    made_expert = await experts.submitted_expert(db)
    office = await sign_in(made_expert.reviewer)
    path = f"/api/v1/experts/{made_expert.id}/submissions"
    (submission,) = (await office.get(path)).json()
    async with db.reading() as session:
        query = text(
            "SELECT s.content_hash FROM commitment_signatures s JOIN expert_submissions e"
            " ON e.commitment_signature_id = s.id WHERE e.expert_id = :id"
        )
        signed = (await session.execute(query, {"id": made_expert.id})).scalar_one()
    assert signed == submission["content_hash"]
    assert date.fromisoformat(submission["signed_at"][:10]) <= clock.today()

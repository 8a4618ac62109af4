"""A verified finding disqualifies, with all that follows, until it is lifted (clause 6.1.2)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.integrity.service import finding
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from tests.factories import agreements as made
from tests.factories import enterprises, experts, integrity, matches, people, standins, teams
from tests.factories.demands import draft_demand, published_demand
from tests.factories.integrity import BORN, NUMBER, confirmed, fraud, officers, proposed, state
from tests.factories.organisations import city_bureau

EXPLAINED = "赣科监〔2026〕1号"
# Case, width, blanks, hyphens and what nobody sees.
WIDE = "\uff25\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18"
TYPED = ["e12345678", WIDE, " E-1234 5678", "e\u200b12345678"]


@pytest.mark.clause("6.1.2")
async def test_two_officers_disqualify_an_expert(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    record = await proposed(first, "experts", expert.expert_id)
    assert (record["state"], record["behaviour_class_name"]) == ("proposed", "申报材料弄虚作假")
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
async def test_there_is_one_way_to_confirm(db, sign_in):
    """Confirming always disqualifies, also where the record names a number, not a registration."""
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    named = {"subject_number": f" {NUMBER[:6]}-{NUMBER[6:]} ", "subject_name": "演示专家"}
    record = await proposed(first, "experts", None, **named)
    assert record["subject_mask"] == f"{NUMBER[:4]}**********{NUMBER[-4:]}"
    old = await second.post(f"/api/v1/credit-records/{record['id']}/confirm")
    assert old.status_code in {404, 405}
    await second.post(f"/api/v1/integrity/findings/{record['id']}/confirm")
    assert await state(db, "experts", expert.expert_id) == "disqualified"


async def _places(db, expert):
    """How many places an expert holds."""
    query = "SELECT count(*) FROM expert_places WHERE expert_id = :e AND closed_at IS NULL"
    async with db.reading() as session:
        return (await session.execute(text(query), {"e": expert.expert_id})).scalar_one()


@pytest.mark.clause("6.1.2")
async def test_open_matches_end_politely_and_running_service_waits_for_the_department(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
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
    effects = await confirmed(second, record)
    assert (effects["matches_ended"], effects["engagements_flagged"]) == (2, [str(served.id)])
    assert await state(db, "matches", invited.id) == "withdrawn"
    assert await state(db, "matches", agreed.match.id) == "withdrawn"
    assert await state(db, "agreements", agreed.agreement.id) == "void"
    assert await state(db, "demands", other.demand.id) == "published"
    assert await state(db, "engagements", served.id) == "serving"
    for firm in (third.enterprise, other.enterprise):
        inbox = (await (await sign_in(firm)).get("/api/v1/notifications")).json()["items"]
        told = [one["body"] for one in inbox if one["title"] == "这次匹配已结束"]
        assert len(told) == 1
        assert "弄虚作假" not in told[0]
        assert EXPLAINED not in told[0]
    shown = (await first.get(f"/api/v1/engagements/{served.id}")).json()
    assert shown["is_flagged"]
    async with db.reading() as session:
        query = text(
            "SELECT count(*) FROM expert_places WHERE expert_id = :e AND closed_at IS NULL"
        )
        kept = (await session.execute(query, {"e": expert.expert_id})).scalar_one()
    assert kept == 1, "the running service keeps its place until it is decided"
    tasks = (await first.get("/api/v1/tasks")).json()["items"]
    (task,) = [one for one in tasks if one["kind"] == "decide_service"]
    assert task["due"] == effects["decide_by"]


@pytest.mark.clause("6.1.2")
@pytest.mark.parametrize(
    ("action", "engagement", "demand", "places"),
    [("continue", "serving", "in_service", 1), ("end", "replaced", "published", 0)],
)
async def test_the_department_decides_on_a_running_service(
    db, sign_in, action, engagement, demand, places
):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    around = await matches.stage(db)
    staged = matches.Stage(around.reviewer, around.enterprise, expert, around.demand)
    served = await made.filed_agreement(db, staged)
    record = await proposed(first, "experts", expert.expert_id)
    await confirmed(second, record)
    (hold,) = (await first.get("/api/v1/integrity/holds")).json()["items"]
    path = f"/api/v1/integrity/holds/{hold['id']}/decide"
    decision = {"action": action, "note": "依据企业意见和服务进度决定。"}
    decided = await first.post(path, json=decision)
    assert decided.status_code == 200, decided.text
    assert await state(db, "engagements", served.id) == engagement
    assert await state(db, "demands", around.demand.id) == demand
    async with db.reading() as session:
        query = text(
            "SELECT count(*) FROM expert_places WHERE expert_id = :e AND closed_at IS NULL"
        )
        assert (await session.execute(query, {"e": expert.expert_id})).scalar_one() == places
    assert not (await first.get(f"/api/v1/engagements/{served.id}")).json()["is_flagged"]
    assert (await first.post(path, json=decision)).status_code == 409


@pytest.mark.clause("6.1.2")
async def test_teams_go_on_without_a_member_and_end_without_their_leader(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    expert = await fraud(db)
    around = await matches.stage(db)
    led = await teams.invited_team(db, around.demand.id, [expert, *await teams.members(db, 2)])
    others = await teams.members(db, 4)
    joined = await teams.complete_team(db, around.demand.id, [*others, expert])
    record = await proposed(first, "experts", expert.expert_id)
    effects = await confirmed(second, record)
    assert (effects["teams_dissolved"], effects["teams_left"]) == (1, 1)
    assert await state(db, "teams", led.id) == "dissolved"
    leader = await sign_in(others[0])
    shown = (await leader.get(f"/api/v1/teams/{joined.id}")).json()
    standings = [one["standing"] for one in shown["members"]]
    assert shown["state"] == "forming"
    assert standings == ["accepted", "invited", "invited", "invited", "removed"]
    for member in others[1:]:
        await teams.accept(db, member, joined.id)
    # The leader's completing is his yes to the roster that others changed.
    done = await leader.post(f"/api/v1/teams/{joined.id}/complete")
    assert done.json()["state"] == "complete", done.text


@pytest.mark.clause("6.1.2")
async def test_an_enterprise_loses_its_demands_and_matches(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    around, match = await matches.agreed_match(db)
    free = await published_demand(db, around.enterprise, around.reviewer, title="另一项需求")
    draft = await draft_demand(db, around.enterprise, title="还没提交的需求")
    record = await proposed(first, "enterprises", around.enterprise.enterprise_id)
    effects = await confirmed(second, record)
    assert (effects["matches_ended"], effects["demands_withdrawn"]) == (1, 3)
    for demand in (free, draft, around.demand):
        assert await state(db, "demands", demand.id) == "withdrawn"
    assert await state(db, "matches", match.id) == "withdrawn"
    assert await state(db, "enterprises", around.enterprise.enterprise_id) == "disqualified"
    inbox = (await (await sign_in(around.expert)).get("/api/v1/notifications")).json()["items"]
    assert "这次匹配已结束" in [one["title"] for one in inbox]


@pytest.mark.clause("6.1.2")
async def test_one_who_is_recommended_is_not_filed(db, sign_in):
    first, second = [await sign_in(one) for one in await officers(db)]
    entry, other = await experts.recommended_expert(db), await experts.recommended_expert(db)
    await confirmed(second, await proposed(first, "experts", entry.id))
    await experts.file_batch(db, await experts.batch_of(db, other))
    assert await state(db, "experts", entry.id) == "disqualified"
    assert await state(db, "experts", other.id) == "filed"


async def _register(db, applicant, **answers):
    """Fill in and submit; what came of it."""
    filled = experts.registration(**answers)
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
@pytest.mark.parametrize(
    "typed", ["e12345678", "Ｅ１２３４５６７８", " E-1234 5678", "e\u200b12345678"]
)
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


async def test_only_the_department_finds(db, sign_in):
    expert = await fraud(db)
    reviewer = await sign_in(await city_bureau(db))
    body = integrity.DECISION | {"subject_type": "experts", "subject_id": str(expert.expert_id)}
    assert (await reviewer.post("/api/v1/integrity/findings", json=body)).status_code == 403


async def test_a_class_of_behaviour_fits_its_subject(db, sign_in):
    first = await sign_in(await people.officer(db))
    body = integrity.DECISION | {"subject_type": "experts", "subject_id": None}
    body |= {"subject_number": NUMBER, "subject_name": "演示专家", "behaviour_class": "TAX"}
    answer = await first.post("/api/v1/integrity/findings", json=body)
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/behaviour_class"]


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

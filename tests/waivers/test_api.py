"""From the request, through opinion and decision, to 经豁免 on every list (decision A1)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.experts import service as experts_service
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.waivers import service
from tests.factories import experts, matches, organisations, people, standins, teams
from tests.factories.organisations import NANCHANG
from tests.factories.waivers import REASON, a_year_on, advised, asked_waiver, granted_waiver

TOO_OLD = "1955-02-03"
NO_DEGREE = {"degree_code": "MASTER", "title_name": "工程师"}


async def elder(db):
    """Somebody over the limit, with the bureau competent for the draft."""
    bureau = await experts.bureau(db, NANCHANG)
    born = datetime.fromisoformat(TOO_OLD).date()
    number = experts.resident_id(born, 77)
    actor, detail = await experts.draft_expert(db, birth_date=TOO_OLD, id_number=number)
    return actor, detail, bureau


def body(rule_id, detail, **more):
    asked = {"rule_id": rule_id, "subject_type": "experts", "subject_id": str(detail.id)}
    return asked | {"reason_code": "rare_skill", "reason": REASON} | more


def grant(**more):
    return {"note": "同意豁免", "valid_until": str(a_year_on())} | more


@pytest.mark.clause("2.1.5")
async def test_age_is_waived_by_the_department_after_the_recommenders_opinion(db, sign_in):
    actor, detail, bureau = await elder(db)
    applicant, office = await sign_in(actor), await sign_in(bureau)
    department = await sign_in(await people.officer(db))
    asked = (await applicant.post("/api/v1/waivers", json=body("ELIG-AGE", detail))).json()
    assert (asked["scope"], asked["decided_by_role"]) == ("仅限此人", "省科技厅")
    assert asked["organisation"]["id"] == str(bureau.organisation_id), "known before submission"
    path = f"/api/v1/waivers/{asked['id']}"
    early = await department.post(f"{path}/grant", json=grant())
    assert (early.status_code, early.json()["rule"]) == (409, "WAIVER-03")
    seen = (await office.get(path)).json()
    assert [one["action"] for one in seen["allowed_actions"]] == ["give_opinion"]
    assert {"employer", "born"} <= {fact["key"] for fact in seen["facts"]}
    refused = await office.post(f"{path}/grant", json=grant())
    assert (refused.status_code, refused.json()["rule"]) == (409, "WAIVER-01")
    said = {"stance": "support", "opinion": "长期在一线，身体健康，建议同意。"}
    assert (await office.post(f"{path}/opinion", json=said)).status_code == 200
    endless = await department.post(f"{path}/grant", json={"note": "同意"})
    assert endless.json()["errors"][0]["pointer"] == "/valid_until"
    granted = (await department.post(f"{path}/grant", json=grant())).json()
    assert (granted["state"], granted["opinion_name"]) == ("granted", "建议同意")
    await experts.submit(db, actor, await experts_service.read(db, actor, detail.id))
    queue = (await office.get("/api/v1/reviews/queue")).json()["items"]
    assert [mark["rule_id"] for mark in queue[0]["waived"]] == ["ELIG-AGE"]


@pytest.mark.clause("2.1.3")
async def test_who_passed_by_a_waiver_is_marked_in_the_library(db, sign_in):
    made = await experts.waived_expert(db, "ELIG-DEGREE", **NO_DEGREE)
    await experts.file_batch(db, await experts.batch_of(db, made))
    department = await sign_in(await people.officer(db))
    cards = (await department.get("/api/v1/experts")).json()["items"]
    marks = {card["id"]: [one["rule_name"] for one in card["waived"]] for card in cards}
    assert marks[str(made.id)] == ["博士学位或副高以上职称"]
    plain = await experts.filed_expert(db)
    cards = (await department.get("/api/v1/experts")).json()["items"]
    assert [card["waived"] for card in cards if card["id"] == str(plain.id)] == [[]]


@pytest.mark.clause("2.1.3")
@pytest.mark.parametrize("hard", ["CREDIT-01", "ELIG-FIELD", "ENT-PLACE", "CON-01"])
async def test_a_hard_rule_has_no_waiver(db, sign_in, hard):
    actor, detail = await experts.draft_expert(db)
    client = await sign_in(actor)
    answer = await client.post("/api/v1/waivers", json=body(hard, detail))
    assert (answer.status_code, answer.json()["rule"]) == (409, "WAIVER-04")
    assert "不能豁免" in answer.json()["detail"]


async def test_a_rule_is_waived_for_its_own_kind_of_subject(db, sign_in):
    actor, detail = await experts.draft_expert(db)
    client = await sign_in(actor)
    answer = await client.post("/api/v1/waivers", json=body("MATCH-ONE", detail))
    assert answer.json()["rule"] == "WAIVER-04"


async def test_one_request_at_a_time_and_the_former_is_shown(db, sign_in):
    actor, detail, _ = await elder(db)
    client = await sign_in(actor)
    first = await asked_waiver(db, actor, "ELIG-AGE", ("experts", detail.id))
    again = await client.post("/api/v1/waivers", json=body("ELIG-AGE", detail))
    assert (again.status_code, "等待决定" in again.json()["detail"]) == (409, True)
    await advised(db, first.id, "oppose")
    department = await sign_in(await people.officer(db))
    path = f"/api/v1/waivers/{first.id}/refuse"
    assert (await department.post(path, json={"note": "专长材料不足"})).status_code == 200
    params = {"rule_id": "ELIG-AGE", "subject_type": "experts", "subject_id": str(detail.id)}
    before = (await client.get("/api/v1/waivers/before-asking", params=params)).json()
    assert [one["decision_note"] for one in before["former"]] == ["专长材料不足"]
    second = (await client.post("/api/v1/waivers", json=body("ELIG-AGE", detail))).json()
    assert [one["id"] for one in second["former"]] == [str(first.id)]
    # Who decides the second request reads the first one as well.
    shown = (await department.get(f"/api/v1/waivers/{second['id']}")).json()
    assert [one["decision_note"] for one in shown["former"]] == ["专长材料不足"]


async def test_a_stranger_neither_asks_nor_reads(db, sign_in):
    actor, detail, _ = await elder(db)
    asked = await asked_waiver(db, actor, "ELIG-AGE", ("experts", detail.id))
    stranger = await sign_in(await standins.quick_expert(db))
    answer = await stranger.post("/api/v1/waivers", json=body("ELIG-AGE", detail))
    assert answer.status_code == 404
    assert (await stranger.get(f"/api/v1/waivers/{asked.id}")).status_code == 404
    elsewhere = await sign_in(await organisations.city_bureau(db, "360400"))
    assert (await elsewhere.get(f"/api/v1/waivers/{asked.id}")).status_code == 404
    said = {"stance": "support", "opinion": "建议同意。"}
    answer = await elsewhere.post(f"/api/v1/waivers/{asked.id}/opinion", json=said)
    assert answer.status_code == 404


async def test_the_recommender_asks_and_has_thereby_given_its_opinion(db, sign_in):
    made = await experts.submitted_expert(db)
    office, department = await sign_in(made.reviewer), await sign_in(await people.officer(db))
    asked = (await office.post("/api/v1/waivers", json=body("ELIG-AGE", made))).json()
    assert asked["opinion_stance"] == "support"
    path = f"/api/v1/waivers/{asked['id']}/grant"
    assert (await department.post(path, json=grant())).json()["state"] == "granted"


@pytest.mark.clause("5.5.1")
async def test_the_organisation_decides_the_cap_and_the_department_revokes(db, sign_in):
    made = await experts.filed_expert(db)
    asked = await asked_waiver(db, made.actor, "CAP-01", ("experts", made.id))
    office, department = await sign_in(made.reviewer), await sign_in(await people.officer(db))
    path = f"/api/v1/waivers/{asked.id}"
    early = await department.post(f"{path}/grant", json=grant())
    assert (early.status_code, early.json()["rule"]) == (409, "WAIVER-01")
    assert (await office.post(f"{path}/grant", json=grant())).json()["state"] == "granted"
    gone = (await department.post(f"{path}/revoke", json={"note": "情况已变化"})).json()
    assert (gone["state"], gone["revoke_note"]) == ("revoked", "情况已变化")
    assert gone["decision_note"] == "同意豁免", "the grant stays on record"


async def test_a_grant_ends_with_its_last_day_and_its_parties_are_reminded(db, sign_in):
    made = await experts.filed_expert(db)
    waiver_id = await granted_waiver(db, made.actor, made.reviewer, "CAP-01", ("experts", made.id))
    last = a_year_on()
    noon = datetime(last.year, last.month, last.day, 12, tzinfo=SHANGHAI)
    with clock.at(noon - timedelta(days=20)):
        assert await service.remind_expiring(db) == 1
        assert await service.remind_expiring(db) == 1
    inbox = (await (await sign_in(made.actor)).get("/api/v1/notifications")).json()["items"]
    assert [one["title"] for one in inbox].count("豁免即将到期") == 1
    async with db.reading() as session:
        assert "CAP-01" in await service.granted(session, made.id, last)
        assert await service.granted(session, made.id, last + timedelta(days=1)) == {}
    with clock.at(noon + timedelta(days=1)):
        shown = await service.read_one(db, made.actor, waiver_id)
    assert (shown.is_expired, shown.state_name) == (True, "已到期")


async def test_statistics_open_exactly_their_rows(db, sign_in):
    made = await experts.filed_expert(db)
    await granted_waiver(db, made.actor, made.reviewer, "CAP-01", ("experts", made.id))
    other = await experts.filed_expert(db)
    refused = await asked_waiver(db, other.actor, "CAP-01", ("experts", other.id))
    office = await sign_in(made.reviewer)
    await office.post(f"/api/v1/waivers/{refused.id}/refuse", json={"note": "暂无必要"})
    actor, detail, _ = await elder(db)
    await asked_waiver(db, actor, "ELIG-AGE", ("experts", detail.id))
    today = str(clock.today())
    for client in (office, await sign_in(await people.officer(db))):
        period = {"since": today, "until": today}
        counted = (await client.get("/api/v1/waivers/statistics", params=period)).json()["rows"]
        by_rule = {row["rule_id"]: row for row in counted}
        figures = [by_rule["CAP-01"][n] for n in ("requested", "granted", "refused", "revoked")]
        assert figures == [2, 1, 1, 0]
        for row in counted:
            for figure in ("requested", "granted", "refused", "revoked"):
                asked = {"rule_id": row["rule_id"], "figure": figure} | period
                asked["organisation_id"] = row["organisation"]["id"]
                rows = (await client.get("/api/v1/waivers", params=asked)).json()
                assert rows["total"] == row[figure], (row["rule_id"], figure)
    long_ago = {"since": "2020-01-01", "until": "2020-12-31"}
    assert (await office.get("/api/v1/waivers/statistics", params=long_ago)).json()["rows"] == []
    foreign = await sign_in(await organisations.city_bureau(db, "360400"))
    assert (await foreign.get("/api/v1/waivers/statistics")).json()["rows"] == []


async def _write(db, statement, **values):
    async with db.transaction() as session:
        await session.execute(text(statement), values)


async def test_the_database_lets_no_beneficiary_decide(db):
    """Direct SQL: a team's member, not its leader, decides his own team's waiver."""
    around = await matches.stage(db)
    members = await teams.members(db, 3)
    team = await teams.accepted_team(db, around.demand.id, members)
    asked = await asked_waiver(db, members[0], "TEAM-SIZE", ("teams", team.id))
    statement = (
        "UPDATE waivers SET decided_by = :who, decided_at = now(), valid_until = '2099-01-01',"
        " version = version + 1 WHERE id = :id"
    )
    with pytest.raises(IntegrityError, match="waiver_beneficiary"):
        await _write(db, statement, who=members[1].account_id, id=asked.id)
    await _write(db, statement, who=around.reviewer.account_id, id=asked.id)


async def test_the_database_wants_an_end_and_only_the_five_rules(db):
    made = await experts.filed_expert(db)
    asked = await asked_waiver(db, made.actor, "CAP-01", ("experts", made.id))
    change = "UPDATE waivers SET {}, version = version + 1 WHERE id = :id"
    with pytest.raises(IntegrityError, match="ck_waivers_waivable"):
        await _write(db, change.format("rule_id = 'CREDIT-01'"), id=asked.id)
    grant = f"state = 'granted', decided_at = now(), decided_by = '{made.reviewer.account_id}'"
    with pytest.raises(IntegrityError, match="ck_waivers_ends"):
        await _write(db, change.format(grant), id=asked.id)

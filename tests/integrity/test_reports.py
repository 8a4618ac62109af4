"""Reports of false statements: received, looked into, settled; the reporter protected."""

import io
from uuid import uuid4

import pytest
from PIL import Image

from backend.identity import service as identity
from backend.identity.permissions import Role
from tests.factories import enterprises, experts, people, standins
from tests.factories.integrity import confirmed, officers, proposed
from tests.factories.organisations import city_bureau

FACTS = "其申报的发明专利在国家知识产权局公开数据中查不到，编号与他人专利相同。"


def about(made, **more):
    body = {"subject_type": "experts", "subject_id": str(made.id), "subject_name": made.name}
    return body | {"behaviour_class": "FALSE_MATERIAL", "facts": FACTS} | more


async def reported(client, made, **more):
    answer = await client.post("/api/v1/integrity/reports", json=about(made, **more))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def desk(client):
    return (await client.get("/api/v1/integrity/reports")).json()["items"]


@pytest.mark.clause("6.1.2")
async def test_a_report_leads_by_its_office_to_a_finding(db, sign_in):
    made = await experts.filed_expert(db)
    witness = await sign_in(await people.person(db, "举报的人"))
    sent = await reported(witness, made)
    assert (sent["state_name"], sent["number"][:3]) == ("已收到", "JB-")
    office = await sign_in(made.reviewer)
    first, second = [await sign_in(one) for one in await officers(db)]
    (card,) = await desk(office)
    path = f"/api/v1/integrity/reports/{card['id']}"
    assert (await office.post(f"{path}/look-into")).json()["state"] == "looking_into"
    noted = {"note": "已与学院核实，专利证书编号不符。"}
    assert (await office.post(f"{path}/note", json=noted)).json()["findings_note"]
    record = await proposed(first, "experts", made.id, report_id=card["id"])
    assert record["report_number"] == sent["number"]
    await confirmed(second, record)
    (mine,) = (await witness.get("/api/v1/integrity/reports/mine")).json()
    assert mine["state_name"] == "已认定"
    inbox = (await witness.get("/api/v1/notifications")).json()["items"]
    assert len([one for one in inbox if sent["number"] in one["title"]]) == 3


@pytest.mark.clause("6.1.2")
async def test_a_report_is_dismissed_with_a_reason_and_taken_up_again(db, sign_in):
    made = await experts.filed_expert(db)
    witness, office = await sign_in(await people.person(db)), await sign_in(made.reviewer)
    await reported(witness, made)
    (card,) = await desk(office)
    path = f"/api/v1/integrity/reports/{card['id']}"
    assert (await office.post(f"{path}/dismiss", json={"reason": ""})).status_code == 422
    because = {"reason": "经核对原件，专利证书真实。"}
    assert (await office.post(f"{path}/dismiss", json=because)).json()["state"] == "dismissed"
    (mine,) = (await witness.get("/api/v1/integrity/reports/mine")).json()
    assert mine["settled_because"] == because["reason"]
    assert (await office.post(f"{path}/look-into")).json()["state"] == "looking_into"


@pytest.mark.clause("6.1.2")
async def test_the_reporter_is_protected(db, sign_in):
    made = await experts.filed_expert(db)
    reporter = await people.person(db, "举报的人")
    await reported(await sign_in(reporter), made)
    office, department = await sign_in(made.reviewer), await sign_in(await people.officer(db))
    (card,) = await desk(office)
    path = f"/api/v1/integrity/reports/{card['id']}"
    for client in (office, department):
        await client.post(f"{path}/look-into")
        shown = await client.get(path)
        assert shown.status_code == 200
        assert "举报的人" not in shown.text
        assert str(reporter.account_id) not in shown.text
    assert (await office.post(f"{path}/reveal", json={"reason": "核实情况"})).status_code == 403
    known = await department.post(f"{path}/reveal", json={"reason": "约谈举报人核实"})
    assert known.json()["name"] == "举报的人"
    story = (await department.get(path)).json()["timeline"]
    assert "查看举报人" in [entry["text"] for entry in story]
    # The subject reads nothing of it, not even as an officer of the competent office.
    subject = await sign_in(made.actor)
    assert (await subject.get(path)).status_code == 403
    assert (await subject.get("/api/v1/integrity/mine")).json() == []
    async with db.transaction() as session:
        for role, place in (
            (Role.REVIEWER, {"organisation_id": made.reviewer.organisation_id}),
            (Role.DEPARTMENT, {}),
        ):
            await identity.give_hat(session, made.actor.account_id, role, **place)
    for role in (Role.REVIEWER, Role.DEPARTMENT):
        client = await sign_in(await people.actor(db, made.actor.account_id, role))
        assert (await client.get(path)).status_code == 404
        assert await desk(client) == []


async def test_a_report_goes_to_the_competent_organisation_alone(db, sign_in):
    firm = await enterprises.approved_enterprise(db)
    witness = await sign_in(await standins.quick_expert(db))
    more = {"subject_type": "enterprises", "behaviour_class": "TAX"}
    await reported(witness, firm, **more)
    assert len(await desk(await sign_in(firm.reviewer))) == 1
    assert await desk(await sign_in(await city_bureau(db, "360400"))) == []
    assert len(await desk(await sign_in(await people.officer(db)))) == 1
    tasks = (await (await sign_in(firm.reviewer)).get("/api/v1/tasks")).json()["items"]
    assert [one["kind"] for one in tasks] == ["handle_report"]
    assert tasks[0]["due"]


def _picture():
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


FORM = {
    "subject_type": "enterprises",
    "subject_name": "演示铜业有限公司",
    "subject_unit": "南昌县",
    "behaviour_class": "FALSE_MATERIAL",
    "facts": FACTS,
    "reporter_contact": "13900000000",
}


async def _visit(client, files=(), **more):
    headers = {"Idempotency-Key": str(uuid4())}
    sent = [("files", (name, content, "image/png")) for name, content in files]
    path = "/api/v1/integrity/public-reports"
    return await client.post(path, data=FORM | more, files=sent or None, headers=headers)


@pytest.mark.clause("6.1.2")
async def test_a_visitor_reports_with_files_and_asks_by_code(db, client, sign_in):
    done = await _visit(client, [("证据.png", _picture())], reporter_name="某群众")
    assert done.status_code == 201, done.text
    kept = done.json()
    department = await sign_in(await people.officer(db))
    (card,) = await desk(department)
    shown = (await department.get(f"/api/v1/integrity/reports/{card['id']}")).json()
    assert (shown["from_account"], len(shown["attachments"])) == (False, 1)
    assert "某群众" not in str(shown)
    assert "13900000000" not in str(shown)
    file = await department.get(shown["attachments"][0]["link"])
    assert Image.open(io.BytesIO(file.content)).size == Image.open(io.BytesIO(_picture())).size
    asked = {"number": kept["number"], "code": kept["code"].lower()}
    path = "/api/v1/integrity/public-reports/status"
    assert (await client.post(path, json=asked)).json()["state_name"] == "已收到"
    wrong = await client.post(path, json=asked | {"code": "0000000000"})
    assert wrong.status_code == 404
    revealed = await department.post(
        f"/api/v1/integrity/reports/{card['id']}/reveal", json={"reason": "需电话核实细节"}
    )
    assert revealed.json() == {"name": "某群众", "contact": "13900000000"}


async def test_a_visitor_is_told_every_fault_and_held_back_when_too_often(client, db):
    faulty = await _visit(client, facts="太短", reporter_contact="")
    pointers = [one["pointer"] for one in faulty.json()["errors"]]
    assert (faulty.status_code, pointers) == (422, ["/facts", "/reporter_contact"])
    program = await _visit(client, [("坏.exe", b"MZ" + b"0" * 100)])
    assert program.status_code == 422
    answers = [(await _visit(client, subject_unit=str(n))).status_code for n in range(6)]
    assert answers.count(201) == 4
    assert answers[-1] == 429

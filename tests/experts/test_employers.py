"""A filed expert works elsewhere now: filed he stays, the newly competent organisation confirms."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.experts.rules import confirmed_by_another, employer_may_change
from backend.identity import service as identity
from backend.identity.permissions import Role
from tests.factories import agreements, experts, matches, organisations, people
from tests.factories.experts import credit_code

NEW = {
    "employer_name": "演示九江研究院",
    "employer_uscc": credit_code(9_000_001),
    "position": "研究员",
    "city_code": organisations.JIUJIANG,
    "since": "2026-09-01",
    "note": "因工作调动到新单位。",
}


def path(made, *more: str) -> str:
    return "/".join([f"/api/v1/experts/{made.id}/employer-change", *more])


async def reported(db, sign_in, **changes):
    """A filed expert of Nanchang, who reports an employer in Jiujiang; and its bureau."""
    made = await experts.filed_expert(db)
    bureau = await experts.bureau(db, organisations.JIUJIANG)
    expert = await sign_in(made.actor)
    answer = await expert.post(path(made), json=NEW | changes)
    return made, expert, bureau, answer


@pytest.mark.clause("3.1.2")
async def test_filed_he_stays_and_the_new_organisation_confirms(db, sign_in):
    made, expert, bureau, answer = await reported(db, sign_in)
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "filed"
    (change,) = answer.json()["employer_changes"]
    assert (change["state"], change["since"]) == ("reported", NEW["since"])
    assert answer.json()["card"]["employer_name"] != NEW["employer_name"]
    # The old organisation reads it and cannot decide; the new one has it among its tasks.
    old, new = await sign_in(made.reviewer), await sign_in(bureau)
    assert (await old.post(path(made, "confirm"), json={})).status_code == 404
    tasks = (await new.get("/api/v1/tasks")).json()["items"]
    (task,) = [one for one in tasks if one["kind"] == "confirm_employer"]
    assert task["link"] == f"/experts/{made.id}"
    inbox = (await new.get("/api/v1/notifications")).json()["items"]
    assert "请确认工作单位变更" in inbox[0]["title"]
    seen = (await new.get(f"/api/v1/experts/{made.id}")).json()
    assert (seen["access"], seen["card"]["name"]) == ("card", made.name)
    assert [one["action"] for one in seen["employer_changes"][0]["allowed_actions"]] == [
        "confirm",
        "decline",
    ]
    done = await new.post(path(made, "confirm"), json={"reason": "已到任。"})
    assert done.status_code == 200, done.text
    assert (done.json()["state"], done.json()["allowed_actions"]) == ("confirmed", [])
    now = (await new.get(f"/api/v1/experts/{made.id}")).json()
    assert now["card"]["employer_name"] == NEW["employer_name"]
    assert (now["access"], now["state"]) == ("office", "filed")
    assert now["organisation"]["name"] == change["organisation_name"]
    story = [one["text"] for one in now["timeline"]]
    assert {"报告工作单位变更", "确认工作单位变更", "工作单位已变更"} <= set(story)
    assert (await old.get(f"/api/v1/experts/{made.id}")).status_code == 404
    found = await new.get("/api/v1/experts", params={"q": "九江研究院"})
    assert [one["id"] for one in found.json()["items"]] == [str(made.id)]
    inbox = (await expert.get("/api/v1/notifications")).json()["items"]
    assert "工作单位变更已确认" in [one["title"] for one in inbox]


@pytest.mark.clause("3.1.2")
async def test_a_no_says_why_and_a_report_is_taken_back(db, sign_in):
    made, expert, bureau, _ = await reported(db, sign_in)
    new = await sign_in(bureau)
    bare = await new.post(path(made, "decline"), json={})
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/reason")
    second = await expert.post(path(made), json=NEW)
    assert (second.status_code, second.json()["rule"]) == (409, "EMP-01")
    declined = await new.post(path(made, "decline"), json={"reason": "查无此人，请核对单位。"})
    assert declined.status_code == 200, declined.text
    assert (await expert.post(path(made, "withdraw"))).status_code == 409
    assert (await expert.post(path(made), json=NEW)).status_code == 200
    taken_back = await expert.post(path(made, "withdraw"))
    states = [one["state"] for one in taken_back.json()["employer_changes"]]
    assert states == ["withdrawn", "declined"]
    assert (await new.get(f"/api/v1/experts/{made.id}")).status_code == 404


@pytest.mark.clause("3.1.2", "5.5.1")
async def test_services_go_on_meanwhile_and_afterwards(db, sign_in):
    around = await matches.stage(db)
    made = await experts.filed_expert(db)
    served = await agreements.filed_agreement(
        db, matches.Stage(around.reviewer, around.enterprise, made.actor, around.demand)
    )
    bureau = await experts.bureau(db, organisations.JIUJIANG)
    expert, new = await sign_in(made.actor), await sign_in(bureau)
    for step in (expert.post(path(made), json=NEW), new.post(path(made, "confirm"), json={})):
        assert (await step).status_code == 200
        running = (await expert.get(f"/api/v1/engagements/{served.id}")).json()
        assert running["state"] == "serving"
        places = (await expert.get(f"/api/v1/experts/{made.id}/places")).json()
        assert places["used"] == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"since": "2099-01-01"}, "/since"),
        ({"employer_uscc": "123"}, "/employer_uscc"),
        ({"city_code": None}, ""),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(db, sign_in, changes, pointer):
    *_, answer = await reported(db, sign_in, **changes)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.clause("3.1.2", "A2.3")
async def test_before_the_filing_for_the_same_employer_and_by_oneself_it_is_refused(db, sign_in):
    waiting = await experts.submitted_expert(db)
    applicant = await sign_in(waiting.actor)
    early = await applicant.post(path(waiting), json=NEW)
    assert (early.status_code, early.json()["rule"]) == (409, "EMP-01")
    made, expert, bureau, _ = await reported(db, sign_in)
    await expert.post(path(made, "withdraw"))
    same = await expert.post(path(made), json=NEW | {"employer_uscc": made.employer_uscc})
    assert (same.status_code, same.json()["rule"]) == (409, "EMP-01")
    # The same person on the new organisation's desk: neither the rule nor the database lets him.
    await expert.post(path(made), json=NEW)
    async with db.transaction() as session:
        place = {"organisation_id": bureau.organisation_id}
        await identity.give_hat(session, made.actor.account_id, Role.REVIEWER, **place)
    own = await sign_in(await people.actor(db, made.actor.account_id, Role.REVIEWER))
    refused = await own.post(path(made, "confirm"), json={})
    assert (refused.status_code, refused.json()["rule"]) == (409, "EMP-02")
    with pytest.raises(IntegrityError, match="ck_employer_changes_not_own"):
        async with db.transaction() as session:
            await session.execute(
                text("UPDATE employer_changes SET decided_by = account_id, version = version + 1")
            )


def test_the_rules_alone():
    assert employer_may_change(is_filed=True, is_waiting=False, is_same=False).ok
    for name in ("is_waiting", "is_same"):
        facts = {"is_filed": True, "is_waiting": False, "is_same": False, name: True}
        assert not employer_may_change(**facts).ok
    assert not employer_may_change(is_filed=False, is_waiting=False, is_same=False).ok
    assert confirmed_by_another("a", "b").ok
    assert not confirmed_by_another("a", "a").ok

"""An organisation's people: invited, handed over, away, leaving (clause 4.9)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from backend.identity.actor import Actor
from backend.identity.permissions import Role
from backend.organisations.states import OrganisationType
from backend.platform import clock
from backend.platform.audit import AuditEvent
from backend.platform.outbox import Message, send_message
from tests.factories import enterprises, people
from tests.factories import organisations as make
from tests.factories.annex1 import taken_up

API = "/api/v1"


@pytest.mark.clause("4.9")
@pytest.mark.clause("4.9")
@pytest.mark.clause("4.9")
async def test_only_the_manager_manages_people_and_none_of_another_organisation(
    db, client, sign_in
):
    manager = await make.city_bureau(db)
    other = await make.county_department(db)
    reviewer = await make.colleague(db, manager, "演示审核")
    url = f"{API}/organisations/{manager.organisation_id}"
    body = {"display_name": "演示新人", "email": "new@demo.example", "role": "liaison"}
    plain = await (await sign_in(reviewer)).post(f"{url}/invitations", json=body)
    assert plain.status_code == 403
    assert plain.json()["rule"] == "ORG-08"
    foreign = await sign_in(other)
    assert (await foreign.post(f"{url}/invitations", json=body)).status_code == 404
    assert (await foreign.get(f"{url}/members")).status_code == 404
    end = f"{url}/members/{reviewer.membership_id}/end"
    assert (await foreign.post(end, json={})).status_code == 404


@pytest.mark.clause("4.9")
async def test_the_manager_hands_over_only_once_the_colleague_agrees(db, client, sign_in):
    manager = await make.city_bureau(db)
    next_one = await make.colleague(db, manager, "演示接手人")
    liaison = await make.colleague(db, manager, "演示联络", "liaison")
    url = f"{API}/organisations/{manager.organisation_id}"
    me, taker = await sign_in(manager), await sign_in(next_one)
    leaving = await me.post(f"{url}/members/{manager.membership_id}/end", json={})
    assert leaving.json()["rule"] == "ORG-07"
    for wrong in (liaison.membership_id, manager.membership_id):
        refused = await me.post(f"{url}/handover", json={"membership_id": str(wrong)})
        assert refused.json()["rule"] == "ORG-09"
    to = {"membership_id": str(next_one.membership_id)}
    offered = (await me.post(f"{url}/handover", json=to)).json()
    managers = [one["id"] for one in offered["members"] if one["is_manager"]]
    assert managers == [str(manager.membership_id)], "nothing changes before the yes"
    assert (await me.post(f"{url}/handover/accept")).status_code == 404
    done = (await taker.post(f"{url}/handover/accept")).json()
    managers = [one["id"] for one in done["members"] if one["is_manager"]]
    assert managers == [str(next_one.membership_id)]
    left = await me.post(f"{url}/members/{manager.membership_id}/end", json={})
    assert left.status_code == 200, left.text
    assert (await me.get(f"{url}/members")).status_code == 403


@pytest.mark.clause("4.9")
async def test_what_is_open_stays_with_the_organisation_when_a_member_leaves(db, client, sign_in):
    manager = await make.county_department(db)
    reviewer = await make.colleague(db, manager, "演示审核")
    await enterprises.submitted_enterprise(db, manager)
    waiting = f"{API}/reviews/queue"
    before = (await (await sign_in(reviewer)).get(waiting)).json()["items"]
    url = f"{API}/organisations/{manager.organisation_id}/members/{reviewer.membership_id}/end"
    me = await sign_in(manager)
    assert (await me.post(url, json={"reason": "调离"})).status_code == 200
    assert (await me.get(waiting)).json()["items"] == before
    assert len(before) == 1
    assert (await (await sign_in(reviewer)).get(waiting)).status_code == 403


@pytest.mark.clause("4.9")
async def test_a_deputy_acts_for_the_absent_and_the_trail_names_both(db, client, sign_in):
    manager = await make.county_department(db)
    deputy = await make.colleague(db, manager, "演示代理")
    made = await enterprises.submitted_enterprise(db, manager)
    url = f"{API}/organisations/{manager.organisation_id}"
    today = clock.today()
    away = {
        "membership_id": str(manager.membership_id),
        "deputy_membership_id": str(deputy.membership_id),
        "starts_on": f"{today}",
        "ends_on": f"{today + timedelta(days=3)}",
    }
    noted = await (await sign_in(manager)).post(f"{url}/absences", json=away)
    assert noted.status_code == 200, noted.text
    assert noted.json()["absences"][0]["deputy_name"] == "演示代理"
    hats = (await (await sign_in(deputy)).get(f"{API}/me")).json()["memberships"]
    assert hats[0]["id"] == str(deputy.membership_id), "his own comes first"
    (stood_in,) = [hat for hat in hats if hat["acting_for"]]
    assert stood_in["id"] == str(manager.membership_id)
    assert stood_in["is_manager"] is False
    standing = Actor(deputy.account_id, manager.membership_id, "", Role.REVIEWER)
    acting = await sign_in(standing)
    decision = {"number": 1, "decision": "approve", "attested": True}
    decided = await acting.post(f"{API}/enterprises/{made.id}/decision", json=decision)
    assert decided.status_code == 200, decided.text
    name = decided.json()["reviews"][0]["reviewer_name"]
    assert name == f"演示代理（代{manager.name}）"
    async with db.reading() as session:
        query = select(AuditEvent).filter_by(subject_id=made.id, action="approve")
        event = (await session.execute(query)).scalar_one()
    assert event.account_id == deputy.account_id
    assert event.membership_id == manager.membership_id
    assert event.actor_name == name
    hired = {"display_name": "演示新人", "email": "n@demo.example", "role": "reviewer"}
    refused = await acting.post(f"{url}/invitations", json=hired)
    assert refused.json()["rule"] == "ORG-08"
    with clock.at(clock.now() + timedelta(days=4)):
        assert (await (await sign_in(standing)).get(f"{API}/me")).status_code == 403


async def told(db, actor: Actor) -> list[str]:
    """The titles in somebody's inbox, oldest first."""
    async with db.reading() as session:
        query = select(Message.title).filter_by(account_id=actor.account_id, channel="inbox")
        return list((await session.execute(query.order_by(Message.id))).scalars())


async def tell(db, actor: Actor, key: str, link: str) -> None:
    async with db.transaction() as session:
        await send_message(session, key, actor.account_id, f"消息{key}", "请处理。", link)


async def test_the_deputy_gets_the_messages_and_none_of_a_private_matter(db, client, sign_in):
    manager = await make.county_department(db)
    deputy = await make.colleague(db, manager, "演示代理")
    today = f"{clock.today()}"
    away = {
        "membership_id": str(manager.membership_id),
        "deputy_membership_id": str(deputy.membership_id),
    }
    me = await sign_in(manager)
    url = f"{API}/organisations/{manager.organisation_id}/absences"
    noted = await me.post(url, json=away | {"starts_on": today, "ends_on": today})
    await tell(db, manager, "a", "/enterprises")
    assert (await told(db, deputy))[-1] == f"（代{manager.name}）消息a"
    firm = await enterprises.approved_enterprise(db, manager)
    offer = {"display_name": "演示兼职", "email": await make.email_of(db, manager)}
    invited = await (await sign_in(firm.actor)).post(
        f"{API}/enterprises/{firm.id}/invitations", json=offer
    )
    assert (await taken_up(client, invited.json())).status_code == 200
    await tell(db, manager, "b", "/enterprises/mine")
    await tell(db, manager, "c", "/batches")
    ended = f"{url}/{noted.json()['absences'][0]['id']}/end"
    assert (await me.post(ended)).status_code == 200
    await tell(db, manager, "d", "/reviews")
    assert [title[-1] for title in await told(db, deputy) if "消息" in title] == ["a", "c"]


@pytest.mark.clause("4.9")
async def test_a_deputy_has_to_be_there_and_do_the_same_work(db, client, sign_in):
    manager = await make.county_department(db)
    second = await make.colleague(db, manager, "演示第二人")
    third = await make.colleague(db, manager, "演示第三人")
    liaison = await make.colleague(db, manager, "演示联络", "liaison")
    me = await sign_in(manager)
    url = f"{API}/organisations/{manager.organisation_id}/absences"
    today = clock.today()

    async def ask(who: Actor, by: Actor, first: int = 0, last: int = 2):
        days = {
            "starts_on": f"{today + timedelta(days=first)}",
            "ends_on": f"{today + timedelta(days=last)}",
        }
        body = {
            "membership_id": str(who.membership_id),
            "deputy_membership_id": str(by.membership_id),
        }
        return await me.post(url, json=body | days)

    for refused in (
        await ask(manager, liaison),
        await ask(manager, manager),
        await ask(manager, second, first=3, last=2),
        await ask(manager, second, first=-3, last=-1),
    ):
        assert refused.status_code == 409
        assert refused.json()["rule"] == "ORG-10"
    assert (await ask(second, third)).status_code == 200
    assert (await ask(manager, second)).json()["rule"] == "ORG-10", "he is away himself"
    assert (await ask(second, manager, first=1, last=9)).json()["rule"] == "ORG-10", "noted already"


@pytest.mark.clause("4.9")
async def test_the_database_lets_only_the_department_allot_and_keeps_a_manager(db):
    id, _ = await make.application(db)
    person, officer = await people.person(db), await people.officer(db)
    allot = text(
        "UPDATE organisations SET allotted_by = :who, version = version + 1 WHERE id = :id"
    )
    hat = text(
        "INSERT INTO memberships (id, created_at, updated_at, version, account_id, role,"
        " organisation_id, is_manager) VALUES (gen_random_uuid(), now(), now(), 1, :who,"
        " 'reviewer', :id, true)"
    )
    for statement, who in ((allot, person), (allot, officer), (hat, officer)):
        with pytest.raises(IntegrityError, match="D15"):
            async with db.transaction() as session:
                await session.execute(statement, {"who": who.account_id, "id": id})
    await make.paper_of(db, id)
    manager = await make.organisation(db, OrganisationType.CITY_BUREAU, city_code=make.NANCHANG)
    leave = text("UPDATE memberships SET ended_at = now(), version = version + 1 WHERE id = :id")
    with pytest.raises(IntegrityError, match="ORG-07"):
        async with db.transaction() as session:
            await session.execute(leave, {"id": manager.membership_id})

"""Activation links: once, for seven days, by mail or by hand (clause 4.9)."""

from datetime import timedelta

from sqlalchemy import select, text

from backend.identity import invitations
from backend.platform import clock
from backend.platform.letters import Letter, deliver
from backend.settings import get_settings
from tests.factories import experts, people
from tests.factories import organisations as make
from tests.factories.annex1 import taken_up, token

API = "/api/v1"


async def test_the_department_allots_after_the_paper_and_the_manager_sets_the_password(
    db, client, sign_in
):
    id, form = await make.application(db)
    desk = await sign_in(await people.officer(db))
    url = f"{API}/organisations/{id}"
    manager = {"display_name": "演示管理员", "email": "boss@demo.example"}
    early = await desk.post(f"{url}/allot", json=manager)
    assert early.status_code == 409
    assert early.json()["rule"] == "ORG-02"
    code = (await desk.get(url)).json()["versions"][0]["code"]
    await desk.post(f"{url}/receive-paper", json={"code": code})
    allotted = await desk.post(f"{url}/allot", json=manager)
    assert allotted.status_code == 200, allotted.text
    sent = allotted.json()["sent"]
    assert allotted.json()["organisation"]["has_manager"] is False
    assert "boss@" not in allotted.text
    link = {"Tepai-Link": form}
    assert (await client.get(f"{API}/annex-1", headers=link)).status_code == 404, "it has ended"
    offered = (await client.get(f"{API}/invitation", headers=token(sent))).json()
    assert offered["display_name"] == "演示管理员"
    assert offered["has_account"] is False
    weak = await taken_up(client, sent, "123")
    assert weak.json()["errors"][0]["pointer"] == "/password"
    done = await taken_up(client, sent)
    assert done.json() == {"identifier": "boss@demo.example"}
    assert (await taken_up(client, sent)).status_code == 404, "once"
    body = {"identifier": "boss@demo.example", "password": people.PASSWORD}
    signed = await client.post(f"{API}/session", json=body)
    bearer = {"Authorization": f"Bearer {signed.json()['access_token']}"}
    me = (await client.get(f"{API}/me", headers=bearer)).json()
    assert me["membership"]["is_manager"] is True
    assert me["membership"]["organisation"]["id"] == str(id)


async def test_a_link_ends_by_use_by_a_new_one_by_revocation_and_after_seven_days(
    db, client, sign_in
):
    manager = await make.city_bureau(db)
    me = await sign_in(manager)
    url = f"{API}/organisations/{manager.organisation_id}/invitations"
    body = {"display_name": "演示同事", "phone": "13900000001", "role": "reviewer"}
    first = (await me.post(url, json=body)).json()
    again = (await me.post(f"{url}/{first['invitation']['id']}/resend")).json()
    wrong = await client.get(f"{API}/invitation", headers={"Tepai-Link": "x"})
    gone = [await client.get(f"{API}/invitation", headers=token(first))]
    with clock.at(clock.now() + timedelta(days=7)):
        gone.append(await client.get(f"{API}/invitation", headers=token(again)))
        gone.append(await taken_up(client, again))
    assert (await client.get(f"{API}/invitation", headers=token(again))).status_code == 200
    await me.post(f"{url}/{first['invitation']['id']}/revoke")
    gone.append(await client.get(f"{API}/invitation", headers=token(again)))
    assert {answer.status_code for answer in gone} == {404}
    assert {answer.json()["detail"] for answer in gone} == {wrong.json()["detail"]}


async def test_who_has_an_account_proves_it_instead_of_setting_a_new_password(db, client, sign_in):
    expert = await experts.filed_expert(db)
    async with db.reading() as session:
        found = text("SELECT phone FROM accounts WHERE id = :id")
        phone = (await session.execute(found, {"id": expert.actor.account_id})).scalar_one()
    manager = await make.city_bureau(db, make.JIUJIANG)
    me = await sign_in(manager)
    url = f"{API}/organisations/{manager.organisation_id}/invitations"
    body = {"display_name": "演示专家", "phone": phone, "role": "reviewer"}
    sent = (await me.post(url, json=body)).json()
    assert (await client.get(f"{API}/invitation", headers=token(sent))).json()["has_account"]
    refused = await taken_up(client, sent, "another password")
    assert refused.status_code == 422
    assert (await taken_up(client, sent)).status_code == 200
    hats = (await (await sign_in(expert.actor)).get(f"{API}/me")).json()["memberships"]
    assert {hat["role"] for hat in hats} == {"expert", "reviewer"}


async def test_the_link_goes_by_mail_sealed_and_forgotten_once_sent(db, client, monkeypatch):
    sent_mails = []

    async def take(url: str, mail) -> None:
        sent_mails.append(mail)

    monkeypatch.setenv("TEPAI_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("TEPAI_PUBLIC_URL", "https://tepai.example/")
    get_settings.cache_clear()
    monkeypatch.setattr("backend.platform.mail.deliver", take)
    try:
        manager_id, _ = await make.application(db, contact_email="office@demo.example")
        begun = await client.post(
            f"{API}/annex-1", json={"name": "演示大学", "contact_email": "clerk@demo.example"}
        )
        assert begun.json()["mailed"] is True
        async with db.reading() as session:
            letters = list((await session.execute(select(Letter))).scalars())
            raw = await session.execute(text("SELECT string_agg(t::text, '') FROM letters t"))
            stored = raw.scalar_one()
        (letter,) = letters
        assert "clerk@" not in stored
        await deliver(db, letter.id)
        await deliver(db, letter.id)
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
    (mail,) = sent_mails
    assert mail["To"] == "clerk@demo.example"
    assert f"https://tepai.example{begun.json()['link']}" in mail.get_content()
    async with db.reading() as session:
        after = await session.get_one(Letter, letter.id)
        assert after.delivery == "sent"
        assert after.sealed is None
    assert manager_id


async def test_an_activation_is_slowed_down_after_many_wrong_passwords(db, client, sign_in):
    manager = await make.city_bureau(db)
    other = await make.county_department(db)
    url = f"{API}/organisations/{manager.organisation_id}/invitations"
    body = {"display_name": "演示同事", "email": await make.email_of(db, other), "role": "reviewer"}
    sent = (await (await sign_in(manager)).post(url, json=body)).json()
    answers = [(await taken_up(client, sent, "wrong one")).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert timedelta(days=7) == invitations.LIFETIME

"""An invitation's link: whose it is, how often it works, and when it is dead."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, text, update

from backend.expert_invitations import service
from backend.expert_invitations.models import ExpertInvitation
from backend.expert_invitations.schemas import InvitationQuery
from backend.expert_invitations.states import Stage
from backend.identity.permissions import Role
from backend.platform import clock
from tests.factories import experts, people
from tests.factories.expert_invitations import GOOD, INVITATIONS, filled, letters, send, token_in

SECRET = "一句自己容易记住的话"


async def accept(
    client: httpx.AsyncClient, token: str, identifier: str, password: str = SECRET
) -> httpx.Response:
    body = {"token": token, "identifier": identifier, "password": password}
    key = {"Idempotency-Key": f"{token[:8]}-{identifier.encode().hex()}-{len(password)}"}
    return await client.post(f"{INVITATIONS}/accept", json=body, headers=key)


@pytest.mark.clause("4.4", "3.1.1")
async def test_an_invited_person_signs_up_to_a_half_filled_registration(
    db, client, office, sign_in
) -> None:
    more = {"工作单位": "演示大学", "统一社会信用代码": experts.credit_code(1), "职称": "教授"}
    coded = {"最高学位": "博士学位", "主要学科": "430 材料科学", "工作所在设区市": "南昌市"}
    (await send(office, "", await filled(office, GOOD | more | coded))).raise_for_status()
    (letter,) = await letters(db)
    assert letter.address == "jia@demo.example"
    token = token_in(letter.private_link)
    offered = await client.post(f"{INVITATIONS}/offer", json={"token": token})
    assert set(offered.json()) == {"organisation_name", "expires_at"}
    wrong = await accept(client, token, "13900000000")
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/identifier"
    assert (await accept(client, "x" * 43, "13800001234")).status_code == 404
    weak = await accept(client, token, "13800001234", "1234567890")
    assert weak.json()["errors"][0]["pointer"] == "/password"
    signed_up = await accept(client, token, "+86 138 0000 1234")
    assert signed_up.status_code == 201
    assert signed_up.json()["phone"] == "138****1234"
    # Once only, and the organisation's copy is gone.
    assert (await accept(client, token, "jia@demo.example")).status_code == 404
    async with db.reading() as session:
        row = (await session.execute(select(ExpertInvitation))).scalar_one()
        assert (row.phone, row.email, row.token_hash, row.prefill) == (None, None, None, {})
        person = await sign_in(await people.actor(db, row.account_id, Role.EXPERT))
    draft = (await person.get("/api/v1/experts/mine")).json()["draft"]
    prefilled = {
        "name": "演示专家甲",
        "phone": "138****1234",
        "employer_name": "演示大学",
        "degree_code": "DOCTOR",
        "main_discipline": "430",
        "city_code": "360100",
        "title_name": "教授",
    }
    assert {field: draft[field] for field in prefilled} == prefilled
    (listed,) = (await office.get(INVITATIONS, params={"stage": "signed_up"})).json()["items"]
    assert listed["allowed_actions"] == []
    assert (await office.get(INVITATIONS, params={"stage": "invited"})).json()["total"] == 0


async def test_a_link_is_handed_over_sent_again_and_taken_back(db, client, office) -> None:
    by_hand = {"姓名": "演示专家丙", "手机号": "13800005678"}
    (await send(office, "", await filled(office, GOOD, by_hand))).raise_for_status()
    mailed, handed = reversed((await office.get(INVITATIONS)).json()["items"])
    assert [one["action"] for one in mailed["allowed_actions"]] == ["resend", "revoke"]
    assert [one["action"] for one in handed["allowed_actions"]] == ["hand_over", "revoke"]
    assert (await office.post(f"{INVITATIONS}/{mailed['id']}/link")).status_code == 409
    links = [(await office.post(f"{INVITATIONS}/{handed['id']}/link")).json() for _ in "12"]
    states = [
        (await client.post(f"{INVITATIONS}/offer", json={"token": token_in(link["link"])}))
        for link in links
    ]
    assert [one.status_code for one in states] == [404, 200]
    assert (await office.post(f"{INVITATIONS}/{mailed['id']}/resend")).status_code == 200
    first, second = await letters(db)
    assert (first.delivery, first.address, first.private_link) == ("given_up", None, None)
    revoked = await office.post(f"{INVITATIONS}/{mailed['id']}/revoke")
    assert revoked.json()["stage"] == "revoked"
    assert revoked.json()["phone"] is None
    dead = {"token": token_in(second.private_link)}
    assert (await client.post(f"{INVITATIONS}/offer", json=dead)).status_code == 404
    assert (await office.post(f"{INVITATIONS}/{mailed['id']}/revoke")).status_code == 409
    # Taken back, the same person may be invited anew.
    found = (await send(office, "/preview", await filled(office, GOOD))).json()
    assert [row["outcome"] for row in found["rows"]] == ["invite"]


async def test_links_expire_and_what_nobody_took_up_is_forgotten(
    db, client, office, reviewer
) -> None:
    (await send(office, "", await filled(office, GOOD))).raise_for_status()
    (letter,) = await letters(db)
    with clock.at(clock.now() + timedelta(days=31)):
        dead = {"token": token_in(letter.private_link)}
        assert (await client.post(f"{INVITATIONS}/offer", json=dead)).status_code == 404
        expired = await service.listing(db, reviewer, InvitationQuery(stage=Stage.EXPIRED))
        assert expired.total == 1
        await service.forget_expired(db)
    with clock.at(clock.now() + timedelta(days=120)):
        await service.forget_expired(db)
    async with db.reading() as session:
        row = (await session.execute(select(ExpertInvitation))).scalar_one()
    assert (row.state, row.phone, row.email) == ("revoked", None, None)


async def test_the_database_keeps_no_number_of_who_signed_up_and_no_second_invitation(
    db, office
) -> None:
    (await send(office, "", await filled(office, GOOD))).raise_for_status()
    async with db.transaction() as session:
        change = update(ExpertInvitation).values(
            state="revoked", version=ExpertInvitation.version + 1
        )
        with pytest.raises(Exception, match="ck_expert_invitations"):
            await session.execute(change)
    with pytest.raises(Exception, match="uq_expert_invitations_phone"):
        async with db.transaction() as session:
            await session.execute(
                text(
                    "INSERT INTO expert_invitations"
                    " SELECT (jsonb_populate_record(i, jsonb_build_object("
                    "'id', gen_random_uuid(), 'token_hash', null, 'email_key', null))).*"
                    " FROM expert_invitations i"
                )
            )

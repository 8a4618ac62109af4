"""Signing up, in and out over HTTP; the right to act ends with the next request."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from backend.identity.permissions import Role
from backend.platform import clock
from backend.platform.database import Database
from backend.settings import get_settings
from tests.factories import people

PHONE, EMAIL = "10012345678", "Zhang.San@demo.example"
PASSWORD = "correct horse battery"
COOKIE = "tepai_refresh"


async def sign_up(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    whole = {"phone": PHONE, "email": EMAIL, "display_name": "张三丰", "password": PASSWORD}
    return await client.post(
        "/api/v1/accounts",
        json={key: value for key, value in (whole | body).items() if value is not None},
        headers={"Idempotency-Key": str(uuid4())},
    )


async def log_in(
    client: httpx.AsyncClient, identifier: str = PHONE, password: str = PASSWORD
) -> httpx.Response:
    body = {"identifier": identifier, "password": password}
    return await client.post("/api/v1/session", json=body)


async def me(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
async def signed_in(client: httpx.AsyncClient) -> dict[str, str]:
    """Somebody signed in: the access token and the refresh cookie."""
    assert (await sign_up(client)).status_code == 201
    answer = await log_in(client)
    return {"access": answer.json()["access_token"], "refresh": answer.cookies[COOKIE]}


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    client.cookies.clear()
    return await client.post("/api/v1/session/refresh", headers={"Cookie": f"{COOKIE}={token}"})


async def test_a_person_signs_up_and_is_who_they_said(client) -> None:
    made = await sign_up(client, phone="+86 100-1234 5678")
    assert made.status_code == 201
    assert made.json()["phone"] == "100****5678"
    assert made.json()["email"] == "z***@demo.example"
    assert "password" not in made.text
    for identifier in (PHONE, "+86 10012345678", EMAIL.lower(), EMAIL.upper()):
        answer = await log_in(client, identifier)
        assert answer.status_code == 200, identifier
    found = (await me(client, answer.json()["access_token"])).json()
    assert found["account"]["display_name"] == "张三丰"
    assert found["role"] == "person"
    assert (found["membership"], found["memberships"]) == (None, [])
    assert "account:self" in found["permissions"]
    assert "review:decide" not in found["permissions"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"phone": "12345"}, "/phone"),
        ({"phone": None, "email": None}, ""),
        ({"email": "nobody"}, "/email"),
        ({"password": "short"}, "/password"),
        ({"password": "1234567890"}, "/password"),
        ({"display_name": "张"}, "/display_name"),
        ({"role": "department"}, "/role"),
        ({"state": "active"}, "/state"),
    ],
)
async def test_a_faulty_sign_up_says_where(client, change: dict[str, Any], pointer: str) -> None:
    answer = await sign_up(client, **change)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert not error["message"].isascii()


async def test_the_refresh_cookie_is_out_of_reach_of_scripts(client) -> None:
    await sign_up(client)
    answer = await log_in(client)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/api/v1/session" in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert set(answer.json()) == {"access_token", "token_type", "expires_in"}


async def test_a_wrong_password_and_an_unknown_account_look_alike(client, db: Database) -> None:
    await sign_up(client)
    wrong = await log_in(client, password="not the password")
    unknown = await log_in(client, "10099999999")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json() == unknown.json()
    assert set(wrong.headers) == set(unknown.headers)
    await disable(db, "disabled")
    assert (await log_in(client)).json() == wrong.json()


async def disable(db: Database, to_state: str) -> None:
    """Set the account's state, with the event the database asks for."""
    async with db.transaction() as session:
        await session.execute(
            text("UPDATE accounts SET state = :state, version = version + 1"), {"state": to_state}
        )
        await session.execute(
            text(
                "INSERT INTO audit_events (id, occurred_at, created_at, actor_name, actor_role,"
                " subject_type, subject_id, subject_version, action, to_state, detail, request_id,"
                " client_address) SELECT gen_random_uuid(), now(), now(), '', '', 'accounts', id,"
                " version, 'test', state, '{}', '', '' FROM accounts"
            )
        )


async def test_guessing_one_account_is_stopped(client, app) -> None:
    await sign_up(client)
    answers = [await log_in(client, password=f"guess number {n}") for n in range(12)]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [401] * 10 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 0
    # From elsewhere too: the account is what is guarded. The unknown account looks the same.
    async with elsewhere(app) as other:
        assert (await log_in(other)).status_code == 429
        unknown = [(await log_in(other, "10099999999")).status_code for _ in range(11)]
        assert unknown[-1] == 429
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert (await log_in(client)).status_code == 200


def elsewhere(app) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=("127.0.0.99", 1))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


async def test_one_good_account_does_not_buy_more_guesses_at_others(client) -> None:
    await sign_up(client)
    statuses = []
    for number in range(12):
        statuses.append((await log_in(client, f"1009999{number:04d}")).status_code)
        await log_in(client)
    assert statuses.count(429) >= 2


async def test_honest_sign_ins_from_one_address_are_not_counted(client) -> None:
    await sign_up(client)
    assert [(await log_in(client)).status_code for _ in range(15)] == [200] * 15


async def test_refreshing_rotates_the_token(client, signed_in: dict[str, str]) -> None:
    renewed = await refresh(client, signed_in["refresh"])
    assert renewed.status_code == 200
    assert renewed.cookies[COOKIE] != signed_in["refresh"]
    assert (await me(client, renewed.json()["access_token"])).status_code == 200
    assert (await refresh(client, renewed.cookies[COOKIE])).status_code == 200


async def test_two_tabs_refreshing_at_once_stay_signed_in(client, signed_in) -> None:
    answers = await asyncio.gather(*(refresh(client, signed_in["refresh"]) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert (await me(client, signed_in["access"])).status_code == 200


async def test_a_stolen_token_used_later_ends_the_whole_family(client, signed_in) -> None:
    renewed = await refresh(client, signed_in["refresh"])
    with clock.at(clock.now() + timedelta(seconds=30)):
        assert (await refresh(client, signed_in["refresh"])).status_code == 401
        assert (await refresh(client, renewed.cookies[COOKIE])).status_code == 401
        assert (await me(client, renewed.json()["access_token"])).status_code == 401
        assert (await log_in(client)).status_code == 200  # the owner can begin anew


async def test_a_refresh_token_ends_after_its_days(client, signed_in) -> None:
    days = get_settings().refresh_token_days
    with clock.at(clock.now() + timedelta(days=days, seconds=1)):
        assert (await refresh(client, signed_in["refresh"])).status_code == 401


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 5000])
async def test_an_unknown_refresh_token_is_refused(client, token: str) -> None:
    assert (await refresh(client, token)).status_code == 401


async def test_signing_out_acts_on_the_next_request(client, signed_in) -> None:
    client.cookies.clear()
    cookie = {"Cookie": f"{COOKIE}={signed_in['refresh']}"}
    out = await client.delete("/api/v1/session", headers=cookie)
    assert out.status_code == 204
    assert f'{COOKIE}=""' in out.headers["set-cookie"]
    assert (await me(client, signed_in["access"])).status_code == 401
    assert (await refresh(client, signed_in["refresh"])).status_code == 401
    assert (await client.delete("/api/v1/session")).status_code == 204  # again: nothing to do


async def test_signing_out_here_leaves_the_other_device_alone(client, signed_in) -> None:
    other = (await log_in(client)).json()["access_token"]
    await test_signing_out_acts_on_the_next_request(client, signed_in)
    assert (await me(client, other)).status_code == 200


async def test_a_password_change_signs_the_other_devices_out(client, signed_in) -> None:
    other = (await log_in(client)).json()["access_token"]
    change = {"current_password": PASSWORD, "new_password": "a new and better one"}
    bearer = {"Authorization": f"Bearer {signed_in['access']}"}
    wrong = await client.put(
        "/api/v1/me/password", json=change | {"current_password": "x"}, headers=bearer
    )
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/current_password"
    done = await client.put("/api/v1/me/password", json=change, headers=bearer)
    assert done.status_code == 204
    assert (await me(client, other)).status_code == 401
    assert (await me(client, signed_in["access"])).status_code == 200
    assert (await log_in(client)).status_code == 401
    assert (await log_in(client, password="a new and better one")).status_code == 200


async def test_disabling_acts_on_the_next_request(client, db: Database, signed_in, sign_in) -> None:
    admin = await people.officer(db, Role.SYSTEM_ADMIN)
    desk = await sign_in(admin)
    account = (await me(client, signed_in["access"])).json()["account"]["id"]
    assert (await desk.post(f"/api/v1/accounts/{account}/disable")).status_code == 200
    assert (await me(client, signed_in["access"])).status_code == 401
    assert (await refresh(client, signed_in["refresh"])).status_code == 401
    assert (await log_in(client)).status_code == 401
    assert (await desk.post(f"/api/v1/accounts/{account}/disable")).status_code == 409
    assert (await desk.post(f"/api/v1/accounts/{account}/enable")).status_code == 200
    assert (await log_in(client)).status_code == 200


async def test_only_the_administrator_disables(db: Database, sign_in, client) -> None:
    person = await people.person(db)
    path = f"/api/v1/accounts/{person.account_id}/disable"
    for role in (Role.DEPARTMENT, Role.AUDITOR):
        officer = await sign_in(await people.officer(db, role))
        assert (await officer.post(path)).status_code == 403
    assert (await (await sign_in(person)).post(path)).status_code == 403
    key = {"Idempotency-Key": "disable-somebody"}
    assert (await client.post(path, headers=key)).status_code == 401


async def test_a_hat_is_chosen_by_its_owner_only(db: Database, sign_in) -> None:
    officer, other = await people.officer(db), await people.officer(db, Role.AUDITOR)
    desk = await sign_in(officer)
    assert (await desk.get("/api/v1/me")).json()["role"] == "department"
    foreign = {"Tepai-Membership": str(other.membership_id)}
    assert (await desk.get("/api/v1/me", headers=foreign)).status_code == 403
    assert (await desk.get("/api/v1/me", headers={"Tepai-Membership": "x"})).status_code == 400


async def test_an_ended_hat_is_gone_on_the_next_request(db: Database, sign_in) -> None:
    officer = await people.officer(db)
    desk = await sign_in(officer)
    async with db.transaction() as session:
        await session.execute(
            text("UPDATE memberships SET ended_at = now(), version = version + 1")
        )
    assert (await desk.get("/api/v1/me")).status_code == 403

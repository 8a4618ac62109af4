"""Binding one's WeChat: by oneself, once, in time, one to one; and unbinding at any moment."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, text

from backend.notifications import service
from backend.notifications.rules import comes_back_in_time
from backend.platform import clock
from backend.platform.audit import AuditEvent
from backend.platform.wechat_bindings import WechatBinding
from backend.settings import get_settings
from tests.factories import people
from tests.fixtures.wechat import APP_ID, OPENID, as_wechat
from tests.notifications.test_wechat import WECHAT, bound

LINK = f"{WECHAT}/link"


@pytest.fixture
def there():
    with as_wechat() as made:
        other = "oTep_someone-else-000000Cd2y"
        made.codes |= {"code-2": other, "code-3": OPENID, "code-4": OPENID}
        yield made


async def begun(client) -> str:
    """The state of a binding that was begun."""
    answer = await client.post(LINK)
    assert answer.status_code == 200, answer.text
    return parse_qs(urlsplit(answer.json()["url"]).query)["state"][0]


async def come_back(client, state, code="code-1"):
    return await client.post(WECHAT, json={"code": code, "state": state})


async def count(db, table) -> int:
    async with db.reading() as session:
        return (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()


async def test_the_link_leads_into_wechat_and_back_and_is_kept_as_a_hash(db, sign_in, there):
    client = await sign_in(await people.person(db))
    answer = await client.post(LINK)
    parts = urlsplit(answer.json()["url"])
    asked = {name: one[0] for name, one in parse_qs(parts.query).items()}
    assert parts.path == "/connect/oauth2/authorize"
    assert parts.fragment == "wechat_redirect"
    assert list(asked) == ["appid", "redirect_uri", "response_type", "scope", "state"]
    assert (asked["appid"], asked["scope"]) == (APP_ID, "snsapi_base")
    assert asked["redirect_uri"] == f"{get_settings().site_url}/wechat"
    assert asked["state"].isalnum()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["qr"].startswith("<svg")
    async with db.reading() as session:
        kept = (await session.execute(text("SELECT r::text FROM wechat_requests r"))).scalar_one()
    assert asked["state"] not in kept


async def test_who_is_bound_is_sealed_masked_told_and_on_record(db, sign_in, there):
    me = await people.account(db, "演示用户", "bound@demo.example")
    client = await sign_in(await people.actor(db, me))
    before = (await client.get(WECHAT)).json()
    assert (before["is_offered"], before["openid"], before["version"]) == (True, None, 0)
    mine = await bound(client)
    assert mine["openid"] == "oTep****Ab1x"
    assert (await client.get(WECHAT)).json()["openid"] == mine["openid"]
    async with db.reading() as session:
        row = "SELECT b::text || encode(b.openid, 'escape') FROM wechat_bindings b"
        assert OPENID not in (await session.execute(text(row))).scalar_one()
        found = select(AuditEvent.action, AuditEvent.account_id, AuditEvent.detail)
        trail = await session.execute(found.filter_by(subject_type="wechat_bindings"))
        assert trail.all() == [("bind", me, {})]
    (told,) = (await client.get("/api/v1/notifications")).json()["items"]
    assert told["title"] == "您的账号绑定了微信"


@pytest.mark.clause("7.1")
async def test_a_link_works_once_in_time_and_for_who_began(db, sign_in, there):
    me, other = await people.person(db), await people.person(db)
    mine, theirs = await sign_in(me), await sign_in(other)
    state = await begun(mine)
    answers = [await come_back(theirs, state), await come_back(mine, "0" * 64)]
    assert [one.json()["rule"] for one in answers] == ["TOLD-02"] * 2
    assert all("不是由您现在登录的账号发起" in one.json()["detail"] for one in answers)
    assert await count(db, "wechat_bindings") == 0, "asking for another's changes nothing"
    assert (await come_back(mine, state)).status_code == 200
    again = await come_back(mine, state, "code-2")
    assert (again.status_code, again.json()["rule"]) == (409, "TOLD-02")
    assert "已经用过" in again.json()["detail"]
    state = await begun(mine)
    with clock.at(clock.now() + timedelta(minutes=10)):
        late = await come_back(await sign_in(me), state, "code-2")
    assert (late.status_code, "十分钟" in late.json()["detail"]) == (409, True)
    assert (await mine.get(WECHAT)).json()["openid"] == "oTep****Ab1x"


def test_comes_back_in_time():
    verdict = comes_back_in_time(is_own=True, is_used=False, is_over=False)
    assert verdict.ok
    assert "不是由您" in comes_back_in_time(is_own=False, is_used=True, is_over=True).reason


async def test_a_code_that_is_no_good_and_a_silent_wechat_bind_nothing(db, sign_in, there):
    client = await sign_in(await people.person(db))
    invented = await come_back(client, await begun(client), "invented")
    assert (invented.status_code, invented.json()["type"]) == (409, "/problems/wechat/code")
    there.used.add("code-1")
    assert (await come_back(client, await begun(client))).status_code == 409
    there.is_down = True
    silent = await come_back(client, await begun(client), "code-2")
    assert (silent.status_code, silent.json()["type"]) == (503, "/problems/wechat/silent")
    assert await count(db, "wechat_bindings") == 0


async def test_one_wechat_belongs_to_one_account_and_an_account_has_one(db, sign_in, there):
    mine, theirs = [await sign_in(await people.person(db)) for _ in range(2)]
    first = await bound(mine)
    taken = await come_back(theirs, await begun(theirs), "code-3")
    assert (taken.status_code, "另一个账号" in taken.json()["detail"]) == (409, True)
    second = await bound(mine, "code-2")
    assert second["openid"] == "oTep****Cd2y"
    assert (await bound(theirs, "code-4"))["openid"] == first["openid"], "it is free again"


async def test_unbinding_forgets_and_needs_the_version_seen(db, sign_in, there):
    client = await sign_in(await people.person(db))
    mine = await bound(client)
    stale = await client.delete(WECHAT, headers={"If-Match": '"9"'})
    assert stale.status_code == 412
    for _ in range(2):
        gone = await client.delete(WECHAT, headers={"If-Match": f'"{mine["version"]}"'})
        assert (gone.status_code, gone.json()["openid"], gone.json()["is_lost"]) == (
            200,
            None,
            False,
        )
    async with db.reading() as session:
        ended = (await session.execute(select(WechatBinding))).scalar_one()
    assert (ended.openid, ended.openid_hash, ended.ended_because) == (None, None, "unbound")


async def test_a_disabled_account_is_told_nothing_more_and_has_to_bind_again(db, sign_in, there):
    me = await people.person(db)
    client = await sign_in(me)
    await bound(client)
    admin = await sign_in(await people.officer(db, people.Role.SYSTEM_ADMIN))
    await admin.post(f"/api/v1/accounts/{me.account_id}/disable")
    async with db.reading() as session:
        ended = (await session.execute(select(WechatBinding))).scalar_one()
    assert (ended.openid, ended.ended_because) == (None, "disabled")
    await admin.post(f"/api/v1/accounts/{me.account_id}/enable")
    assert (await (await sign_in(me)).get(WECHAT)).json()["openid"] is None


async def test_looking_changes_nothing_and_what_was_begun_is_forgotten(db, sign_in, there):
    client = await sign_in(await people.person(db))
    state = await begun(client)
    for _ in range(2):
        await client.get(f"/wechat?code=code-1&state={state}", headers={"Accept": "text/html"})
        await client.get(WECHAT, params={"code": "code-1", "state": state})
    assert (await count(db, "wechat_bindings"), there.used) == (0, set())
    assert (await come_back(client, state)).status_code == 200
    await service.forget_requests(db)
    assert await count(db, "wechat_requests") == 1
    with clock.at(clock.now() + timedelta(days=2)):
        await service.forget_requests(db)
    assert await count(db, "wechat_requests") == 0

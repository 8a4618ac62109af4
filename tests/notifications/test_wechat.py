"""WeChat: what was asked for is told there, by the protocol, and names nobody."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from backend.platform import clock, outbox, wechat
from backend.platform.clock import SHANGHAI
from backend.platform.outbox import Delivery, Message, send_message
from backend.platform.wechat_bindings import Ended, WechatBinding
from backend.settings import get_settings
from tests.factories import matches, people
from tests.factories.demands import CONTENT
from tests.fixtures.wechat import NOT_FOLLOWING, OPENID, TEMPLATE, Wechat, as_wechat

NOON = datetime(2026, 11, 24, 12, 30, tzinfo=SHANGHAI)
CHOICES, WECHAT = "/api/v1/me/message-choices", "/api/v1/me/wechat"
BUSY, QUOTA = -1, 45009
TITLE = "有企业邀请您提供服务"


@pytest.fixture
def there():
    with as_wechat() as made:
        yield made


async def bound(client, code="code-1"):
    """Begun here, confirmed there, the button pressed."""
    begun = (await client.post(f"{WECHAT}/link")).json()
    state = begun["url"].rpartition("state=")[2].partition("#")[0]
    answer = await client.post(WECHAT, json={"code": code, "state": state})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def choose(client, areas, version=0, **more):
    body = {"mailing": {}, "wechat": areas, **more}
    answer = await client.put(CHOICES, json=body, headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def tell(
    db, actor, event="m", title="有企业邀请您提供服务", link="/matches/1", body="请登录。"
):
    async with db.transaction() as session:
        await send_message(session, event, actor.account_id, title, body, link)


async def waiting(db, channel="wechat") -> list[Message]:
    async with db.reading() as session:
        rows = await session.execute(select(Message).filter_by(channel=channel).order_by("id"))
        return list(rows.scalars())


async def deliver_all(db):
    for one in await waiting(db):
        await outbox.deliver(db, one.id)


async def binding_of(db, actor) -> WechatBinding:
    async with db.reading() as session:
        found = select(WechatBinding).filter_by(account_id=actor.account_id)
        return (await session.execute(found)).scalar_one()


async def follower(db, sign_in, areas=("matches",), **more):
    """Somebody who bound WeChat and chose to be told there."""
    me = await people.person(db)
    client = await sign_in(me)
    await bound(client)
    await choose(client, list(areas), **more)
    return me, client


@pytest.mark.clause("7.1")
async def test_an_event_is_told_in_wechat_once_and_names_nobody(db, sign_in, there: Wechat):
    stage = await matches.stage(db)
    client = await sign_in(stage.expert)
    await bound(client)
    shown = await choose(client, ["matches"])
    assert shown["can_wechat"] is True
    assert [one["area"] for one in shown["areas"] if one["wechat"]] == ["matches"]
    match = await matches.designate(db, stage.enterprise, stage.demand.id, stage.expert)
    (told,) = await waiting(db)
    for _ in range(2):
        await outbox.deliver(db, told.id)
    (sent,) = there.sent
    assert (sent["touser"], sent["template_id"]) == (OPENID, TEMPLATE)
    assert sent["client_msg_id"] == str(told.id)
    assert sent["url"] == f"{get_settings().site_url}/matches/{match.id}"
    values = {name: one["value"] for name, one in sent["data"].items()}
    assert (values["thing1"], values["thing2"]) == ("邀请、申请和匹配", "有企业邀请您提供服务")
    assert values["time3"].startswith(f"{clock.today():%Y年%-m月%-d日}")
    text = json.dumps(sent, ensure_ascii=False)
    names = (stage.expert.name, stage.enterprise.name, match.enterprise_name, CONTENT["title"])
    assert [name for name in names if name in text] == []
    assert all(len(name) >= 2 for name in names), "nothing was looked for"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("特派团“演示机密团队”等您答复", "特派团等您答复"),
        ("（代演示张某）有企业邀请您提供服务", "有企业邀请您提供服务"),
        ("（代演示张某）特派团“演示”团”名单有变化", "特派团名单有变化"),
        ("（代演示（张）某）有企业邀请您提供服务", "有新的进展，请登录查看"),
        ("演示李某请您答复演示需求", "有新的进展，请登录查看"),
    ],
)
async def test_what_somebody_wrote_into_a_title_stays_here(db, sign_in, there, title, words):
    me, _ = await follower(db, sign_in, ["teams"])
    await tell(db, me, title=title, link="/teams/1", body="演示正文，只在消息页。")
    await deliver_all(db)
    (sent,) = there.sent
    assert sent["data"]["thing2"]["value"] == words
    assert "演示" not in json.dumps(sent, ensure_ascii=False)


async def test_who_does_not_follow_is_asked_nothing_more_and_told_in_the_inbox(
    db, sign_in, there: Wechat
):
    me, client = await follower(db, sign_in)
    there.refusal = NOT_FOLLOWING
    await tell(db, me, "m")
    await tell(db, me, "n")
    await deliver_all(db)
    assert [(one.delivery, one.last_error) for one in await waiting(db)] == [
        (Delivery.GIVEN_UP, "unreachable"),
        (Delivery.GIVEN_UP, "no address"),
    ]
    inbox = (await client.get("/api/v1/notifications")).json()["items"]
    (lost,) = [one for one in inbox if one["title"] == "微信通知已停止"]
    assert lost["link"] == "/notifications/choices"
    mine = (await client.get(WECHAT)).json()
    assert (mine["openid"], mine["is_lost"]) == (None, True)
    assert (await client.get(CHOICES)).json()["can_wechat"] is False
    ended = await binding_of(db, me)
    assert (ended.openid, ended.openid_hash, ended.ended_because) == (
        None,
        None,
        Ended.UNREACHABLE,
    )
    await tell(db, me, "o")
    assert len(await waiting(db)) == 2, "nobody is told where nothing arrives"


@pytest.mark.parametrize("code", [BUSY, QUOTA])
async def test_while_wechat_is_busy_the_message_waits(db, sign_in, there: Wechat, code):
    me, _ = await follower(db, sign_in)
    there.refusal = code
    await tell(db, me)
    await deliver_all(db)
    (kept,) = await waiting(db)
    assert (kept.delivery, kept.attempts, kept.last_error) == (Delivery.QUEUED, 1, "WechatError")
    there.refusal = 0
    await deliver_all(db)
    assert (len(there.sent), (await waiting(db))[0].delivery) == (1, Delivery.SENT)
    assert (await binding_of(db, me)).ended_at is None


async def test_the_token_is_kept_and_renewed_when_it_is_refused(db, sign_in, there: Wechat):
    me, _ = await follower(db, sign_in)
    for event in ("a", "b"):
        await tell(db, me, event)
    await deliver_all(db)
    assert (len(there.sent), there.forced) == (2, [False])
    there.renew()  # the token we keep is not good any more: WeChat gives the new one
    await tell(db, me, "c")
    await deliver_all(db)
    assert (len(there.sent), there.forced) == (3, [False, False])


async def test_a_token_that_wechat_itself_takes_for_good_is_renewed_by_force(there: Wechat):
    account = wechat.account_of(get_settings())
    assert account
    there.renew()
    token = await account._token()
    assert await account._token(refused=token) == "token-2"
    assert there.forced == [False, False, True]


async def test_a_token_is_fetched_anew_before_it_ends(there: Wechat):
    account = wechat.account_of(get_settings())
    assert account
    with clock.at(NOON):
        assert await account._token() == "token-1"
    there.renew()
    with clock.at(NOON + timedelta(minutes=114)):
        assert await account._token() == "token-1"
    with clock.at(NOON + timedelta(minutes=116)):
        assert await account._token() == "token-2"


async def test_nothing_is_told_in_quiet_hours_nor_unasked_nor_without_a_service_account(
    db, sign_in, there, monkeypatch
):
    me, client = await follower(db, sign_in, quiet_from=12, quiet_to=14)
    with clock.at(NOON):
        await tell(db, me, "m")
        await tell(db, me, "d", link="/demands/1")
    (later,) = await waiting(db)
    assert later.next_attempt_at == NOON.replace(hour=14, minute=0)
    monkeypatch.setenv("TEPAI_WECHAT_SECRET", "")
    get_settings.cache_clear()
    assert (await client.get(CHOICES)).json()["can_wechat"] is False
    assert (await client.get(WECHAT)).json()["is_offered"] is False
    refused = await client.post(f"{WECHAT}/link")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wechat/not-offered")
    await tell(db, me, "n")
    assert len(await waiting(db)) == 1
    await outbox.deliver(db, later.id)
    assert (await waiting(db))[0].last_error == "WechatError"


async def test_a_failure_says_neither_secret_nor_token_nor_whom(there: Wechat):
    account = wechat.account_of(get_settings())
    assert account
    there.is_down = True
    with pytest.raises(wechat.WechatError) as silent:
        await account.openid_by("code-1")
    assert "s3cret" not in str(silent.value)
    there.is_down, there.codes["code-1"] = False, "no openid"
    with pytest.raises(wechat.WechatError, match="no openid"):
        await account.openid_by("code-1")

"""Short messages: asked for by kind of matter, sent once, through a gateway's own protocol."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import Message as Headers
from typing import Any
from urllib.parse import parse_qsl, quote
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.platform import clock, outbox, sms
from backend.platform.clock import SHANGHAI
from backend.platform.outbox import Delivery, Message, send_message
from backend.settings import get_settings
from tests.factories import people
from tests.fixtures.stand_in import stand_in

NOON = datetime(2026, 11, 24, 12, 30, tzinfo=SHANGHAI)
PATH = "/api/v1/me/message-choices"
SECRET = "s3cret"
TITLE = "有企业邀请您提供服务"


class SmsGateway:
    """Takes what is signed as the protocol says, and refuses the rest."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.refusal = ""

    def answer(self, _path: str, body: bytes, _headers: Headers) -> tuple[int, Any]:
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        given = form.pop("Signature", "")
        pairs = sorted((quote(k, safe="~"), quote(v, safe="~")) for k, v in form.items())
        line = quote("&".join(f"{k}={v}" for k, v in pairs), safe="~")
        digest = hmac.new(f"{SECRET}&".encode(), f"POST&%2F&{line}".encode(), hashlib.sha1)
        if given != base64.b64encode(digest.digest()).decode():
            return 400, {"Code": "SignatureDoesNotMatch"}
        if self.refusal:
            return 200, {"Code": self.refusal, "Message": form["PhoneNumbers"]}
        self.taken.append(form)
        return 200, {"Code": "OK", "BizId": "1", "RequestId": "2"}


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmsGateway]:
    """The gateway on a port of its own, with our settings pointing at it."""
    made = SmsGateway()
    with stand_in(made.answer) as url:
        for name, value in {
            "URL": url,
            "KEY_ID": "tepai",
            "KEY_SECRET": SECRET,
            "SIGN": "特派",
            "TEMPLATE": "SMS_1",
        }.items():
            monkeypatch.setenv(f"TEPAI_SMS_{name}", value)
        get_settings.cache_clear()
        yield made
    monkeypatch.undo()
    get_settings.cache_clear()


async def choose(client, texting, version=0, **hours):
    body = {"mailing": {}, "texting": texting, **hours}
    return await client.put(PATH, json=body, headers={"If-Match": f'"{version}"'})


async def tell(db, actor, event, link):
    async with db.transaction() as session:
        await send_message(
            session, event, actor.account_id, "有企业邀请您提供服务", "请登录。", link
        )


async def texts(db) -> list[Message]:
    async with db.reading() as session:
        rows = await session.execute(select(Message).filter_by(channel="sms").order_by("id"))
        return list(rows.scalars())


async def reader(db):
    return await people.actor(db, await people.account(db, "演示用户"))


async def test_what_was_asked_for_is_texted_once_and_says_no_more_than_its_title(
    db, sign_in, gateway
):
    me = await reader(db)
    client = await sign_in(me)
    assert (await client.get(PATH)).json()["can_text"] is True
    shown = (await choose(client, ["matches"])).json()
    assert [one["area"] for one in shown["areas"] if one["texting"]] == ["matches"]
    await tell(db, me, "d", "/demands/1")
    for _ in range(2):
        await tell(db, me, "m", "/matches/1")
    (waiting,) = await texts(db)
    for _ in range(2):
        await outbox.deliver(db, waiting.id)
    (sent,) = gateway.taken
    assert json.loads(sent["TemplateParam"]) == {"title": TITLE}
    assert (sent["OutId"], sent["SignName"]) == (str(waiting.id), "特派")
    assert sent["PhoneNumbers"].isdigit()
    assert [one.delivery for one in await texts(db)] == [Delivery.SENT]


async def test_a_refused_text_is_tried_again_and_the_number_is_not_kept(db, sign_in, gateway):
    me = await reader(db)
    await choose(await sign_in(me), ["matches"])
    gateway.refusal = "isv.BUSINESS_LIMIT_CONTROL"
    await tell(db, me, "m", "/matches/1")
    (waiting,) = await texts(db)
    await outbox.deliver(db, waiting.id)
    (kept,) = await texts(db)
    assert (kept.delivery, kept.attempts, kept.last_error) == (Delivery.QUEUED, 1, "SmsError")
    gateway.refusal = ""
    await outbox.deliver(db, waiting.id)
    assert len(gateway.taken) == 1


async def test_nothing_is_texted_in_quiet_hours_nor_unasked_nor_without_a_gateway(
    db, sign_in, gateway, monkeypatch
):
    me, other = await reader(db), await reader(db)
    await choose(await sign_in(me), ["matches"], quiet_from=12, quiet_to=14)
    with clock.at(NOON):
        await tell(db, me, "m", "/matches/1")
        await tell(db, other, "m", "/matches/1")
    (waiting,) = await texts(db)
    assert waiting.next_attempt_at == NOON.replace(hour=14, minute=0)
    monkeypatch.setenv("TEPAI_SMS_URL", "")
    get_settings.cache_clear()
    assert (await (await sign_in(me)).get(PATH)).json()["can_text"] is False
    with clock.at(NOON + timedelta(days=1)):
        await tell(db, me, "n", "/matches/2")
    assert len(await texts(db)) == 1


async def test_an_unknown_kind_is_refused_in_words(db, sign_in, gateway):
    answer = await choose(await sign_in(await reader(db)), ["weather"])
    assert (answer.status_code, "没有这些消息类别" in answer.json()["detail"]) == (422, True)


def test_parameters_are_sorted_and_encoded_before_they_are_signed():
    made = sms.signature({"B": "a b", "A": "x*~/"}, "secret")
    line = quote("A=x%2A~%2F&B=a%20b", safe="~")
    digest = hmac.new(b"secret&", f"POST&%2F&{line}".encode(), hashlib.sha1)
    assert made == base64.b64encode(digest.digest()).decode()


async def test_a_title_too_long_for_the_gateway_is_cut(gateway):
    made = sms.gateway_of(get_settings())
    assert made
    await made.send(uuid4(), "13900000000", "长" * 60)
    title = json.loads(gateway.taken[0]["TemplateParam"])["title"]
    assert (len(title), title[-1]) == (sms.LONGEST_TITLE, "…")

"""How somebody wants to be told: at once, once a day, in the inbox alone; and quiet hours."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from backend.platform import clock, digests, outbox
from backend.platform.choices import MessageChoice, after_quiet, next_morning, plan
from backend.platform.clock import SHANGHAI
from backend.platform.outbox import Delivery, Message, send_message
from tests.factories import people
from tests.fixtures.post import Postman

NOON = datetime(2026, 11, 24, 12, 30, tzinfo=SHANGHAI)
PATH = "/api/v1/me/message-choices"


async def choose(client, mailing, version=0, **hours):
    body = {"mailing": mailing, **hours}
    answer = await client.put(PATH, json=body, headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def reachable(db):
    """Somebody with an address."""
    return await people.actor(db, await people.account(db, "演示用户", "reader@demo.example"))


async def tell(db, actor, event, link):
    async with db.transaction() as session:
        await send_message(session, event, actor.account_id, f"标题{event}", "请登录查看。", link)


async def mails(db) -> list[Message]:
    async with db.reading() as session:
        rows = await session.execute(select(Message).filter_by(channel="email").order_by("id"))
        return list(rows.scalars())


async def test_everything_is_mailed_at_once_until_somebody_chooses(db, sign_in):
    me = await reachable(db)
    shown = (await (await sign_in(me)).get(PATH)).json()
    assert {one["mailing"] for one in shown["areas"]} == {"at_once"}
    assert (shown["version"], shown["quiet_from"], shown["has_address"]) == (0, None, True)


async def test_a_days_messages_come_in_one_mail_and_once(db, sign_in, postman: Postman):
    me = await reachable(db)
    await choose(await sign_in(me), {"demands": "daily", "matches": "never"})
    with clock.at(NOON):
        for number in range(3):
            await tell(db, me, f"d{number}", f"/demands/{number}")
        await tell(db, me, "m", "/matches/1")
        await tell(db, me, "a", "/agreements/1")
    kept = {one.event_key: one for one in await mails(db)}
    assert set(kept) == {"d0", "d1", "d2", "a"}  # what is never mailed has no mail, only its inbox
    assert [kept[key].in_digest for key in ("d0", "a")] == [True, False]
    inbox = (await (await sign_in(me)).get("/api/v1/notifications")).json()
    assert inbox["total"] == 5
    with clock.at(NOON + timedelta(hours=2)):
        await digests.deliver(db, me.account_id)
        await outbox.deliver(db, kept["d0"].id)
    assert postman.letters == []  # neither before the morning nor one by one
    with clock.at(NOON + timedelta(days=1)):
        for _ in range(2):
            await digests.deliver(db, me.account_id)
    (letter,) = postman.letters
    assert letter["Subject"] == "您有3条新消息"
    assert letter["Message-ID"] == f"<digest-{kept['d0'].id}@platform.example>"
    assert all(f"标题d{number}" in letter.get_content() for number in range(3))
    sent = {one.event_key: one.delivery for one in await mails(db)}
    assert [sent[f"d{number}"] for number in range(3)] == [Delivery.SENT] * 3
    assert sent["a"] == Delivery.QUEUED


async def test_a_digest_that_is_refused_is_sent_later_whole(db, sign_in, postman: Postman):
    me = await reachable(db)
    await choose(await sign_in(me), {"demands": "daily"})
    with clock.at(NOON):
        await tell(db, me, "d0", "/demands/0")
        await tell(db, me, "d1", "/demands/1")
    postman.refusal = "451 try later"
    with clock.at(NOON + timedelta(days=1)):
        await digests.deliver(db, me.account_id)
    assert {one.delivery for one in await mails(db)} == {Delivery.QUEUED}
    postman.refusal = ""
    with clock.at(NOON + timedelta(days=1, hours=2)):
        await digests.deliver(db, me.account_id)
    assert [one["Subject"] for one in postman.letters] == ["您有2条新消息"]


async def test_in_quiet_hours_mail_waits_for_their_end(db, sign_in, postman: Postman):
    me = await reachable(db)
    await choose(await sign_in(me), {}, quiet_from=22, quiet_to=7)
    night = NOON.replace(hour=23)
    with clock.at(night):
        await tell(db, me, "n", "/matches/1")
        (waiting,) = await mails(db)
    assert waiting.next_attempt_at == NOON.replace(day=25, hour=7, minute=0)


@pytest.mark.parametrize(
    ("hour", "expected"), [(21, "24 21"), (22, "25 07"), (3, "24 07"), (6, "24 07"), (7, "24 07")]
)
def test_the_end_of_quiet_hours_over_midnight(hour, expected):
    moment = NOON.replace(hour=hour, minute=0)
    assert after_quiet(moment, 22, 7).strftime("%d %H") == expected
    assert after_quiet(moment, None, None) == moment


def test_the_collected_mail_goes_out_in_the_morning():
    assert next_morning(NOON).strftime("%d %H:%M") == "25 08:00"
    assert next_morning(NOON.replace(hour=3)).strftime("%d %H:%M") == "24 08:00"
    late = MessageChoice(mailing={"demands": "daily"}, quiet_from=6, quiet_to=10)
    planned = plan(late, "/demands/1?x=1", NOON)
    assert planned
    assert planned.at.strftime("%d %H") == "25 10"


async def test_half_of_the_quiet_hours_and_unknown_kinds_are_refused(db, sign_in):
    client = await sign_in(await people.person(db))
    half = await client.put(PATH, json={"mailing": {}, "quiet_from": 22}, headers=NEW)
    assert (half.status_code, half.json()["rule"]) == (409, "TOLD-01")
    unknown = await client.put(PATH, json={"mailing": {"weather": "daily"}}, headers=NEW)
    assert unknown.status_code == 422
    await choose(client, {"demands": "daily"})
    stale = await client.put(PATH, json={"mailing": {}}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412


NEW = {"If-Match": '"0"'}

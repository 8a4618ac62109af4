"""The inbox over HTTP: one's own messages only, unread first."""

from datetime import datetime, timedelta

from backend.platform import clock
from backend.platform.outbox import send_message
from tests.factories import people


async def tell(db, actor, *events: str) -> None:
    """One message an event, each a minute later than the one before."""
    start = clock.now() - timedelta(hours=1)
    for number, event in enumerate(events):
        with clock.at(start + timedelta(minutes=number)):
            async with db.transaction() as session:
                title, body, link = f"标题{event}", "请登录查看。", f"/demands/{event}"
                await send_message(session, event, actor.account_id, title, body, link)


async def test_unread_messages_come_first_then_the_newest(db, sign_in):
    me = await people.person(db)
    await tell(db, me, "a", "b", "c")
    client = await sign_in(me)
    page = (await client.get("/api/v1/notifications")).json()
    assert [item["title"] for item in page["items"]] == ["标题c", "标题b", "标题a"]
    assert page["items"][0]["link"] == "/demands/c"
    newest = page["items"][0]["id"]
    read = await client.post(f"/api/v1/notifications/{newest}/read")
    assert read.status_code == 200
    page = (await client.get("/api/v1/notifications")).json()
    assert [item["title"] for item in page["items"]] == ["标题b", "标题a", "标题c"]
    assert (await client.get("/api/v1/notifications/unread-count")).json() == {"count": 2}
    unread = await client.get("/api/v1/notifications", params={"unread_only": True, "limit": 1})
    assert (unread.json()["total"], len(unread.json()["items"])) == (2, 1)


async def test_reading_twice_keeps_the_first_time(db, sign_in):
    me = await people.person(db)
    await tell(db, me, "a")
    client = await sign_in(me)
    id = (await client.get("/api/v1/notifications")).json()["items"][0]["id"]
    first = (await client.post(f"/api/v1/notifications/{id}/read")).json()
    with clock.at(clock.now() + timedelta(minutes=5)):
        again = (await client.post(f"/api/v1/notifications/{id}/read")).json()
    moments = [datetime.fromisoformat(one["read_at"]) for one in (first, again)]
    assert moments[0] == moments[1]


async def test_anothers_messages_do_not_exist(db, sign_in, client):
    me, other = await people.person(db), await people.person(db)
    await tell(db, other, "a")
    mine, theirs = await sign_in(me), await sign_in(other)
    id = (await theirs.get("/api/v1/notifications")).json()["items"][0]["id"]
    assert (await mine.get("/api/v1/notifications")).json()["total"] == 0
    assert (await mine.post(f"/api/v1/notifications/{id}/read")).status_code == 404
    assert (await theirs.get("/api/v1/notifications/unread-count")).json() == {"count": 1}
    assert (await client.get("/api/v1/notifications")).status_code == 401

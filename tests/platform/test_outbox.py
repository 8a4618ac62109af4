"""Messages: one per event, person and channel; mails over a real SMTP conversation."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from backend.identity import service as identity
from backend.identity.schemas import AccountIn
from backend.platform import clock, mail, masking, outbox, quoting
from backend.platform.database import Database
from backend.platform.outbox import Delivery, Message, send_message
from backend.platform.quoting import quoted
from backend.settings import get_settings
from tests.factories.people import PASSWORD
from tests.fixtures.post import Postman

ADDRESS = "expert@demo.example"


async def reader(db: Database, **contact: str):
    """An account reachable as said."""
    body = AccountIn(**contact, display_name="演示专家", password=PASSWORD)
    async with db.transaction() as session:
        return (await identity.add_account(session, body)).id


async def tell(db: Database, account_id, event: str = "demand:1:published") -> None:
    async with db.transaction() as session:
        await send_message(session, event, account_id, "需求已发布", "您关注的需求已发布。", "/d/1")


async def mails(db: Database) -> list[Message]:
    async with db.transaction() as session:
        rows = await session.execute(
            select(Message).filter_by(channel="email").order_by(Message.id)
        )
        return list(rows.scalars())


async def queued_jobs(db: Database) -> int:
    async with db.reading() as session:
        return await session.scalar(text("SELECT count(*) FROM pgqueuer")) or 0


async def test_a_mail_is_delivered_once(db: Database, postman: Postman) -> None:
    account = await reader(db, email=ADDRESS)
    await tell(db, account)
    await tell(db, account)  # the same event again
    (waiting,) = await mails(db)
    assert await queued_jobs(db) == 1
    await asyncio.gather(*(outbox.deliver(db, waiting.id) for _ in range(5)))
    await outbox.deliver(db, waiting.id)
    (letter,) = postman.letters
    assert postman.recipients == [ADDRESS]
    assert letter["Subject"] == "需求已发布"
    assert letter["From"] == "tepai@platform.example"
    assert letter["Message-ID"] == f"<{waiting.id}@platform.example>"
    assert "您关注的需求已发布。" in letter.get_content()
    (sent,) = await mails(db)
    assert (sent.delivery, sent.attempts) == (Delivery.SENT, 1)


async def test_ten_events_at_once_leave_one_message(db: Database) -> None:
    account = await reader(db, email=ADDRESS)
    await asyncio.gather(*(tell(db, account) for _ in range(10)))
    async with db.reading() as session:
        found = await session.execute(text("SELECT channel FROM messages ORDER BY channel"))
        assert list(found.scalars()) == ["email", "inbox"]


async def test_what_is_rolled_back_is_never_said(db: Database, postman: Postman) -> None:
    account = await reader(db, email=ADDRESS)
    with pytest.raises(ZeroDivisionError):
        await _fail_after_telling(db, account)
    assert await mails(db) == []
    assert await queued_jobs(db) == 0


async def _fail_after_telling(db: Database, account) -> None:
    async with db.transaction() as session:
        await send_message(session, "e", account, "标题", "内容")
        raise ZeroDivisionError


async def test_a_refused_mail_waits_longer_each_time_and_is_given_up_after_days(
    db: Database, postman: Postman
) -> None:
    postman.refusal = f"550 no such user {ADDRESS}"
    account = await reader(db, email=ADDRESS)
    await tell(db, account)
    (waiting,) = await mails(db)
    await outbox.deliver(db, waiting.id)
    (waiting,) = await mails(db)
    assert (waiting.delivery, waiting.attempts) == (Delivery.QUEUED, 1)
    assert waiting.last_error == "SMTPDataError"  # not the server's words: they hold the address
    assert waiting.next_attempt_at > clock.now() + timedelta(seconds=20)
    waits = [outbox.wait_before(number) for number in range(2, 30)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
    with clock.at(clock.now() + timedelta(days=4)):
        await outbox.deliver_due(db)
    assert (await mails(db))[0].delivery == Delivery.GIVEN_UP
    assert postman.letters == []


async def test_after_an_outage_every_mail_arrives_once(db: Database, postman: Postman) -> None:
    postman.refusal = "451 try later"
    account = await reader(db, email=ADDRESS)
    for number in range(3):
        await tell(db, account, f"event:{number}")
    for waiting in await mails(db):
        await outbox.deliver(db, waiting.id)
    async with db.transaction() as session:  # and the jobs were lost as well
        await session.execute(text("DELETE FROM pgqueuer"))
    postman.refusal = ""
    await outbox.deliver_due(db)
    assert await queued_jobs(db) == 0  # not due yet
    with clock.at(clock.now() + timedelta(hours=24)):
        await outbox.deliver_due(db)
        await outbox.deliver_due(db)  # the sweep may overlap itself
        assert await queued_jobs(db) == 3
        for waiting in await mails(db):
            await outbox.deliver(db, waiting.id)
    assert len(postman.letters) == 3
    assert {one.delivery for one in await mails(db)} == {Delivery.SENT}


async def test_without_a_mail_server_mails_stay_queued(db: Database) -> None:
    await tell(db, await reader(db, email=ADDRESS))
    assert await queued_jobs(db) == 0
    await outbox.deliver_due(db)
    assert [one.delivery for one in await mails(db)] == [Delivery.QUEUED]


async def test_who_has_no_address_gets_no_mail(db: Database) -> None:
    await tell(db, await reader(db, phone="10012345678"))
    assert await mails(db) == []


async def test_personal_data_does_not_leave_by_mail(db: Database) -> None:
    account = await reader(db, email=ADDRESS)
    async with db.transaction() as session:
        await send_message(
            session, "e", account, "请联系 13800000001", "身份证360102199001011234，邮箱 a.b@c.cn"
        )
    (waiting,) = await mails(db)
    assert (waiting.title, waiting.body) == ("请联系 ***", "身份证***，邮箱 ***")
    assert masking.words("编号 2021000000000123 共 20000000000 元") == (
        "编号 2021000000000123 共 20000000000 元"
    )


async def test_what_somebody_wrote_is_in_the_inbox_and_in_no_mail(
    db: Database, postman: Postman
) -> None:
    account = await reader(db, email=ADDRESS)
    why = f"演示张某{quoting.CLOSE}的材料不齐"  # a mark that somebody typed ends nothing
    async with db.transaction() as session:
        words = f"协议被退回：{quoted(why)}。请修改后重新签署。"
        await send_message(session, "e", account, "协议被退回", words)
        inbox = await session.scalar(select(Message.body).filter_by(channel="inbox"))
    assert inbox == "协议被退回：演示张某的材料不齐。请修改后重新签署。"
    (waiting,) = await mails(db)
    await outbox.deliver(db, waiting.id)
    (letter,) = postman.letters
    assert "协议被退回：（内容请登录平台查看）。请修改后重新签署。" in letter.get_content()
    assert "演示张某" not in letter.get_content()


async def test_a_server_that_hangs_up_is_a_failure_not_a_crash(
    db: Database, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings(), "smtp_url", "smtp://127.0.0.1:1")
    await tell(db, await reader(db, email=ADDRESS))
    (waiting,) = await mails(db)
    await outbox.deliver(db, waiting.id)
    assert (await mails(db))[0].last_error == "ConnectionRefusedError"


def test_a_title_cannot_add_a_header() -> None:
    letter = mail.compose("a@b.c", "d@e.f", "标题\r\nBcc: x@y.z", "内容", "<1@b.c>")
    assert letter["Subject"] == "标题 Bcc: x@y.z"
    assert letter["Bcc"] is None

"""What is urgent passes by the digest; only the account's safety passes by quiet hours."""

import re
from datetime import date, datetime

import pytest
from sqlalchemy import select, text

from backend.notifications import matters
from backend.notifications.matters import MATTERS, When, days_left, is_due, known, urgency
from backend.platform import choices, clock
from backend.platform.clock import SHANGHAI
from backend.platform.language import HOLE, catalogue
from backend.platform.matters import Urgency
from backend.platform.outbox import Message, send_message
from backend.platform.wechat import LONGEST_WORD
from tests.architecture.test_english import Literals
from tests.architecture.tree import BACKEND, python_files
from tests.factories import people

NIGHT = datetime(2026, 11, 24, 23, 30, tzinfo=SHANGHAI)
PATH = "/api/v1/me/message-choices"
TODAY = date(2026, 11, 24)


async def reader(db, sign_in, **hours):
    """Somebody who wants one mail a day, and none at night."""
    account = await people.account(db, "演示用户", "daily@demo.example")
    me = await people.actor(db, account)
    mailing = dict.fromkeys(matters.AREAS, "daily")
    body = {"mailing": mailing, **hours}
    await (await sign_in(me)).put(PATH, json=body, headers={"If-Match": '"0"'})
    return me


async def mail(db, me, title, words, link) -> Message:
    async with db.transaction() as session:
        await send_message(session, f"{title}{words}", me.account_id, title, words, link)
    async with db.reading() as session:
        newest = select(Message).filter_by(channel="email").order_by(Message.id.desc()).limit(1)
        return (await session.execute(newest)).scalar_one()


# Where messages lead: a variable, an argument or a default that holds a path of the pages.
BEFORE = r"""(?:link\b[^"\n]*=[^"\n]*|link = [^\n]*, |, |^\s+)"""
LINK = re.compile(BEFORE + r"""f?"/([a-z][a-z-]*)[/"?]""", re.MULTILINE)
FIELD = "files"  # of a form that may be wrong, not a page
SENDS = re.compile(r"send_message|tell_sides|_tell\(|tell\(")


def test_every_message_belongs_to_a_kind_that_can_be_chosen():
    sources = [path.read_text() for path in python_files(BACKEND) if path.parts[-2] != "platform"]
    pages = {page for one in sources if SENDS.search(one) for page in LINK.findall(one)} - {FIELD}
    assert {"liaison", "deadlines", "credit-records", "commitments", "teams"} <= pages
    assert {page for page in pages if choices.area_of(page) not in matters.AREAS} == set()


TOMORROW = "请在2026年11月25日前答复。"


@pytest.mark.parametrize(
    ("title", "words", "link", "waits"),
    [
        ("有企业邀请您提供服务", "请在2026年12月2日前答复。", "/matches/1", True),
        ("有企业邀请您提供服务", TOMORROW, "/matches/1", False),
        ("（代演示张某）特派团“演示团”等您答复", TOMORROW, "/teams/1", False),
        ("特派员更正了服务记录", "11月24日的服务记录已更正。", "/engagements/1", True),
        ("您的科技特派员资格已被取消", "请登录查看。", "/integrity/mine", False),
        ("您的登录密码已修改", "其他设备已退出。", "/account", False),
    ],
)
async def test_what_is_urgent_does_not_wait_for_the_others_of_the_day(
    db, sign_in, title, words, link, waits
):
    me = await reader(db, sign_in)
    with clock.at(NIGHT):
        one = await mail(db, me, title, words, link)
    assert one.in_digest is waits
    assert (one.next_attempt_at == NIGHT) is not waits


async def test_quiet_hours_hold_but_for_the_safety_of_the_account(db, sign_in):
    me = await reader(db, sign_in, quiet_from=22, quiet_to=7)
    with clock.at(NIGHT):
        urgent = await mail(db, me, "企业资格已被取消", "请登录。", "/integrity/mine")
        safety = await mail(db, me, "您的账号绑定了微信", "请登录。", "/account")
    assert urgent.next_attempt_at == NIGHT.replace(day=25, hour=7, minute=0)
    assert safety.next_attempt_at == NIGHT


async def test_what_is_returned_late_in_the_round_is_urgent_also_when_it_was_moved(db, sign_in):
    me = await reader(db, sign_in)
    back = ("需求被退回修改", "请查看审核意见。", "/demands/1")
    with clock.at(datetime(2026, 11, 16, 9, tzinfo=SHANGHAI)):
        assert (await mail(db, me, *back)).in_digest is True
    with clock.at(datetime(2026, 11, 17, 9, tzinfo=SHANGHAI)):
        assert (await mail(db, me, back[0], "11月17日", back[2])).in_digest is False
        values = {"now": clock.now(), "who": me.account_id}
        async with db.transaction() as session:
            await session.execute(
                text(
                    "INSERT INTO deadline_moves (id, created_at, updated_at, version, month, kind,"
                    " moved_to, announcement, decided_by) VALUES (gen_random_uuid(), :now, :now, 1,"
                    " '2026-11-01', 'review', '2026-11-25', '延期', :who)"
                ),
                values,
            )
        assert (await mail(db, me, back[0], "已延期", back[2])).in_digest is True


async def test_a_changed_password_is_told_to_its_owner(db, sign_in):
    client = await sign_in(await people.person(db))
    body = {"current_password": people.PASSWORD, "new_password": "another horse battery"}
    assert (await client.put("/api/v1/me/password", json=body)).status_code == 204
    (told,) = (await client.get("/api/v1/notifications")).json()["items"]
    assert (told["title"], told["link"]) == ("您的登录密码已修改", "/account")


def test_each_title_of_the_table_is_one_that_a_slice_writes():
    written = {
        literal
        for path in python_files("backend")
        if path != BACKEND / "notifications" / "matters.py"
        for literal in Literals(path.read_text(encoding="utf-8")).found
    }
    assert MATTERS.keys() - written == set()


def test_the_words_of_the_table_have_no_hole_and_fit_into_a_template():
    for title, line in MATTERS.items():
        words = line.words or title
        assert not HOLE.search(words), title
        assert len(words) <= LONGEST_WORD, words
        assert line.words or title in catalogue().words, title
    assert all(len(name) <= LONGEST_WORD for name in matters.AREAS.values())


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("请在11月24日前答复。", True),
        ("请在11月25日前答复。", True),
        ("请在2026年11月26日前答复。", False),
        ("请在11月23日前答复。", False),
        ("请在2027年11月24日前答复。", False),
        ("距本月审核截止今天是最后一个工作日，请及时处理。", True),
        ("2月30日", False),
        ("", False),
    ],
)
def test_a_sentence_is_due_by_the_day_it_names(words, due):
    assert is_due(words, TODAY) is due


def test_on_the_last_day_of_the_year_the_first_is_tomorrow():
    assert is_due("请在1月1日前答复。", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2026, 11, 17), 3), (date(2026, 11, 20), 0), (date(2026, 11, 21), 29)],
)
def test_the_days_that_are_left_of_the_round(today, left):
    assert days_left(today, 20, {}) == left


def test_a_deadline_moved_into_the_month_after_counts():
    moved = {date(2026, 11, 1): date(2026, 12, 2)}
    assert days_left(date(2026, 12, 1), 20, moved) == 1


@pytest.mark.parametrize(
    ("when", "left", "found"),
    [
        (None, None, Urgency.ORDINARY),
        (When.ALWAYS, None, Urgency.URGENT),
        (When.SECURITY, None, Urgency.SECURITY),
        (When.ROUND, 3, Urgency.URGENT),
        (When.ROUND, 4, Urgency.ORDINARY),
        (When.DUE, None, Urgency.ORDINARY),
    ],
)
def test_urgency(when, left, found):
    assert urgency(when, "请登录查看。", TODAY, left) is found


def test_an_unknown_title_has_no_line():
    assert known("演示张某写的标题") is None

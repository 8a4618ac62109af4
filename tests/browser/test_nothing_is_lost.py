"""The network is cut, the session ends and the tab is killed in every section: nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from backend.identity.permissions import Role
from backend.identity.sessions import revoke_sessions
from tests.browser.conftest import PHONE
from tests.browser.hands import fill, sign_in
from tests.browser.steps import typing
from tests.factories import enterprises, experts, people

EXPERT = ("person", "employer", "degree", "field", "results", "service", "declarations")
FIRM = ("unit", "contact", "place", "business", "research", "conditions", "declarations")
SECTIONS = [
    *(f"/experts/mine/{one}" for one in EXPERT),
    *(f"/enterprises/mine/{one}" for one in FIRM),
]
SAVED = re.compile(r"^已保存 \d\d:\d\d")


@pytest.fixture(scope="module")
def beginners(cast):
    """Somebody with an empty expert's registration, and somebody with an enterprise's."""

    async def begin(db):
        person, clerk = await people.person(db), await people.person(db)
        await experts.begun(db, person)
        await enterprises.begun(db, clerk)
        return {
            "experts": await people.actor(db, person.account_id, Role.EXPERT),
            "enterprises": await people.actor(db, clerk.account_id, Role.ENTERPRISE),
        }

    return cast.arrange(begin)


def assert_kept(page: Page, before: dict[str, str]) -> None:
    """Everything is on the page, and on the server: a fresh load shows it too."""
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert typing.same(before, typing.shown(page)) == []
    page.reload()
    expect(page.locator(".server-form")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert typing.same(before, typing.shown(page)) == []


@pytest.mark.parametrize("path", SECTIONS)
@pytest.mark.clause("1.1", "3.1.1", "3.2.1")
def test_nothing_typed_is_lost(path, beginners, cast, new_page) -> None:
    person = cast.person(beginners[path.split("/")[1]])
    page = new_page(PHONE) if "experts" in path else new_page()
    sign_in(page, person)
    page.goto(path)
    expect(page.locator(".server-form")).to_be_visible()
    page.wait_for_load_state("networkidle")
    typing.add_rows(page)
    # The network goes in the middle of the form.
    typing.fill_every_field(page, "前")
    page.context.set_offline(True)
    typing.fill_every_field(page, "断网中")
    typing.touch(page)
    expect(page.get_by_text("网络不通")).to_be_visible()
    before = typing.shown(page)
    page.context.set_offline(False)
    assert_kept(page, before)
    # The session is ended elsewhere: sign in again in place.
    typing.fill_every_field(page, "登录过期")
    expect(page.get_by_text(SAVED)).to_be_visible()
    _end_session(cast, person)
    typing.touch(page)
    before = typing.shown(page)
    sign_in_again(page, person)
    assert_kept(page, before)
    # The tab is killed before what was typed last could be sent.
    typing.fill_every_field(page, "标签页关掉")
    typing.touch(page)
    before = typing.shown(page)
    context = page.context
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(path)
    expect(page.get_by_text("上次没有保存到服务器的内容已恢复")).to_be_visible()
    # Whether the last of it had reached the server before the end, milliseconds decide: on the page
    # it is in either case.
    assert typing.same(before, typing.shown(page)) == []


def sign_in_again(page: Page, person) -> None:
    """In the dialog that came over the form."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("手机号或邮箱").fill(person.identifier)
    dialog.get_by_label("密码").fill(people.PASSWORD)
    dialog.get_by_role("button", name="登录").click()
    expect(dialog).to_have_count(0)


def _end_session(cast, person) -> None:
    async def end(db):
        async with db.transaction() as session:
            await revoke_sessions(session, person.actor.account_id, "test")

    cast.arrange(end)


@pytest.mark.clause("3.1.1")
def test_two_windows_are_joined_and_asked_about_one_field(cast, desk, shoot) -> None:
    actor, _ = cast.arrange(experts.draft_expert)
    here, there = desk(actor), desk(actor)
    for page in (here, there):
        page.goto("/experts/mine/field")
        expect(page.get_by_label("专业特长")).not_to_be_empty()
    fill(
        there, {"从业年限": "25", "专业特长": "那边写的专业特长，说明能够解决哪些实际的技术问题。"}
    )
    expect(there.get_by_text(SAVED)).to_be_visible()
    mine = "这边写的专业特长，说明熟悉哪些工艺和放大的经验。"
    fill(here, {"专业特长": mine})
    asked = here.get_by_role("alert")
    expect(asked).to_contain_text("那边写的专业特长")
    shoot(here, "asked")
    expect(here.get_by_label("从业年限")).to_have_value("25")
    expect(here.get_by_label("专业特长")).to_have_value(mine)
    assert cast.person(actor).ask("/experts/mine")["draft"]["summary"].startswith("那边")
    asked.get_by_role("button", name="用本页的").click()
    expect(here.get_by_text(SAVED)).to_be_visible()
    assert cast.person(actor).ask("/experts/mine?again")["draft"]["summary"] == mine

"""Binding WeChat: a code on the desk's screen, a button on the phone, then choosing."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.hands import confirm, expect_title, press
from tests.browser.looks import Look
from tests.factories import people
from tests.fixtures.live import LiveApp, served
from tests.fixtures.wechat import as_wechat


@pytest.fixture(scope="module")
def live_app(new_database) -> Iterator[LiveApp]:
    """A server that has a service account."""
    with as_wechat(), served("wechat", new_database("wechat"), workers=1) as app:
        yield app


@pytest.fixture(scope="module")
def cast(live_app: LiveApp) -> Cast:
    """The people on that server."""
    return Cast(live_app)


async def _somebody(db):
    return await people.actor(db, await people.account(db, "演示读者"))


def _begun(page: Page) -> str:
    """The page that the link leads into WeChat with, as WeChat would send its user back to it."""
    with page.expect_response("**/api/v1/me/wechat/link") as answered:
        press(page, "绑定微信")
    asked = parse_qs(urlsplit(answered.value.json()["url"]).query)
    return f"{urlsplit(asked['redirect_uri'][0]).path}?code=code-1&state={asked['state'][0]}"


def test_bound_on_the_phone_chosen_at_the_desk_and_unbound(cast, desk, handset, shoot) -> None:
    reader = cast.arrange(_somebody)
    screen, phone = desk(reader), handset(reader)
    screen.goto("/account")
    screen.get_by_role("link", name="怎样通知我").click()
    expect_title(screen, "怎样通知我")
    expect(screen.get_by_label("科技服务需求：同时发微信")).to_have_count(0)
    shoot(screen, "unbound")
    back = _begun(screen)
    code = screen.get_by_role("img", name="绑定微信的二维码")
    expect(code).to_be_visible()
    assert code.evaluate("one => one.naturalWidth > 0"), "the code is not drawn"
    shoot(screen, "code")

    look = Look(phone)
    phone.goto(back)
    expect_title(phone, "绑定微信")
    expect(phone.get_by_text("演示读者", exact=True).first).to_be_visible()
    assert look.faults() == []
    shoot(phone, "confirm")
    press(phone, "绑定")
    expect(phone.get_by_text("微信已绑定")).to_be_visible()
    shoot(phone, "bound")

    # The screen at the desk finds out by itself.
    expect(screen.get_by_text("已绑定微信（oTep****Ab1x）")).to_be_visible()
    expect(code).to_have_count(0)
    screen.get_by_label("科技服务需求：同时发微信").check()
    press(screen, "保存")
    expect(screen.get_by_text("已保存，从下一条消息起生效。")).to_be_visible()
    shoot(screen, "chosen")
    press(phone, "选择哪些事项发微信")
    expect(phone.get_by_label("科技服务需求：同时发微信")).to_be_checked()
    assert look.faults() == []
    shoot(phone, "choices")

    press(screen, "解除绑定")
    confirm(screen, "解除绑定")
    expect(screen.get_by_role("button", name="绑定微信")).to_be_visible()
    expect(screen.get_by_label("科技服务需求：同时发微信")).to_have_count(0)


def test_a_link_used_before_says_so_and_leads_to_a_new_one(cast, handset, shoot) -> None:
    phone = handset(cast.arrange(_somebody))
    phone.goto("/notifications/choices")
    back = _begun(phone)
    expect(phone.get_by_role("link", name="在微信中继续")).to_be_visible()
    shoot(phone, "link")
    phone.goto(back.replace("code-1", "invented"))
    press(phone, "绑定")
    expect(phone.get_by_text("微信给的凭据已经用过或过期")).to_be_visible()
    phone.goto(back)
    press(phone, "绑定")
    expect(phone.get_by_text("这个绑定链接已经用过")).to_be_visible()
    shoot(phone, "used")
    press(phone, "重新开始绑定")
    expect(phone.get_by_role("button", name="绑定微信")).to_be_visible()
    phone.goto("/wechat")
    expect(phone.get_by_text("没有收到微信的授权")).to_be_visible()
    shoot(phone, "nothing")

"""An enterprise finds an expert, and the expert says yes."""

import re

from playwright.sync_api import Page, expect

from tests.browser.hands import (
    confirm,
    count_taps,
    expect_title,
    fill,
    go,
    press,
    take_up,
    taps,
)
from tests.browser.steps.demand import TITLE

# After signing in: open what waits, say yes, confirm; one tap to spare.
TAPS_TO_ACCEPT = 4


def invite(page: Page, shoot, expert: str) -> None:
    """The enterprise reads why the platform recommends whom, and invites one."""
    go(page, "需求")
    page.get_by_role("link", name=TITLE).first.click()
    press(page, "查看推荐的特派员")
    expect_title(page, "推荐的特派员")
    candidate = page.get_by_role("listitem").filter(has_text=expert).filter(has_text="匹配度")
    expect(candidate).to_contain_text("铜箔")  # a word both sides use: the reason
    shoot(page, "candidates")
    candidate.get_by_role("button", name="邀请").click()
    fill(page, {"附言（可不填）": "诚邀您来厂看看。"})
    shoot(page, "invitation")
    confirm(page, "发出邀请")
    asked = page.get_by_role("listitem").filter(has_text=expert)
    expect(asked.get_by_text("待特派员答复").first).to_be_visible()
    shoot(page, "invited")


def accept(page: Page, shoot) -> None:
    """The expert says yes on the phone, in a few taps."""
    shoot(page, "phone-home")
    count_taps(page)
    page.get_by_role("link", name=f"答复企业邀请：{TITLE}").click()
    expect_title(page, TITLE)
    expect(page.get_by_text("诚邀您来厂看看。")).to_be_visible()
    shoot(page, "phone-invitation")
    press(page, "同意")
    shoot(page, "phone-consent")
    confirm(page, "同意")
    expect(page.get_by_text("双方同意，待签协议").first).to_be_visible()
    assert taps(page) <= TAPS_TO_ACCEPT
    shoot(page, "phone-agreed")


def draw_up(page: Page, shoot) -> None:
    """The enterprise has the agreement drawn up and adds what it offers (A3.3)."""
    take_up(page, f"起草协议：{TITLE}")
    press(page, "起草协议")
    expect(page.get_by_text("科技特派员派驻服务协议书").first).to_be_visible()
    shoot(page, "agreement")
    press(page, "修改条款")
    fill(page, {"甲方提供的工作条件": "提供办公工位、试验场地和一名专职联络人。"})
    press(page, "保存为新的一稿")
    expect(page.get_by_text("试验场地和一名专职联络人").first).to_be_visible()


def sign(page: Page, shoot, name: str) -> None:
    """Read the text to its end and put a name under it."""
    take_up(page, f"阅读并签署协议：{TITLE}")
    expect(page.get_by_text("科技特派员派驻服务协议书").first).to_be_visible()
    fill(page, {"签署人姓名": name})
    shoot(page, "signing")
    # The bar of actions has one of this name too: it only leads to the end of the paper.
    page.locator("form").get_by_role("button", name="签署协议", exact=True).click()
    expect(page.get_by_label("签署人姓名")).to_have_count(0)
    expect(page.get_by_text("已签署", exact=True).first).to_be_visible()
    shoot(page, "signed")


def file(page: Page, shoot) -> None:
    """The county's reviewer files the signed agreement: the service begins."""
    take_up(page, re.compile(f"备案协议：.*{TITLE}"))
    expect(page.get_by_text("科技特派员派驻服务协议书").first).to_be_visible()
    shoot(page, "filing")
    press(page, "备案")
    confirm(page, "备案")
    expect(page.get_by_text("服务已开始").first).to_be_visible()
    shoot(page, "filed")

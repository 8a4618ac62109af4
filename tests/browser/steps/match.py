"""An enterprise finds an expert and asks."""

from playwright.sync_api import Page, expect

from tests.browser.hands import (
    confirm,
    expect_title,
    fill,
    go,
    press,
)
from tests.browser.steps.demand import TITLE


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
    expect(asked.get_by_text("待特派员答复")).to_be_visible()
    shoot(page, "invited")

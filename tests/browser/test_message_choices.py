"""Choosing on a phone how to be told."""

from playwright.sync_api import expect

from tests.browser.hands import expect_title, press
from tests.browser.looks import beyond_the_edge
from tests.factories import people


async def _somebody(db):
    return await people.actor(db, await people.account(db, "演示读者", "told@demo.example"))


def test_mail_once_a_day_and_quiet_nights(cast, handset, shoot) -> None:
    phone = handset(cast.arrange(_somebody))
    phone.goto("/notifications")
    press(phone, "怎样通知我")
    expect_title(phone, "怎样通知我")
    phone.get_by_role("group", name="科技服务需求").get_by_label("每天汇总成一封").check()
    phone.get_by_label("从").select_option("22:00")
    press(phone, "保存")
    expect(phone.get_by_text("请同时填写免打扰的开始和结束时间").first).to_be_visible()
    phone.get_by_label("到").select_option("07:00")
    press(phone, "保存")
    expect(phone.get_by_text("已保存，从下一条消息起生效。")).to_be_visible()
    shoot(phone, "saved")
    phone.reload()
    daily = phone.get_by_role("group", name="科技服务需求").get_by_label("每天汇总成一封")
    expect(daily).to_be_checked()
    assert beyond_the_edge(phone) == []

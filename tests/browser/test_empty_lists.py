"""Lists with nothing on them say what will appear, when, and whom to call."""

import re

from playwright.sync_api import expect

from backend.identity.permissions import Role
from tests.browser.hands import expect_title, go, press
from tests.browser.looks import right_at_all_widths
from tests.factories import enterprises
from tests.factories.organisations import member_of
from tests.factories.standins import quick_expert


def test_a_liaison_without_services_is_told_what_comes(cast, desk, shoot) -> None:
    async def made(db):
        office = await enterprises.county(db)
        return await member_of(db, office.organisation_id, Role.LIAISON)

    page = desk(cast.arrange(made))
    page.get_by_role("main").get_by_role("link", name="联络工作台").click()
    expect_title(page, "联络员工作台")
    for words in ("什么时候出现", "出现后先做什么", "双方有困难时", "服务结束后"):
        expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"\d{7}"))).to_have_attribute(
        "href", re.compile("^tel:")
    )
    right_at_all_widths(page, shoot, "bench")
    page.goto("/liaison/services?show=problems")
    press(page, "显示全部")
    expect(page.get_by_text("什么时候出现")).to_be_visible()


def test_an_expert_without_services_is_shown_the_way(cast, handset, shoot) -> None:
    phone = handset(cast.arrange(quick_expert))
    go(phone, "入企服务")
    press(phone, "查看我的匹配")
    expect_title(phone, "匹配")
    phone.goto("/engagements?state=serving")
    press(phone, "清除筛选")
    expect(phone.get_by_text("还没有入企服务")).to_be_visible()
    right_at_all_widths(phone, shoot, "services")

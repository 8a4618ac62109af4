"""Writing a demand with help, and the review's hints: coach, files, near-duplicates, checklist."""

import re

import pytest
from playwright.sync_api import expect

from tests.attachments.corpus.parts import pdf
from tests.browser.hands import expect_title, fill, press
from tests.browser.looks import right_at_all_widths
from tests.factories import demands, enterprises, standins

SAVED = re.compile(r"^已保存 \d\d:\d\d")
SUSPICIOUS = "我厂技术国际领先，请致电13912345678。" + demands.CONTENT["present_state"]


@pytest.fixture(scope="module")
def office(cast):
    """The county's reviewer."""
    return cast.arrange(enterprises.county)


@pytest.mark.clause("5.1.1", "6.3")
def test_the_coach_stands_beside_the_form_and_follows_what_is_typed(desk, cast, office, shoot):
    async def arrange(db):
        firm = await standins.quick_enterprise(db)
        return firm, await demands.draft_demand(db, firm, present_state="", tried="无")

    firm, demand = cast.arrange(arrange)
    page = desk(firm)
    page.goto(f"/demands/{demand.id}/edit/problem")
    coach = page.get_by_role("complementary", name="写作建议")
    expect(coach).to_contain_text("写明现在是什么情况")
    expect(coach).to_contain_text("阳极炉渣")
    right_at_all_widths(page, shoot, "coach")
    fill(page, {"现状和问题": "铜箔质量不稳定"})
    expect(coach).to_contain_text("现状里还没有数字")
    expect(page.get_by_text(SAVED)).to_be_visible()
    fill(page, {"现状和问题": "每月退货 40 吨，毛面粗糙度在 1.6 到 2.4 微米之间起伏。" * 3})
    expect(coach).not_to_contain_text("现状")
    fill(page, {"已尝试的办法": "换过三种添加剂，粗糙度降到 1.8 微米后不再改善。"})
    expect(coach).to_contain_text("这一节写得很完整")
    press(page, "保存，填下一节")
    expect_title(page, "指标与时限")


@pytest.mark.clause("5.1.1")
def test_on_a_phone_the_advice_stands_below_its_field(handset, cast, office, shoot):
    async def arrange(db):
        firm = await standins.quick_enterprise(db)
        return firm, await demands.begun(db, firm)

    firm, demand = cast.arrange(arrange)
    page = handset(firm)
    page.goto(f"/demands/{demand.id}/edit/targets")
    expect(page.get_by_role("complementary", name="写作建议")).to_have_count(0)
    note = page.get_by_role("note").filter(has_text="还没有可检验的指标")
    expect(note).to_contain_text("例如：")
    shoot(page, "advice-below")
    press(page, "添加指标")
    fill(page, {"指标名称": "粗糙度", "现值": "2.0", "目标值": "明显改善", "单位": "微米"})
    expect(page.get_by_role("note").filter(has_text="目标值不是数字")).to_be_visible()
    fill(page, {"目标值": "1.2"})
    expect(page.get_by_role("note").filter(has_text="指标")).to_have_count(0)
    press(page, "保存，填下一节")
    expect(page.get_by_role("alert").filter(has_text="请填写希望完成的时限")).to_be_visible()
    page.get_by_role("link", name="以后再填，先看下一部分").click()
    expect_title(page, "对特派员的要求")


@pytest.mark.clause("5.1.3")
def test_hints_and_near_duplicates_before_submitting_and_on_the_desk(desk, cast, office, shoot):
    async def arrange(db):
        firm = await standins.quick_enterprise(db)
        await demands.published_demand(db, firm, office)
        again = {"title": "高频铜箔表面粗糙度的控制方法", "present_state": SUSPICIOUS}
        return firm, await demands.draft_demand(db, firm, **again)

    firm, demand = cast.arrange(arrange)
    page = desk(firm)
    page.goto(f"/demands/{demand.id}/edit/publication")
    paper = {"name": "检测报告.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    page.locator("input[data-kind=paper]").set_input_files([paper])
    expect(page.get_by_text("检测报告.pdf")).to_be_visible()
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.reload()
    expect(page.get_by_text("检测报告.pdf")).to_be_visible()
    press(page, "检查并提交")
    expect_title(page, "检查并提交")
    alike = page.locator("section").filter(has=page.get_by_role("heading", name="相近的需求"))
    expect(alike).to_contain_text("同一企业")
    expect(alike.locator("mark").first).to_have_text("高频铜箔表面粗糙度")
    expect(page.get_by_text("疑似电话号码").first).to_be_visible()
    right_at_all_widths(page, shoot, "check")
    press(page, "提交审核")
    expect(page.get_by_text("已提交，需求编号")).to_be_visible()
    expect(page.get_by_role("button", name="检测报告.pdf")).to_be_visible()

    review = desk(office)
    review.goto(f"/reviews/demands/{demand.id}")
    point = review.get_by_role("group", name="正文没有联系方式和个人信息")
    expect(point).to_contain_text("发现疑似电话号码：“13912345678”")
    expect(review.get_by_role("heading", name="相近的需求")).to_be_visible()
    right_at_all_widths(review, shoot, "review")

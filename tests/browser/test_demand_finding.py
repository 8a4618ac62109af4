"""Finding demands on a phone, keeping a search and sharing it; a draft handed to its enterprise."""

import pytest
from playwright.sync_api import Page, expect

from backend.demands.schemas import DemandDraft
from backend.identity.permissions import Role
from tests.browser.hands import confirm, expect_title, fill, press
from tests.browser.looks import Look, right_at_all_widths
from tests.factories import demands, enterprises, matches, organisations, standins


@pytest.fixture(scope="module")
def office(cast):
    """The county's reviewer."""
    return cast.arrange(enterprises.county)


@pytest.mark.clause("5.2.1")
def test_an_expert_searches_on_a_phone_keeps_the_search_and_shares_it(
    handset, desk, cast, office, shoot
):
    async def arrange(db):
        firm = await standins.quick_enterprise(db)
        await demands.published_demand(db, firm, office)
        pump = {"title": "渣浆泵叶轮耐磨寿命提升", "pay_code": "RESULT", "keywords": ["渣浆泵"]}
        await demands.published_demand(db, firm, office, **pump)
        return await standins.quick_expert(db), await standins.quick_expert(db)

    me, colleague = cast.arrange(arrange)
    page = handset(me)
    page.goto("/demands")
    page.get_by_label("查找需求").fill("铜箔 粗糙度")
    press(page, "查找")
    expect(page.locator("mark").first).to_have_text("铜箔")
    page.get_by_text("更多条件").click()
    page.get_by_label("报酬方式").select_option("STAGED")
    expect(page.get_by_role("link", name=demands.CONTENT["title"])).to_be_visible()
    expect(page.get_by_text("渣浆泵叶轮")).to_have_count(0)
    shoot(page, "found")
    press(page, "保存这组条件")
    fill(page.get_by_role("dialog"), {"名称": "铜箔工艺"})
    confirm(page, "保存")
    chip = page.get_by_role("link", name="铜箔工艺 1")
    expect(chip).to_be_visible()
    right_at_all_widths(page, shoot, "list")
    page.get_by_role("link", name="管理").click()
    expect_title(page, "我保存的查找条件")
    page.get_by_label("可以分享").check()
    link = page.locator("p.link")
    expect(link).to_contain_text("/demands?view=")
    right_at_all_widths(page, shoot, "views")
    other = desk(colleague)
    other.goto(link.inner_text())
    expect(other.get_by_text("正在查看别人分享的条件“铜箔工艺”")).to_be_visible()
    expect(other.get_by_role("link", name=demands.CONTENT["title"])).to_be_visible()
    expect(other.get_by_label("报酬方式")).to_have_value("STAGED")
    _drop(page, other, shoot)


def _drop(page: Page, other: Page, shoot) -> None:
    """Forgotten: the shared link leads nowhere any more."""
    press(page, "删除")
    confirm(page, "删除")
    expect(page.get_by_text("还没有保存的条件")).to_be_visible()
    shoot(page, "views-none")
    other.reload()
    expect(other.get_by_role("alert")).to_be_visible()
    shoot(other, "view-gone")


@pytest.mark.clause("6.3")
def test_staff_hand_a_draft_over_and_the_enterprise_sends_it_back_then_confirms(
    desk, handset, cast, office, shoot
):
    async def arrange(db):
        firm = await standins.quick_enterprise(db)
        helper = await organisations.member_of(db, office.organisation_id, Role.LIAISON)
        whole = demands.CONTENT | {"enterprise_id": firm.enterprise_id, "title": "代填的铜箔需求"}
        body = demands.DemandNew.model_validate(whole)
        return firm, helper, await demands.service.create(db, helper, body)

    firm, helper, demand = cast.arrange(arrange)
    staff, clerk = desk(helper), handset(firm)
    staff.goto(f"/demands/{demand.id}")
    press(staff, "交企业确认")
    expect(staff.get_by_text("已交企业确认")).to_be_visible()
    shoot(staff, "offered")
    clerk.goto(f"/demands/{demand.id}")
    press(clerk, "请代填单位修改")
    fill(clerk.get_by_role("dialog"), {"需要修改什么": "预算请改为 30 万元"})
    confirm(clerk, "请代填单位修改")
    expect(clerk.get_by_text("预算请改为 30 万元")).to_be_visible()
    shoot(clerk, "sent-back")
    press(clerk, "确认代填的需求")
    expect(clerk.get_by_text("等待企业确认")).to_have_count(0)
    look = Look(clerk)
    assert look.faults() == []


@pytest.mark.clause("5.4.1", "A2.4")
def test_changed_terms_are_explained_and_a_reviewer_says_why_it_reads(desk, cast, office, shoot):
    async def arrange(db):
        around = await matches.stage(db, office)
        await matches.application(db, around.expert, around.demand.id)
        body = DemandDraft(budget_wan=5)
        await demands.service.edit(db, around.enterprise, around.demand.id, body, None)
        return around

    around = cast.arrange(arrange)
    page = desk(around.enterprise)
    page.goto(f"/demands/{around.demand.id}/check")
    press(page, "提交修改，重新审核")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("已有 1 名候选特派员")
    dialog.get_by_role("button", name="提交修改，重新审核").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("请写明修改理由")
    fill(dialog, {"修改理由": "年度预算调整"})
    shoot(page, "why")
    dialog.get_by_role("button", name="提交修改，重新审核").click()
    expect(page.get_by_text("已提交，需求编号")).to_be_visible()
    expect(page.get_by_text("年度预算调整")).to_be_visible()
    review = desk(office)
    review.goto(f"/reviews/demands/{around.demand.id}")
    press(review, "查看保密内容")
    fill(review.get_by_role("dialog"), {"查看用途": "核对是否涉密"})
    confirm(review, "查看保密内容")
    expect(review.get_by_text(demands.CONTENT["confidential"]["details"])).to_be_visible()
    shoot(review, "confidential")
    page.reload()
    expect(page.get_by_text("核对是否涉密")).to_be_visible()
    press(page, "放弃修改，恢复征集")
    confirm(page, "放弃修改，恢复征集")
    expect(page.get_by_text("已发布，征集中").first).to_be_visible()
    press(page, "延长征集期")
    confirm(page, "延长征集期")
    right_at_all_widths(page, shoot, "published")

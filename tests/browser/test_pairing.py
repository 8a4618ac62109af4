"""Saying no politely, choosing among candidates, mending a team: the pages of both sides."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from backend.demands import service as demands
from backend.demands.schemas import DemandDraft
from backend.engagements import service as engagements
from backend.platform import clock
from backend.teams.schemas import LeaveIn
from tests.browser.hands import choose, confirm, expect_title, fill, press
from tests.browser.looks import Look, right_at_all_widths
from tests.factories import enterprises, matches
from tests.factories.demands import approval
from tests.factories.people import officer
from tests.factories.serving import serving_team
from tests.factories.standins import quick_expert, tie


async def staged(db, **content):
    return await matches.stage(db, await enterprises.county(db), **content)


@pytest.mark.clause("5.3.2")
def test_a_polite_no_reaches_the_other_side(cast, desk, handset, shoot) -> None:
    async def made(db):
        around = await staged(db)
        firm, expert = around.enterprise, around.expert
        return around, await matches.designate(db, firm, around.demand.id, expert)

    around, offered = cast.arrange(made)
    phone = handset(around.expert)
    phone.goto(f"/matches/{offered.id}")
    press(phone, "谢绝")
    expect_title(phone, "谢绝这次匹配")
    press(phone, "确认谢绝")
    expect(phone.get_by_role("alert").first).to_be_visible()  # a reason is asked for
    choose(phone, "主要原因", "已有合作方")
    fill(phone, {"还想说明的": "与另一家企业已签协议，谢谢。"})
    shoot(phone, "reason")
    press(phone, "确认谢绝")
    expect(phone.get_by_text("我方说明的原因")).to_be_visible()
    page = desk(around.enterprise)
    page.goto(f"/matches/{offered.id}")
    expect(page.get_by_text("特派员感谢您的邀请，这次因“已有合作方”未能接受")).to_be_visible()
    right_at_all_widths(page, shoot, "told")


@pytest.mark.clause("5.4.1")
def test_who_confirms_a_changed_demand_sees_old_beside_new(cast, handset, desk, shoot) -> None:
    async def made(db):
        around = await staged(db)
        offer = await matches.application(db, around.expert, around.demand.id)
        changed = DemandDraft.model_validate(
            {"budget_wan": 30, "deadline_months": 6, "conditions": "新增一条中试线可供试验。"}
        )
        await demands.edit(db, around.enterprise, around.demand.id, changed, None)
        await demands.submit(db, around.enterprise, around.demand.id, "客户要求提前交货")
        await demands.decide(db, around.reviewer, around.demand.id, approval(2))
        return around, offer

    around, offer = cast.arrange(made)
    phone = handset(around.expert)
    phone.goto(f"/matches/{offer.id}")
    part = phone.locator("section").filter(has_text="需求内容的变化")
    expect(part.get_by_text("客户要求提前交货")).to_be_visible()
    expect(part.get_by_text("30 万元")).to_be_visible()
    expect(part.locator("del").first).to_be_visible()
    shoot(phone, "changed")
    assert Look(phone).faults() == []
    press(phone, "确认更新后的需求")
    confirm(phone, "确认更新后的需求")
    expect(phone.get_by_text("需求内容的变化")).to_have_count(0)
    page = desk(around.enterprise)
    page.goto(f"/matches/{offer.id}")
    expect(page.get_by_role("button", name="同意", exact=True)).to_be_enabled()


@pytest.mark.clause("5.3.1", "5.3.3")
def test_candidates_are_kept_in_mind_and_laid_side_by_side(cast, desk, shoot) -> None:
    async def made(db):
        around = await staged(db)
        people = [await quick_expert(db) for _ in range(3)]
        await matches.application(db, people[0], around.demand.id)
        await matches.application(db, people[1], around.demand.id)
        return around, people

    around, people = cast.arrange(made)
    page = desk(around.enterprise)
    page.goto(f"/demands/{around.demand.id}/candidates")
    asked = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=people[0].name))
    asked.get_by_role("button", name="列入短名单").click()
    fill(page.get_by_role("dialog"), {"备注": "做过同类产线，先到现场看。"})
    confirm(page, "列入短名单")
    expect(page.get_by_role("heading", name="我的候选短名单（1）")).to_be_visible()
    for one in (*people, around.expert):
        page.get_by_role("checkbox", name=re.compile(f"{one.name}$")).check()
    expect(page.get_by_text("已选 4 / 4 个人选")).to_be_visible()
    right_at_all_widths(page, shoot, "candidates")
    press(page, "并排对比")
    expect_title(page, "对比人选")
    expect(page.get_by_text("做过同类产线，先到现场看。")).to_be_visible()
    expect(page.get_by_role("columnheader")).to_have_count(5)
    right_at_all_widths(page, shoot, "side-by-side")


@pytest.mark.clause("5.2.4", "5.6.2")
def test_a_team_below_four_is_mended_or_decided_on(cast, desk, handset, shoot) -> None:
    async def made(db):
        served, experts, team = await serving_team(db, reviewer=await enterprises.county(db))
        fresh = await quick_expert(db, name="补位演示", disciplines=["430"])
        return served, experts, team, fresh

    served, experts, team, fresh = cast.arrange(made)
    phone = handset(experts[3])
    phone.goto(f"/teams/{team.id}")
    press(phone, "退出服务")
    choose(phone, "主要原因", "时间不合适")
    shoot(phone, "leave")
    press(phone, "确认退出")
    leader = desk(experts[0])
    leader.goto(f"/teams/{team.id}")
    expect(leader.get_by_text("前补足成员").first).to_be_visible()
    right_at_all_widths(leader, shoot, "cure")
    row = leader.get_by_role("listitem").filter(has_text="补位演示").last
    row.get_by_role("button", name="邀请").click()
    confirm(leader, "发出邀请")
    office = desk(served.reviewer)
    office.goto(f"/engagements/{served.id}")
    expect(office.get_by_text("前补足成员").first).to_be_visible()
    right_at_all_widths(office, shoot, "service")
    new = handset(fresh)
    new.goto(f"/teams/{team.id}")
    press(new, "同意参加")
    shoot(new, "join")
    confirm(new, "同意参加")
    expect(new.get_by_text("前补足成员")).to_have_count(0)
    assert Look(new).faults() == []


@pytest.mark.clause("5.2.4", "5.6.2")
def test_an_office_decides_on_a_team_nobody_mended(cast, desk, shoot) -> None:
    async def made(db):
        served, experts, team = await serving_team(db, reviewer=await enterprises.county(db))
        away = LeaveIn(code="time", reason="出国进修一年。")
        await engagements.leave_team(db, experts[3], team.id, away)
        with clock.at(clock.now() + timedelta(days=31)):
            await engagements.end_cures(db)
        return served

    served = cast.arrange(made)
    page = desk(served.reviewer)
    page.locator(f"a[href='/engagements/{served.id}']").first.click()
    expect(page.get_by_role("heading", name="特派团人数不足，是否终止服务")).to_be_visible()
    right_at_all_widths(page, shoot, "decide")
    press(page, "豁免，继续服务")
    fill(page.get_by_role("dialog"), {"决定意见": "三人足以完成剩余工作，同意继续。"})
    confirm(page, "豁免，继续服务")
    expect(page.get_by_text("前补足成员")).to_have_count(0)


@pytest.mark.clause("A2.3")
def test_the_path_of_a_conflict_is_for_offices(cast, desk, shoot) -> None:
    async def made(db):
        around = await staged(db)
        await tie(db, around.expert, around.enterprise, "shares", note="持股百分之三")
        return around, await officer(db)

    around, department = cast.arrange(made)
    path = f"/demands/{around.demand.id}/candidates/why-not?expert={around.expert.expert_id}"
    office, firm = desk(department), desk(around.enterprise)
    for page in (office, firm):
        page.goto(path)
        expect(page.get_by_text("按回避规定").first).to_be_visible()
    expect(office.get_by_text("持股百分之三")).to_be_visible()
    expect(firm.get_by_text("持股百分之三")).to_have_count(0)
    right_at_all_widths(office, shoot, "path")

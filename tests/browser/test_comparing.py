"""Teams beside single experts, the filter by place, and the sentence in the list of work."""

import re

import pytest
from playwright.sync_api import expect

from backend.teams import service as teams_service
from backend.teams.schemas import TeamEdit
from tests.browser.hands import expect_title, press
from tests.browser.looks import right_at_all_widths
from tests.factories import enterprises, matches, teams
from tests.factories.organisations import NANCHANG
from tests.factories.standins import quick_expert

PLAN = "首月驻厂摸底两周，三个月内到厂五次，其余时间远程指导。"


async def _applied(db):
    reviewer = await enterprises.county(db)
    around = await matches.stage(db, reviewer, disciplines=["430", "210"])
    single = await quick_expert(db)
    await matches.application(db, single, around.demand.id)
    hidden = await quick_expert(
        db, name="演示隐名者", employer_name="演示隐名大学", is_designable=False, max_enterprises=1
    )
    members = [*await teams.members(db, 3), hidden]
    team = await teams.complete_team(db, around.demand.id, members)
    await teams_service.edit(db, members[0], team.id, TeamEdit(plan=PLAN), None)
    await matches.application(db, members[0], around.demand.id, team_id=team.id)
    return around, single, team


@pytest.mark.clause("5.2.2", "5.3.3")
def test_a_team_is_laid_beside_a_single_expert(cast, desk, shoot) -> None:
    around, single, team = cast.arrange(_applied)
    page = desk(around.enterprise)
    page.goto(f"/demands/{around.demand.id}/candidates")
    for name in (single.name, team.name):
        page.get_by_role("checkbox", name=re.compile(f"{name}$")).first.check()
    expect(page.get_by_text("已选 2 / 4 个人选")).to_be_visible()
    press(page, "并排对比")
    expect_title(page, "对比人选")
    expect(page.get_by_role("columnheader")).to_have_count(3)
    table = page.get_by_role("table")
    for words in ("未计算", PLAN, "缺：", "名额最少的成员：一位特派员", "4个单位：", "答复期限"):
        expect(table).to_contain_text(words)
    expect(table).not_to_contain_text("隐名")
    right_at_all_widths(page, shoot, "beside")
    page.goto(f"/demands/{around.demand.id}/candidates/compare")
    expect(page.get_by_text("最多四个")).to_be_visible()
    right_at_all_widths(page, shoot, "nobody")
    page.goto(f"/demands/{around.demand.id}/candidates/compare?teams={around.demand.id}")
    expect(page.get_by_text("没有找到").first).to_be_visible()
    shoot(page, "error")


@pytest.mark.clause("5.3.1")
def test_the_address_keeps_the_filter_by_place(cast, desk, handset, shoot) -> None:
    async def made(db):
        around = await matches.stage(db, await enterprises.county(db))
        return around, await quick_expert(db, city_code=NANCHANG)

    around, here = cast.arrange(made)
    page = desk(around.enterprise)
    page.goto(f"/demands/{around.demand.id}/candidates")
    rows = page.get_by_role("main").get_by_role("listitem")
    everywhere = rows.filter(has_text=around.expert.name)
    expect(everywhere.first).to_be_visible()
    press(page, "只看南昌市的")
    expect(page).to_have_url(re.compile(r"near=1"))
    expect(everywhere).to_have_count(0)
    expect(page.get_by_text(re.compile(r"另有 \d+ 位因地区未列出"))).to_be_visible()
    right_at_all_widths(page, shoot, "near")
    page.reload()
    expect(rows.filter(has_text=here.name).first).to_be_visible()
    expect(everywhere).to_have_count(0)
    phone = handset(around.expert)  # of another city, and willing to go nowhere else
    phone.goto("/recommended")
    expect(phone.get_by_text(around.demand.title).first).to_be_visible()
    press(phone, "只看本市和我愿意去的地区")
    expect(phone.get_by_text("这个地区暂时没有合适的推荐")).to_be_visible()
    right_at_all_widths(phone, shoot, "mine-empty")
    phone.get_by_role("button", name="不限地区").last.click()
    expect(phone.get_by_text(around.demand.title).first).to_be_visible()


@pytest.mark.clause("6.3")
def test_a_task_says_who_has_it_and_whom_to_call(cast, desk, shoot) -> None:
    async def made(db):
        around = await matches.stage(db, await enterprises.county(db))
        await matches.designate(db, around.enterprise, around.demand.id, around.expert)
        return around

    around = cast.arrange(made)
    page = desk(around.expert)
    page.goto("/")
    task = page.get_by_role("listitem").filter(has_text=around.demand.title).first
    expect(task).to_contain_text("等您办理：答复是否同意")
    expect(task).to_contain_text(re.compile(r"自\d{4}年.*起.*最迟.*还有\d+天.*咨询："))
    call = task.get_by_role("link", name=re.compile(r"\d{4}"))
    expect(call).to_have_attribute("href", re.compile("^tel:"))
    call.click(trial=True)  # nothing lies above the number
    right_at_all_widths(page, shoot, "tasks")

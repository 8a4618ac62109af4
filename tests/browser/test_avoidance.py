"""The avoidance rule: ties are declared in the registration, and block the match on both sides."""

import pytest
from playwright.sync_api import expect

from backend.conflicts import service as conflicts
from backend.conflicts.schemas import DeclarationIn
from backend.enterprises.models import Enterprise
from tests.browser.hands import expect_title, fill, press
from tests.browser.looks import Look
from tests.factories import enterprises, experts, matches


@pytest.mark.clause("A2.3", "A2")
def test_a_tie_is_declared_and_checked_in_the_registration(cast, handset, shoot) -> None:
    async def made(db):
        actor, _ = await experts.draft_expert(db)
        return actor, await enterprises.approved_enterprise(db)

    actor, firm = cast.arrange(made)
    phone = handset(actor)
    phone.goto("/experts/mine/declarations")
    press(phone, "添加一项利益关系")
    fill(phone, {"企业名称": firm.name})
    press(phone, "保存并继续")
    expect(phone.get_by_role("alert").get_by_role("link").first).to_be_visible()
    fill(phone, {"统一社会信用代码": firm.uscc})
    phone.get_by_label("关系").select_option("shares")
    shoot(phone, "declared")
    press(phone, "保存并继续")
    expect_title(phone, "证明材料")
    phone.goto("/experts/mine/check")
    expect(phone.get_by_text(firm.name)).to_be_visible()
    assert Look(phone).faults() == []


@pytest.mark.clause("A2.3")
def test_a_tie_blocks_the_match_on_both_sides(cast, desk, handset, shoot) -> None:
    async def tied(db):
        around = await matches.stage(db, await enterprises.county(db))
        async with db.transaction() as session:
            firm = await session.get_one(Enterprise, around.enterprise.enterprise_id)
            tie = DeclarationIn(
                enterprise_uscc=firm.uscc or "", enterprise_name=firm.name, kind="relative"
            )
            await conflicts.replace_declarations(session, around.expert.expert_id, [tie])
        return around

    around = cast.arrange(tied)
    phone = handset(around.expert)
    phone.goto(f"/matches/apply?demand={around.demand.id}")
    expect(phone.get_by_text("现在不能申请这项需求")).to_be_visible()
    expect(phone.get_by_text("按回避原则不能匹配")).to_be_visible()
    shoot(phone, "expert")
    page = desk(around.enterprise)
    page.goto(f"/demands/{around.demand.id}/candidates/search?q=铜箔")
    row = page.get_by_role("listitem").filter(has_text=around.expert.name)
    row.get_by_role("button", name="邀请").click()
    page.get_by_role("dialog").get_by_role("button", name="发出邀请").click()
    expect(page.get_by_text("按回避原则不能匹配").first).to_be_visible()
    shoot(page, "enterprise")

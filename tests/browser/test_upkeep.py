"""What keeps recommendations right over the years: keywords confirmed, weights tried and set."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from backend.platform import clock
from backend.recommendations import service
from backend.recommendations.schemas import RecommendationQuery
from tests.browser import hands
from tests.browser.looks import right_at_all_widths
from tests.factories import experts, matches, people, standins


async def _listed(db):
    """A demand whose recommendations were shown, and an officer of the department."""
    around = await matches.stage(db)
    await standins.quick_expert(db, city_code="360100")
    asked = RecommendationQuery()
    shown = await service.experts_for_demand(db, around.enterprise, around.demand.id, asked)
    assert shown.items
    return await people.officer(db)


async def _long_ago(db):
    """An expert who was filed more than a year ago."""
    made = await experts.filed_expert(db)
    async with db.transaction() as session:
        await session.execute(
            text("UPDATE experts SET filed_at = :then, version = version + 1 WHERE id = :id"),
            {"then": clock.now() - timedelta(days=400), "id": made.id},
        )
    return made


@pytest.mark.clause("5.3.1")
def test_weights_are_tried_on_what_was_shown_and_then_set(cast, desk, shoot) -> None:
    page = desk(cast.arrange(_listed))
    hands.go(page, "推荐权重")
    hands.expect_title(page, "推荐权重")
    expect(page.get_by_text("还没有改动过")).to_be_visible()
    page.get_by_label("研究方向").fill("55")
    expect(page.get_by_text("合计 85，应为 100")).to_be_visible()
    hands.press(page, "试算影响")
    expect(page.get_by_text("各项分值相加应为100，现在是85。").first).to_be_visible()
    page.get_by_label("地点").fill("20")
    hands.press(page, "试算影响")
    expect(page.get_by_role("heading", name="以来名单的影响")).to_be_visible()
    right_at_all_widths(page, shoot, "tried")
    page.get_by_label("改动理由").fill("本年度更看重同城服务。")
    hands.press(page, "按这组权重生效")
    expect(page.get_by_text("研究方向 70 → 55")).to_be_visible()
    expect(page.get_by_text("本年度更看重同城服务。")).to_be_visible()
    right_at_all_widths(page, shoot, "set")


@pytest.mark.clause("5.3.1")
def test_keywords_are_looked_through_once_a_year_on_a_phone(cast, handset, shoot) -> None:
    made = cast.arrange(_long_ago)
    phone = handset(made.actor)
    phone.goto("/experts/mine")
    expect(phone.get_by_text("已满一年没有确认")).to_be_visible()
    right_at_all_widths(phone, shoot, "due")
    words = phone.get_by_role("textbox", name="关键词")
    words.fill("铜箔、电解添加剂")
    hands.press(phone, "修改并确认")
    expect(phone.get_by_text("已确认，明年再提醒您")).to_be_visible()
    phone.reload()
    expect(words).to_have_value("铜箔、电解添加剂")
    expect(phone.get_by_role("button", name="确认无误")).to_be_visible()

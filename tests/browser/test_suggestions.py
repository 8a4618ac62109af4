"""Planning for all demands together, teams to be, and why somebody is not on a list."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from backend.demands.schemas import DemandRead
from backend.identity.actor import Actor
from backend.suggestions import service
from backend.suggestions.models import Suggestion
from tests.browser import hands
from tests.browser.looks import Look, right_at_all_widths
from tests.factories import demands, matches, standins
from tests.factories.experts import credit_code


@dataclass(frozen=True)
class World:
    county: Actor
    enterprise: Actor
    expert: Actor
    demand: DemandRead


@pytest.fixture(scope="module")
def world(cast) -> World:
    return cast.arrange(_world)


async def _world(db) -> World:
    around = await matches.stage(db, disciplines=["430", "460"])
    for number, discipline in enumerate(("430", "430", "460"), 940):
        await standins.quick_expert(
            db,
            disciplines=[discipline],
            main_discipline=discipline,
            employer_uscc=credit_code(number),
        )
    firm = await standins.quick_enterprise(db)
    far = {"disciplines": ["790"], "keywords": ["渣浆泵"]}
    await demands.published_demand(db, firm, around.reviewer, **far)
    return World(around.reviewer, around.enterprise, around.expert, around.demand)


async def _computed(db) -> None:
    """What the worker does with the job."""
    async with db.reading() as session:
        waiting = select(Suggestion.id).where(Suggestion.computed_at.is_(None))
        found = list((await session.execute(waiting)).scalars())
    for id in found:
        await service.compute(db, id)


@pytest.mark.clause("5.3.1")
def test_an_office_plans_and_points_an_enterprise_to_it(world, cast, desk, shoot) -> None:
    page = desk(world.county)
    page.goto("/suggestions")
    expect(page.get_by_text("还没有统筹建议")).to_be_visible()
    right_at_all_widths(page, shoot, "empty")
    hands.press(page, "现在计算")
    expect(page.get_by_text("正在计算")).to_be_visible()
    cast.arrange(_computed)
    expect(page.get_by_text("统筹后可得到服务")).to_be_visible()
    right_at_all_widths(page, shoot, "plan")
    hands.press(page, "提醒本页全部企业")
    expect(page.get_by_text("已提醒 2 家企业")).to_be_visible()
    shoot(page, "told")
    told = cast.person(world.enterprise).ask("/notifications")["items"]
    assert told[0]["title"] == "您的需求有一位统筹推荐的特派员"


@pytest.mark.clause("5.2.3", "5.2.4")
def test_an_enterprise_and_a_leader_see_teams_to_be(world, desk, handset, shoot) -> None:
    page = desk(world.enterprise)
    page.goto(f"/demands/{world.demand.id}/candidates")
    page.get_by_role("link", name="组队建议").click()
    expect(page.get_by_role("heading", name="方案1")).to_be_visible()
    right_at_all_widths(page, shoot, "teams")
    phone = handset(world.expert)
    phone.goto(f"/demands/{world.demand.id}")
    phone.get_by_role("link", name="可以和谁组团").click()
    expect(phone.get_by_text("组长")).to_be_visible()
    assert Look(phone).faults() == []
    shoot(phone, "leader")


@pytest.mark.clause("5.3.1")
def test_an_expert_is_told_how_the_degree_is_made_up(world, handset, shoot) -> None:
    phone = handset(world.expert)
    phone.goto(f"/demands/{world.demand.id}")
    phone.get_by_role("link", name="我与这项需求的匹配度").click()
    expect(phone.get_by_text("这项需求的推荐名单中有您")).to_be_visible()
    expect(phone.get_by_role("heading", name="匹配度怎么算出来的")).to_be_visible()
    right_at_all_widths(phone, shoot, "why")

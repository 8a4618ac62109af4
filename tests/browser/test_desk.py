"""The review desk by hand and by key: fifty clean cases, a batch, a decision taken back."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser import hands
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looks import Look, turn
from tests.factories import desks, organisations
from tests.factories import enterprises as make

COUNTY = "360425"
CASES = 50
MOST_KEYS = 3
# Dozens of decisions one after the other, on a busy machine.
PATIENCE_MS = 60_000
COUNT_KEYS = """
() => {
  window.pressed = 0
  addEventListener('keydown', () => window.pressed++, true)
}
"""


async def _cases(db, count: int, county: str = COUNTY, **more):
    office = await make.county(db, county)
    place = {"city_code": f"{county[:4]}00", "county_code": county}
    return [await make.submitted_enterprise(db, office, **place, **more) for _ in range(count)]


def open_desk(page: Page) -> None:
    hands.go(page, "审核")
    hands.expect_title(page, "审核台")


def faults(page: Page, shoot, name: str) -> list[str]:
    """What is wrong with the page at the width of a desk and of a phone."""
    found = Look(page).faults_at((DESKTOP, {"width": 768, "height": 1024}, PHONE), shoot, name)
    turn(page, DESKTOP)
    return found


@pytest.mark.clause("3.2.2", "4.4", "6.3")
def test_fifty_clean_cases_are_decided_by_three_keys_each_at_most(cast, desk, shoot) -> None:
    made = cast.arrange(partial(_cases, count=CASES))
    names = {one.name for one in made}
    page = desk(made[0].reviewer)
    open_desk(page)
    expect(page.get_by_text(f"待审 {CASES}")).to_be_visible()
    expect(page.get_by_role("link", name=made[0].name)).to_be_visible()
    page.evaluate(COUNT_KEYS)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    decided: set[str] = set()
    before = page.evaluate("window.pressed")
    for _ in range(CASES):
        title = hands.title(page)
        expect(title).to_have_text(re.compile("演示铜业"))
        expect(page.get_by_role("button", name="通过", exact=True)).to_be_visible()
        name = title.inner_text()
        page.keyboard.press("a")
        expect(page.get_by_label("已核实申报材料真实有效")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"已通过：{name}")).to_be_visible()
        decided.add(name)
    used = page.evaluate("window.pressed") - before
    assert decided == names
    assert used == 2 * CASES <= MOST_KEYS * CASES
    hands.expect_title(page, "审核台")
    expect(page.get_by_role("heading", name="没有待审事项")).to_be_visible()
    shoot(page, "all-done")


@pytest.mark.clause("3.2.2", "4.4")
def test_a_batch_says_what_it_will_do_and_what_it_did(cast, desk, shoot) -> None:
    made = cast.arrange(partial(_cases, count=23, county="360426"))
    gone = made[0]
    page = desk(made[0].reviewer)
    open_desk(page)
    expect(page.get_by_text("已选 0 / 共 23")).to_be_visible()
    hands.press(page, "选中全部 23 件")
    expect(page.get_by_text("已选 23 / 共 23")).to_be_visible()

    async def withdraw(db):
        from backend.enterprises import service

        await service.withdraw(db, gone.actor, gone.id, "暂缓")

    cast.arrange(withdraw)
    hands.press(page, "成批通过")
    expect(page.get_by_text("22 件可以办理，1 件不能")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("row", name=re.compile(f"{gone.name}.*不能.*撤回"))).to_be_visible()
    found = faults(page, shoot, "batch-preview")
    page.get_by_label("已核实申报材料真实有效").check()
    hands.press(page, "确认通过 22 件")
    expect(page.get_by_text("办成 22 件")).to_be_visible(timeout=PATIENCE_MS)
    shoot(page, "batch-outcome")
    hands.press(page, "关闭")
    page.get_by_text("最近 10 分钟的 22 项决定").click()
    shoot(page, "recent")
    hands.press(page, "撤销这 22 项")
    expect(page.get_by_text("已选 0 / 共 22")).to_be_visible(timeout=PATIENCE_MS)
    assert not found, "\n".join(found)


@pytest.mark.clause("3.1.2", "3.2.2")
def test_returned_with_a_template_the_applicant_lands_on_the_field(cast, desk, handset, shoot):
    (made,) = cast.arrange(partial(_cases, count=1, county="360428"))
    page = desk(made.reviewer)
    open_desk(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    shoot(page, "keys")
    page.keyboard.press("Escape")
    page.get_by_role("link", name=made.name).click()
    found = faults(page, shoot, "case")
    page.keyboard.press("r")
    page.get_by_label("需修改的内容 1").select_option(label="主营业务")
    page.get_by_label("选用模板").select_option(
        label="主营业务不够具体，请写明主要产品和生产规模。"
    )
    expect(page.get_by_label("怎样修改")).to_have_value(re.compile("主营业务不够具体"))
    shoot(page, "reasons")
    hands.press(page, "退回，看下一件")
    expect(page.get_by_text(f"已退回：{made.name}")).to_be_visible()
    phone = handset(made.actor)
    phone.goto("/enterprises/mine")
    phone.get_by_role("link", name="主营业务不够具体，请写明主要产品和生产规模。").click()
    field = phone.get_by_label("主营业务")
    expect(field).to_be_focused()
    expect(phone.locator(".faulty", has=field)).to_contain_text("主营业务不够具体")
    shoot(phone, "landed")
    hands.press(page, "撤销")
    hands.expect_title(page, made.name)
    shoot(page, "taken-back")
    assert not found, "\n".join(found)


@pytest.mark.clause("3.2.2")
def test_what_is_said_on_many_cases_stays_until_it_was_sent(cast, desk) -> None:
    made = cast.arrange(partial(_cases, count=2, county="360430"))
    words = "请补充近三年研发投入明细，并写明主要产品。"
    page = desk(made[0].reviewer)

    def begin() -> None:
        open_desk(page)
        hands.press(page, "选中全部 2 件")
        hands.press(page, "成批退回")

    begin()
    page.get_by_label("其他说明").fill(words)
    page.reload()
    begin()
    expect(page.get_by_label("其他说明")).to_have_value(words)
    hands.press(page, "预览效果")
    hands.press(page, "确认退回 2 件")
    expect(page.get_by_text("办成 2 件")).to_be_visible(timeout=PATIENCE_MS)
    assert not page.evaluate("Object.keys(localStorage).filter((k) => k.includes('batch'))")


@pytest.mark.clause("A2.3", "6.3")
def test_who_is_there_who_stays_away_and_who_takes_over(cast, desk, shoot) -> None:
    county = "360429"
    made = cast.arrange(partial(_cases, count=2, county=county))
    second = cast.arrange(lambda db: desks.colleague(db, made[0].reviewer, "李同事"))
    cast.arrange(lambda db: desks.overdue(db, made[0].id, 6))
    city = cast.arrange(lambda db: organisations.city_bureau(db, f"{county[:4]}00"))
    one, other = desk(made[0].reviewer), desk(second)
    open_desk(other)
    other.get_by_role("link", name=made[1].name).click()
    hands.expect_title(other, made[1].name)
    open_desk(one)
    one.get_by_role("link", name=made[1].name).click()
    expect(one.get_by_text("李同事 正在审核这一件")).to_be_visible()
    shoot(one, "presence")
    one.goto("/account")
    one.get_by_label("统一社会信用代码").fill(made[1].uscc)
    hands.press(one, "申报")
    expect(one.get_by_role("button", name=re.compile(made[1].uscc))).to_be_visible()
    found = faults(one, shoot, "interests")
    open_desk(one)
    expect(one.get_by_role("link", name=made[0].name)).to_be_visible()
    expect(one.get_by_role("link", name=made[1].name)).to_have_count(0)
    bureau = desk(city)
    bureau.get_by_role("link", name="可接办 1").click()
    found += faults(bureau, shoot, "takeovers")
    bureau.get_by_label(re.compile(f"选择.*{made[0].name}|{made[0].name}")).first.check()
    hands.press(bureau, "接办选中的 1 件")
    bureau.get_by_role("link", name=re.compile("已接办 1 件")).click()
    expect(bureau.get_by_role("link", name=made[0].name)).to_be_visible()
    shoot(bureau, "taken-over")
    assert not found, "\n".join(found)

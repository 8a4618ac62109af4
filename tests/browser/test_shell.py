"""The built pages reach a real browser: Chinese is drawn, and nothing outside is needed."""

from playwright.sync_api import Page, expect

from backend.site.schemas import DemoAccountRead
from backend.site.service import announce_demo
from tests.browser import hands
from tests.browser.conftest import Shoot
from tests.browser.looks import beyond_the_edge
from tests.factories import people

GLYPH = """
text => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 40
  const pen = canvas.getContext('2d')
  pen.font = '32px sans-serif'
  pen.fillText(text, 0, 32)
  return canvas.toDataURL()
}
"""


def test_the_first_page_appears_in_chinese(page: Page, shoot: Shoot) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("科技特派员")
    shoot(page, "first-page")
    page.get_by_role("link", name="登录").first.click()
    expect(page.get_by_role("heading", level=1, name="登录")).to_be_visible()


def test_chinese_is_drawn_as_characters_not_boxes(page: Page) -> None:
    page.goto("/")
    assert page.evaluate(GLYPH, "特") != page.evaluate(GLYPH, "派")


def test_the_first_page_fits_a_phone(phone: Page, shoot: Shoot) -> None:
    phone.goto("/")
    expect(phone.locator("#app")).not_to_be_empty()
    shoot(phone, "first-page")
    assert beyond_the_edge(phone) == []


def test_a_word_in_place_of_a_record_is_no_page(cast, desk) -> None:
    page = desk(cast.arrange(people.officer))
    page.goto("/demands/mine")
    hands.expect_title(page, "没有找到这个页面")


def test_a_visitor_of_the_demo_chooses_who_to_be(page: Page, cast, shoot: Shoot) -> None:
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    expect(page.get_by_text("演示账号")).to_have_count(0)
    person = cast.person(cast.arrange(people.officer))
    cast.arrange(lambda db: _announce(db, person.identifier))
    page.reload()
    shoot(page, "demo-accounts")
    page.get_by_role("button", name="省科技厅").click()
    hands.expect_title(page, "您好")


async def _announce(db, identifier: str) -> None:
    account = DemoAccountRead(
        role="department",
        role_name="省科技厅",
        who="省科技厅（演示）",
        identifier=identifier,
        password=people.PASSWORD,
        look_at="推荐批次",
    )
    async with db.transaction() as session:
        await announce_demo(session, [account])

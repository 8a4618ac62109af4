"""The built pages reach a real browser: Chinese is drawn, and nothing outside is needed."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Shoot = Callable[[Page, str], None]
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
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

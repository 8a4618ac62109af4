"""What people do on any page: sign in, choose from long lists, press what is offered."""

import re

from playwright.sync_api import FilePayload, FloatRect, Locator, Page, expect

from tests.browser.cast import Person
from tests.factories.people import PASSWORD


def sign_in(page: Page, person: Person) -> None:
    """Type name and password; ends on the home page."""
    page.goto("/sign-in")
    page.get_by_label("手机号或邮箱").fill(person.identifier)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(title(page)).to_contain_text("您好")


def title(page: Page) -> Locator:
    """The page's one main heading."""
    return page.get_by_role("heading", level=1)


def expect_title(page: Page, words: str) -> None:
    """The page with this main heading is drawn."""
    expect(title(page)).to_contain_text(words)


def go(page: Page, entry: str) -> None:
    """Choose an entry of the menu."""
    menu = page.get_by_role("navigation", name="主导航")
    link = menu.get_by_role("link", name=entry, exact=True, include_hidden=True)
    expect(link).to_have_count(1)
    if not link.is_visible():
        menu.get_by_text("更多", exact=True).click()
    link.click()


def take_up(page: Page, task: str | re.Pattern[str]) -> None:
    """What waits for this person is on the home page: go and open it."""
    go(page, "首页")
    expect_title(page, "您好")
    page.get_by_role("link", name=task).click()


def confirm(page: Page, name: str) -> None:
    """Say yes to the question the page asks before it does something."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_have_count(0)


def press(page: Page, name: str) -> None:
    """The button, or the link that looks like one, with exactly this name."""
    exactly = re.compile(f"^{re.escape(name)}$")
    page.get_by_role("button", name=exactly).or_(page.get_by_role("link", name=exactly)).click()


def fill(page: Page | Locator, answers: dict[str, str]) -> None:
    """Type into the fields with these labels."""
    for label, answer in answers.items():
        page.get_by_label(re.compile(f"^{re.escape(label)}(（选填）)?$")).fill(answer)


def pick(page: Page, label: str, *names: str) -> None:
    """Find entries of a code list by typing, as people do with lists of hundreds."""
    box = page.get_by_role("combobox", name=label)
    for name in names:
        box.click(force=True)  # the placeholder lies over it
        box.fill(name)
        page.get_by_role("option", name=name, exact=True).click()
    box.press("Escape")


def choose(page: Page, group: str, name: str) -> None:
    """One of a few visible choices."""
    page.get_by_role("group", name=group).get_by_label(name).check()


def count_taps(page: Page) -> None:
    """Count the fingers on this page from now on, until it is loaded anew."""
    page.evaluate(
        "() => { window.taps = 0; addEventListener('pointerdown', () => window.taps++, true) }"
    )


def taps(page: Page) -> int:
    """How many taps there were since `count_taps`."""
    return page.evaluate("window.taps")


def attach(page: Page, paper: FilePayload) -> None:
    """Send a paper with the form's one field for files; it is there when the page says so."""
    page.locator("input[data-kind='paper']").set_input_files(paper)
    expect(page.get_by_text(f"已上传 {paper['name']}")).to_be_attached()


def box_of(target: Locator) -> FloatRect:
    """Where it stands, in pixels: waits while a list that was read again is drawn anew."""
    expect(target).to_be_visible()
    for _ in range(20):
        if box := target.bounding_box():
            return box
        target.page.wait_for_timeout(100)
    raise AssertionError(f"not drawn: {target}")

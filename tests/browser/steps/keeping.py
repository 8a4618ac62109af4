"""A form that is sent in one go, through a killed tab, a cut network and an ended session."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from backend.identity.actor import Actor
from tests.browser.cast import Cast
from tests.browser.hands import press, sign_in
from tests.browser.steps import losing, typing

RESTORED = "上次填写、还没有提交的内容已恢复"
# Looked at inside the page: its policy forbids the strings that Playwright polls by.
NOTHING_KEPT = """async () => {
  const kept = () => Object.keys(localStorage).some((one) => one.startsWith('tepai.draft.'))
  const end = performance.now() + 10_000
  while (kept() && performance.now() < end) await new Promise(requestAnimationFrame)
  return !kept()
}"""


@dataclass(frozen=True)
class Form:
    """Where the form is, who fills it in, and what the page says once it was sent."""

    path: str
    actor: Actor
    sent: str
    opened_by: str = ""
    """The button that unfolds it; half filled in, it stands open by itself."""


def expect_drawn(page: Page) -> None:
    """Nothing is loading any more."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(".skeleton")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def send(page: Page) -> None:
    """The form's one button."""
    page.locator(".server-form button[type=submit]").click()


def stays_until_sent(
    form: Form, fill_in: Callable[[Page], None], cast: Cast, page: Page
) -> dict[str, str]:
    """Loses the tab, the network and the session in turn; sent, this browser keeps nothing.

    Answers what was typed, by field.
    """
    person = cast.person(form.actor)
    sign_in(page, person)
    page.goto(form.path)
    expect_drawn(page)
    if form.opened_by:
        press(page, form.opened_by)
    fill_in(page)
    before = typing.shown(page)
    assert len(before) > 0
    # The tab is killed: nothing was sent, only this browser has it.
    page = losing.killed(page)
    page.goto(form.path)
    expect_drawn(page)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    assert typing.same(before, typing.shown(page)) == []
    # The network is cut: sending fails, and says so.
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_role("alert").filter(has_text="没有连上服务器")).to_be_visible()
    assert typing.same(before, typing.shown(page)) == []
    page.context.set_offline(False)
    # The session has ended: signed in in place, it is sent after all.
    losing.end_session(cast, person)
    send(page)
    losing.sign_in_again(page, person)
    expect(page.get_by_text(form.sent).first).to_be_visible()
    assert page.evaluate(NOTHING_KEPT)
    return before

"""What is wrong with a page whatever it is about: errors, overflow, barriers, missing texts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Response, ViewportSize, expect

from tests.browser import chromium
from tests.browser.conftest import Shoot

AXE = chromium.MODULES / "axe-core" / "axe.min.js"
# WCAG A and AA, and what axe itself recommends; told only when serious or worse.
BARRIERS = """
async () => {
  const { passes, violations } = await axe.run({ resultTypes: ['violations'] })
  if (passes.length === 0) return ['axe examined nothing']
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}
"""
# Two frames: in the first the page hears of the new size, by the second it is drawn for it.
DRAWN = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
# Who reaches beyond the right edge, the outermost first; charts need some moments more.
BEYOND = """
async () => {
  for (let i = 0; document.documentElement.scrollWidth > innerWidth; i++) {
    if (i === 20) break
    await new Promise((go) => setTimeout(go, 50))
  }
  if (document.documentElement.scrollWidth <= innerWidth) return []
  const wide = [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  return wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 160))
}
"""
# A key that reached the page (demands.list.title) or a place nobody filled ({n}).
LEFTOVER = re.compile(r"\b[a-z_]{2,}(?:\.[a-z_]{2,}){1,3}\b|\{[a-z_]+\}")
ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")


def turn(page: Page, size: ViewportSize) -> None:
    """Make the screen this large; ends when the page is drawn for it."""
    page.set_viewport_size(size)
    page.evaluate(DRAWN)


def beyond_the_edge(page: Page) -> list[str]:
    """What reaches beyond the right edge of the screen; nothing, if the page fits."""
    return page.evaluate(BEYOND)


@dataclass
class Look:
    """Listens to one page and examines what it shows."""

    page: Page
    noise: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._said)
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.noise.append(f"script: {error}"))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.noise.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.noise.append(f"{response.status} {response.request.method} {response.url}")

    def settle(self) -> None:
        """Wait until the page has its main heading and nothing is loading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        expect(self.page.locator(".skeleton")).to_have_count(0)

    def faults(self) -> list[str]:
        """Everything wrong with what is shown now, at this width."""
        self.settle()
        beyond = [f"beyond the edge: {one}" for one in beyond_the_edge(self.page)]
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))  # a script tag the pages forbid
        barriers = [f"barrier {one}" for one in self.page.evaluate(BARRIERS)]
        heard, self.noise = self.noise, []
        return [*heard, *beyond, *barriers]

    def faults_at(self, sizes: Iterable[ViewportSize], shoot: Shoot, name: str) -> list[str]:
        """Everything wrong at each of these sizes; a picture of each. Ends at the last."""
        found = []
        for size in sizes:
            turn(self.page, size)
            found += [f"{name} at {size['width']}: {fault}" for fault in self.faults()]
            shoot(self.page, f"{name}-{size['width']}")
        return found

    def leftovers(self) -> list[str]:
        """Keys and placeholders in the texts the page shows."""
        self.settle()
        text = ADDRESS.sub("", self.page.locator("body").inner_text())
        return LEFTOVER.findall(text)


ALL_WIDTHS: tuple[ViewportSize, ...] = tuple(
    {"width": width, "height": 800} for width in (360, 768, 1366)
)


def right_at_all_widths(page: Page, shoot: Shoot, name: str) -> None:
    """Nothing is wrong on a phone, a tablet and a desktop; a picture of each. Ends at desktop."""
    assert Look(page).faults_at(ALL_WIDTHS, shoot, name) == []

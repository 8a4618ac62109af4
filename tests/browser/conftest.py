"""Pages in a real Chromium, on the real server. Start with `page` or `phone`."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from backend.platform.embedded import EmbeddedPostgres
from tests.browser import chromium, hands
from tests.browser.cast import Cast, Person
from tests.fixtures.live import ROOT, LiveApp
from tests.fixtures.session import one_at_a_time

SCREENSHOTS = ROOT / "tests" / "screenshots"
DESKTOP = {"width": 1366, "height": 768}
# The narrowest phone still in use.
PHONE = {"width": 360, "height": 740}
PATIENCE_MS = 10_000
log = logging.getLogger(__name__)
expect.set_options(timeout=PATIENCE_MS)

NewPage = Callable[..., Page]
OpenAs = Callable[..., Page]
Shoot = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker process."""
    with one_at_a_time("chromium"):
        binary, environment = chromium.executable(), chromium.environment()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=binary, args=list(chromium.FLAGS), env=environment
        )
        yield running
        running.close()


@pytest.fixture(scope="module", autouse=True)
def _empty_province(postgres: EmbeddedPostgres, live_app: LiveApp) -> None:
    """Each file begins with the shipped tables alone.

    Two files that each set up a department for the same county would make an overlap of
    jurisdiction, and the case would wait at the other one's desk.
    """
    postgres.execute("SELECT test_reset.reset()", live_app.database_name)


@pytest.fixture
def new_page(browser: Browser, live_app: LiveApp, shoot: Shoot) -> Iterator[NewPage]:
    """Opens separate people: each page has cookies of its own. Script errors fail the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_page(viewport: dict[str, int] = DESKTOP) -> Page:
        context = browser.new_context(
            base_url=live_app.url,
            viewport=viewport,
            has_touch=viewport is PHONE,
            is_mobile=viewport is PHONE,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        return page

    with _picture_of_failure(pages, shoot):
        yield open_page
    for page in pages:
        page.context.close()
    assert errors == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A desktop browser window."""
    return new_page()


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """A window of a phone's width."""
    return new_page(PHONE)


@pytest.fixture(scope="session")
def cast(live_app: LiveApp) -> Cast:
    """The people behind the pages."""
    return Cast(live_app)


@pytest.fixture
def desk(new_page: NewPage, cast: Cast) -> OpenAs:
    """`desk(actor)`: a desktop window where this actor has signed in."""
    return lambda actor: _signed_in(new_page(), cast.person(actor))


@pytest.fixture
def handset(new_page: NewPage, cast: Cast) -> OpenAs:
    """`handset(actor)`: a phone where this actor has signed in."""
    return lambda actor: _signed_in(new_page(PHONE), cast.person(actor))


def _signed_in(page: Page, person: Person) -> Page:
    hands.sign_in(page, person)
    return page


@pytest.fixture
def shoot(request: pytest.FixtureRequest) -> Shoot:
    """Saves numbered screenshots under tests/screenshots/<test>/."""
    name = re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
    folder = SCREENSHOTS / Path(request.node.fspath).stem / name
    taken = 0

    def save(page: Page, title: str) -> None:
        nonlocal taken
        taken += 1
        folder.mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")  # else what sticks to the top is drawn in the middle
        # The whole page is drawn by resizing it, which may close what is open above it.
        is_open = page.get_by_role("dialog").count() > 0
        page.screenshot(path=folder / f"{taken:02d}-{title}.png", full_page=not is_open)

    return save


@contextmanager
def _picture_of_failure(pages: list[Page], shoot: Shoot) -> Iterator[None]:
    yield
    if OUTCOME.failed:
        for page in pages:
            if not page.is_closed():
                shoot(page, "failure")
                log.error("%s\n%s", page.url, page.locator("body").inner_text())


class _Outcome:
    failed = False


OUTCOME = _Outcome()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Remember whether the test itself failed, for the picture taken afterwards."""
    report = yield
    if report.when == "call":
        OUTCOME.failed = report.failed
    return report

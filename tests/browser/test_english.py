"""With the switch on English, everything the platform says is English; people's words stay."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from backend.identity.actor import Actor
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE
from tests.browser.looks import Look, beyond_the_edge, turn
from tests.factories import agreements, enterprises, experts, matches
from tests.factories.demands import CONTENT

POLL_MS = 100
CHINESE = re.compile(r"[\u3400-\u9fff]+")


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) and CHINESE.search(value) else []


# What the people of this world wrote; all of them, their firms and offices are called 演示….
TYPED = re.compile(
    "|".join([r"演示\S*", *map(re.escape, sorted(_texts(CONTENT), key=len, reverse=True))])
)
# Written by people too: what they do and say, found by these words.
WRITTEN = (
    "指标已经达到",
    "铜箔",
    "电解",
    "高强高导铜合金",
    "铜合金",
    "连续铸造",
    "配联络员",
    "演示工业路",
)


@dataclass(frozen=True)
class World:
    """Somebody on each side of a service, with work waiting."""

    expert: Actor
    enterprise: Actor
    county: Actor


@pytest.fixture(scope="module")
def world(cast) -> World:
    return cast.arrange(_world)


async def _world(db) -> World:
    county = await enterprises.county(db)
    served = await agreements.ended_engagement(db, await matches.stage(db, county))
    around = await matches.stage(db, county)
    await matches.designate(db, around.enterprise, around.demand.id, served.expert)
    await enterprises.submitted_enterprise(db, county)
    await experts.submitted_expert(db)
    return World(served.expert, served.enterprise, county)


def chinese_in(page: Page) -> list[str]:
    """The lines of the page's content that hold Chinese nobody typed.

    After the switch the answers are asked for anew; the old ones stand until those arrive.
    """
    Look(page).settle()
    for _ in range(PATIENCE_MS // POLL_MS):
        if not _chinese_lines(page):
            break
        page.wait_for_timeout(POLL_MS)
    return _chinese_lines(page)


def _chinese_lines(page: Page) -> list[str]:
    lines = page.locator("main").inner_text().splitlines()
    return [
        line
        for line in lines
        if CHINESE.search(TYPED.sub("", line)) and not any(one in line for one in WRITTEN)
    ]


def in_english(page: Page, name: str, shoot) -> list[str]:
    """The same at both widths, with a picture of each and whatever is too wide."""
    found = [f"{name}: {line}" for line in chinese_in(page)]
    for size in (DESKTOP, PHONE):
        turn(page, size)
        found += [f"{name} at {size['width']}: {one}" for one in beyond_the_edge(page)]
        shoot(page, f"{name}-{size['width']}")
    turn(page, DESKTOP)
    return found


def to_english(page: Page) -> None:
    Look(page).settle()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="中文")).to_be_visible()


def test_a_commissioner_reads_english(world, desk, shoot) -> None:
    """Tasks, a service with its history and buttons, a match, the library: switched while open."""
    page = desk(world.expert)
    to_english(page)
    found = in_english(page, "home", shoot)
    for path in ("/engagements", "/matches", "/agreements", "/demands", "/experts"):
        page.goto(path)
        found += in_english(page, path[1:], shoot)
        first = page.locator("main :is(table, .cards) a.name").first
        if first.count() and path != "/agreements":  # an agreement is an official paper: Chinese
            first.click()
            page.wait_for_url(lambda url, path=path: not url.endswith(path))
            found += in_english(page, f"{path[1:]}-one", shoot)
    assert not found, "\n".join(found)


def test_a_reviewer_reads_english(world, desk, shoot) -> None:
    page = desk(world.county)
    to_english(page)
    found = in_english(page, "home", shoot)
    for path in ("/reviews", "/enterprises", "/batches"):
        page.goto(path)
        found += in_english(page, path[1:], shoot)
    page.goto("/reviews")
    page.locator("main :is(table, .cards) a.name").first.click()
    page.wait_for_url(lambda url: not url.endswith("/reviews"))
    found += in_english(page, "case", shoot)
    assert not found, "\n".join(found)


def test_lists_and_refusals_change_with_the_switch(page, shoot) -> None:
    """The code lists are read anew, though they are kept for ever; a refusal is English too."""
    page.goto("/self-test/expert")
    expect(page.get_by_role("option", name="博士学位", exact=True)).to_be_attached()
    to_english(page)
    expect(page.get_by_role("option", name="Doctoral degree", exact=True)).to_be_attached()
    page.get_by_role("button", name="Show the result").click()
    expect(page.locator("main")).to_contain_text("Works in the natural sciences")
    found = in_english(page, "self-test", shoot)
    page.goto("/sign-in")
    page.get_by_label("Phone number or e-mail").fill("nobody@demo.example")
    page.get_by_label("Password", exact=True).fill("wrong password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("main")).to_contain_text("Wrong account or password.")
    shoot(page, "refused")
    assert not found, "\n".join(found)

"""A team of five forms on phones: one starts it, four say yes themselves (5.2.2 to 5.2.4)."""

import logging
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import box_of, count_taps, expect_title, fill, go, taps
from tests.browser.looks import Look
from tests.factories import enterprises, matches, teams

LEAST = 44
"""Sides of what a finger meets, in pixels."""
# The list of demands, the demand, start, send; for each of four ask and send; complete.
LEADERS_TAPS = 13
# Open what waits, say yes, confirm.
MEMBERS_TAPS = 3
NAME = "铜箔添加剂特派团"
log = logging.getLogger(__name__)


# Of a card that is one link, its whole counts: what a finger half the least size aside still meets.
MEETS = """
(target, half) => {
  const { left, top, width, height } = target.getBoundingClientRect()
  const [x, y] = [left + Math.min(width / 2, half), top + height / 2]
  return [[0, -half + 1], [0, half - 1], [-half + 1, 0], [half - 1, 0]].every(([dx, dy]) => {
    const met = document.elementFromPoint(x + dx, y + dy)
    return met !== null && target.contains(met)
  })
}
"""


def tap(page: Page, target: Locator) -> None:
    """Press with a finger what is large enough for one."""
    target.scroll_into_view_if_needed()
    box = box_of(target)
    large = min(box["width"], box["height"]) >= LEAST
    assert large or target.evaluate(MEETS, LEAST / 2), (target, box)
    target.tap()


def button(page: Page | Locator, name: str) -> Locator:
    """The button, or the link that looks like one, with exactly this name."""
    exactly = re.compile(f"^{re.escape(name)}$")
    return page.get_by_role("button", name=exactly).or_(page.get_by_role("link", name=exactly))


@pytest.mark.clause("5.2.1", "5.2.2", "5.2.3", "5.2.4")
def test_a_team_of_five_forms_on_phones(cast, handset, shoot) -> None:
    async def made(db):
        county = await enterprises.county(db)
        wanted = {"team_wanted": True, "disciplines": ["430", "460", "510", "530"]}
        return await matches.stage(db, county, **wanted), await teams.members(db, 5)

    around, (leader, *others) = cast.arrange(made)
    phone = handset(leader)
    count_taps(phone)
    start(phone, around.demand.title, shoot)
    for one in others:
        ask(phone, one.name)
    expect(phone.get_by_text("已同意 1 人，待答复 4 人").first).to_be_visible()
    shoot(phone, "asked")
    used = taps(phone)
    for one in others:
        accept(handset(one), shoot)
    phone.reload()
    expect(phone.get_by_text("已同意 5 人").first).to_be_visible()
    count_taps(phone)
    tap(phone, button(phone, "组建完成"))
    expect(phone.get_by_text("特派团已组成，可以提出申请了")).to_be_visible()
    shoot(phone, "complete")
    used += taps(phone)
    log.warning("a team of five: %s taps by its leader", used)
    assert used <= LEADERS_TAPS
    assert Look(phone).faults() == []
    (formed,) = cast.person(leader).ask("/teams/mine")["items"]
    assert (formed["state"], formed["accepted"]) == ("complete", 5)


def start(phone: Page, demand: str, shoot) -> None:
    """Find the demand, lead a team for it; the next page says what it lacks and whom to ask."""
    go(phone, "需求")
    tap(phone, phone.get_by_role("link", name=demand).first)
    expect_title(phone, demand)
    tap(phone, button(phone, "发起特派团"))
    expect_title(phone, "发起特派团")
    fill(phone, {"团名": NAME})
    shoot(phone, "start")
    tap(phone, button(phone, "发起，去邀请成员"))
    expect_title(phone, NAME)
    expect(phone.get_by_text("可以邀请谁来补")).to_be_visible()
    shoot(phone, "gaps")


def ask(phone: Page, name: str) -> None:
    """Ask one of those who would bring what is missing; free places stand beside the name."""
    row = phone.get_by_role("listitem").filter(has_text=re.compile(f"{name}(?!\\d)")).last
    expect(row.get_by_text("还有 3 个名额")).to_be_visible()
    tap(phone, row.get_by_role("button", name="邀请"))
    dialog = phone.get_by_role("dialog")
    tap(phone, dialog.get_by_role("button", name="发出邀请"))
    expect(dialog).to_have_count(0)
    asked = phone.get_by_role("listitem").filter(has_text=re.compile(f"{name}(?!\\d)"))
    expect(asked.get_by_text("待答复")).to_be_visible()


def accept(phone: Page, shoot) -> None:
    """Each says yes on his own phone."""
    count_taps(phone)
    tap(phone, phone.get_by_role("link", name=f"答复特派团邀请：{NAME}").first)
    expect_title(phone, NAME)
    shoot(phone, "invitation")
    tap(phone, button(phone, "同意参加"))
    dialog = phone.get_by_role("dialog")
    tap(phone, dialog.get_by_role("button", name="同意参加"))
    expect(dialog).to_have_count(0)
    assert taps(phone) <= MEMBERS_TAPS
    assert Look(phone).faults() == []

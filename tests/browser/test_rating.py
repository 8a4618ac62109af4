"""Rating on a phone in a minute; a bad grade disputed, annotated and followed up."""

import time

import pytest
from playwright.sync_api import Page, expect

from backend.evaluations import service as evaluations
from backend.evaluations.states import Rater
from tests.browser.hands import box_of, confirm, expect_title, fill, go, press, take_up
from tests.browser.looks import beyond_the_edge
from tests.factories import agreements as made
from tests.factories import matches, people
from tests.factories.organisations import county_department

TARGET = 44
MINUTE = 60
WORDS = "约定的驻场天数没有到，方案也没有交付。"
GROUNDS = "驻场天数已在日志中确认，方案于八月交付。"
NOTE = "经核对日志，驻场天数属实；方案交付时间双方说法不一。"
DONE = "约谈双方，补驻场三天并交付方案，企业已确认。"


@pytest.fixture(scope="module")
def office(cast):
    """The one department of the county: two would both be competent."""
    return cast.arrange(county_department)


def _ended(office):
    async def ended(db):
        served = await made.ended_engagement(db, await matches.stage(db, office))
        return served, await made.liaison(db, served), await people.officer(db)

    return ended


class Taps:
    """A thumb that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, target) -> None:
        """One tap, on something large enough for it."""
        box = box_of(target)
        assert min(box["width"], box["height"]) >= TARGET - 0.5, box
        target.tap()
        self.count += 1


def _card(page: Page, taps: Taps, submit: str) -> None:
    """Every point and the whole with one tap each, then send."""
    expect(page.get_by_role("button", name=submit, exact=True)).to_be_visible()
    for point in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
        taps.on(point.locator("label.grade").nth(1))  # 满意
    assert beyond_the_edge(page) == []
    taps.on(page.get_by_role("button", name=submit, exact=True))
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)  # the next card, or none


@pytest.mark.clause("5.7.1")
def test_a_rating_takes_a_minute_on_a_phone(cast, office, handset, shoot) -> None:
    served, _, _ = cast.arrange(_ended(office))
    phone = handset(served.expert)
    taps, began = Taps(phone), time.monotonic()
    task = phone.get_by_role("link", name="评价已结束的服务")
    expect(task).to_be_visible()
    shoot(phone, "home")
    task.tap()
    taps.count += 1
    expect_title(phone, "互相评价")
    shoot(phone, "card")
    _card(phone, taps, "提交，评价下一方")
    _card(phone, taps, "提交评价")
    expect(phone.get_by_text("您这一方的评价已完成")).to_be_visible()
    took = time.monotonic() - began
    shoot(phone, "done")
    # One to open, one for each of nine grades, two to send.
    assert taps.count == 12
    assert took < MINUTE


@pytest.mark.clause("5.7.1")
def test_a_bad_grade_is_disputed_annotated_and_followed_up(
    cast, office, desk, handset, shoot
) -> None:
    served, helper, officer = cast.arrange(_ended(office))

    async def rated(db):
        actors = {"expert": served.expert, "enterprise": served.enterprise, "liaison": helper}
        for giver in Rater:
            for taker in Rater:
                if giver is not taker:
                    bad = (giver, taker) == (Rater.ENTERPRISE, Rater.EXPERT)
                    body = made.rating(giver, taker, 2 if bad else 4, WORDS if bad else "")
                    await evaluations.rate(db, actors[giver], served.id, body)

    cast.arrange(rated)
    phone = handset(served.expert)
    phone.goto(f"/engagements/{served.id}/rate")
    expect(phone.get_by_text("(2×50 + 4×30) ÷ 80 = 2.75")).to_be_visible()
    press_first(phone, "提出异议")
    fill(phone.get_by_role("dialog"), {"异议内容": GROUNDS})
    shoot(phone, "dispute")
    confirm(phone, "提出异议")
    expect(phone.get_by_text(GROUNDS)).to_be_visible()
    shoot(phone, "disputed")
    _annotate(desk(officer), shoot)
    _follow_up(desk(served.reviewer), shoot, served.engagement.demand.title)
    phone.reload()
    for words in (WORDS, GROUNDS, NOTE, DONE):
        expect(phone.get_by_text(words)).to_be_visible()
    assert beyond_the_edge(phone) == []


def press_first(page: Page, name: str) -> None:
    """The first of the buttons with this name: each rating of one's side has one."""
    page.get_by_role("article").get_by_role("button", name=name, exact=True).first.click()


def _annotate(page: Page, shoot) -> None:
    """The department reads both and adds its word."""
    take_up(page, "批注评价异议")
    press(page, "批注")
    fill(page.get_by_role("dialog"), {"批注内容": NOTE})
    confirm(page, "批注")
    expect(page.get_by_text(NOTE)).to_be_visible()
    shoot(page, "annotated")


def _follow_up(page: Page, shoot, demand: str) -> None:
    """The office finds it among its tasks and in its list, and says what was done."""
    shoot(page, "office-home")
    go(page, "差评跟进")
    expect_title(page, "差评跟进")
    shoot(page, "follow-ups")
    page.get_by_role("main").get_by_role("link", name=demand).click()
    press(page, "填写处理结果并办结")
    fill(page.get_by_role("dialog"), {"了解到的情况和处理结果": DONE})
    confirm(page, "填写处理结果并办结")
    expect(page.get_by_text(DONE)).to_be_visible()
    shoot(page, "followed-up")

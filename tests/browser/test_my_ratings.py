"""A side's own standing in ratings: on the phone of an expert, on the desks of the others."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from backend.evaluations import service as evaluations
from backend.evaluations.schemas import AnnotationIn, DisputeIn
from tests.browser.hands import expect_title, go, press
from tests.browser.looks import right_at_all_widths
from tests.factories import agreements as made
from tests.factories import enterprises, matches, people
from tests.factories.standins import quick_expert

GROUNDS, NOTE = "驻场天数已在日志中确认。", "经核对日志，驻场天数属实。"


async def _rated(db, grades):
    """Services of one expert in several enterprises, rated all round."""
    around = await matches.stage(db, await enterprises.county(db))
    served = []
    for grade in grades:
        here = await matches.stage(db, around.reviewer)
        one = await made.ended_engagement(db, replace(here, expert=around.expert))
        await made.rate_all(db, one, grade)
        served.append(one)
    return served


@pytest.mark.clause("5.7.1")
def test_an_expert_reads_averages_that_can_be_worked_out(cast, handset, desk, shoot) -> None:
    async def arranged(db):
        served = await _rated(db, (5, 4, 4))
        page = await evaluations.read(db, served[-1].expert, served[-1].id)
        given = next(one for one in page.directions if one.from_party == "enterprise")
        body = DisputeIn(grounds=GROUNDS)
        disputed = await evaluations.dispute(db, served[-1].expert, given.rating.id, body)
        raised = next(one for one in disputed.directions if one.from_party == "enterprise")
        dispute = raised.rating.dispute
        note = AnnotationIn(annotation=NOTE)
        await evaluations.annotate(db, await people.officer(db), dispute.id, note)
        return served, await made.liaison(db, served[0])

    served, liaison = cast.arrange(arranged)
    phone = handset(served[0].expert)
    go(phone, "入企服务")
    press(phone, "我收到的评价")
    expect_title(phone, "我收到的评价")
    expect(phone.get_by_text("(5 + 4×2) ÷ 3 = 4.33").first).to_be_visible()
    for words in (GROUNDS, NOTE):
        expect(phone.get_by_text(words)).to_be_visible()
    right_at_all_widths(phone, shoot, "expert")
    page = desk(served[0].enterprise)
    page.goto("/my-ratings")
    expect(page.get_by_text("不足 3 次评价，暂不显示平均").first).to_be_visible()
    right_at_all_widths(page, shoot, "enterprise")
    bench = desk(liaison)
    go(bench, "联络工作台")
    press(bench, "我收到的评价")
    expect(bench.get_by_text("÷ 3 =").first).to_be_visible()
    shoot(bench, "liaison")


@pytest.mark.clause("5.7.1")
def test_before_the_first_rating_the_page_says_what_comes(cast, handset, shoot) -> None:
    expert = cast.arrange(quick_expert)
    phone = handset(expert)
    phone.goto("/my-ratings")
    expect(phone.get_by_text("还没有公开的评价")).to_be_visible()
    right_at_all_widths(phone, shoot, "empty")
    phone.route("**/api/v1/ratings/standing", lambda route: route.abort())
    phone.reload()
    expect(phone.get_by_text("没有连上服务器")).to_be_visible()
    shoot(phone, "error")

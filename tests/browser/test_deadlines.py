"""The 20th and the 25th: what is due, what is late, and a month that is moved for everybody."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from backend.platform import clock
from tests.browser.hands import choose, expect_title, fill, go, press
from tests.browser.looks import Look
from tests.factories import desks, enterprises, people

COUNTY = {"city_code": "361100", "county_code": "361128"}
WHY = "因系统维护，本月推荐函和清单报送截止日顺延两天。"


@pytest.mark.clause("6.4.1", "6.4.2")
def test_a_month_is_moved_and_every_desk_reads_why(cast, desk, shoot) -> None:
    officer = desk(cast.arrange(people.officer))
    look = Look(officer)
    go(officer, "截止安排")
    expect(officer.get_by_text("审核截止")).to_have_count(3)
    expect(officer.get_by_text("推荐函和清单报送")).to_have_count(3)
    expect(officer.get_by_text(re.compile(r"20日$")).first).to_be_visible()
    expect(officer.get_by_text(re.compile(r"25日$")).first).to_be_visible()
    press(officer, "调整某月截止日")
    press(officer, "调整并公告")
    expect(officer.get_by_role("alert")).to_be_visible()
    look.noise.clear()  # the 422 that was asked for
    shoot(officer, "missing")
    month = (clock.today().replace(day=1) + timedelta(days=63)).replace(day=1)
    officer.get_by_label("月份").fill(f"{month:%Y-%m}")
    choose(officer, "哪一个截止日", "推荐函和清单报送")
    officer.get_by_label("调整到").fill(str(month.replace(day=27)))
    fill(officer, {"公告": WHY})
    press(officer, "调整并公告")
    expect_title(officer, "截止安排")
    assert look.faults() == []
    reviewer = desk(cast.arrange(lambda db: enterprises.county(db, COUNTY["county_code"])))
    go(reviewer, "截止安排")
    moved = reviewer.locator("section").filter(has_text=f"{month:%Y年%-m月}").last
    expect(moved).to_contain_text(f"{month:%Y年%-m月}27日")
    expect(moved).to_contain_text(WHY)
    expect(reviewer.get_by_role("link", name="调整某月截止日")).to_have_count(0)
    shoot(reviewer, "moved")


@pytest.mark.clause("6.3", "6.4.1")
def test_what_waits_and_what_is_late_stands_on_every_page_of_a_reviewer(cast, desk, shoot) -> None:
    async def two(db):
        office = await enterprises.county(db, COUNTY["county_code"])
        made = [await enterprises.submitted_enterprise(db, office, **COUNTY) for _ in range(2)]
        await desks.overdue(db, made[0].id, 3)
        return made

    late, waiting = cast.arrange(two)
    page = desk(late.reviewer)
    line = page.locator(".deadline")
    expect(line).to_contain_text("待审 2")
    expect(line).to_contain_text("逾期 1")
    go(page, "截止安排")
    expect(line).to_contain_text(re.compile(r"距.*20.*还有|截止"))
    shoot(page, "line")
    line.get_by_role("link", name="逾期 1").click()
    expect_title(page, "审核台")
    expect(page.get_by_role("link", name=late.name)).to_be_visible()
    expect(page.get_by_role("link", name=waiting.name)).to_have_count(0)
    shoot(page, "late")

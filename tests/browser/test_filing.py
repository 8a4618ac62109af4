"""The department files a month's list, sends single people back, and the library follows."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from backend.batches import service as batches
from backend.platform import clock
from tests.browser.hands import expect_title, fill, go, press
from tests.browser.looks import Look
from tests.factories import enterprises, experts, people

PLACE = {"city_code": "361100", "county_code": "361102"}
REASON = "职称证书与所填不符，请更正后重新提交。"


def last_round() -> datetime:
    """A moment in the last round that has ended."""
    return (clock.now().replace(day=1) - timedelta(days=20)).replace(day=15)


async def _received(db):
    with clock.at(last_round()):
        kept = await experts.recommended_expert(db, name="演示留任", **PLACE)
        sent_back = await experts.recommended_expert(db, name="演示退回", **PLACE)
    batch = await experts.batch_of(db, kept)
    officer = await people.officer(db)
    await batches.freeze(db, kept.reviewer, batch)
    await experts.receive_paper(db, officer, batch)
    return sent_back, officer, batch


@pytest.mark.clause("3.1.2", "3.1.3", "6.4.2")
def test_one_is_sent_back_the_others_enter_the_library(cast, desk, handset, shoot) -> None:
    sent_back, officer, batch = cast.arrange(_received)
    firm = desk(cast.arrange(enterprises.approved_enterprise).actor)
    in_library(firm, "演示留任", found=False)
    page = desk(officer)
    look = Look(page)
    page.goto(f"/batches/{batch}")
    row = page.get_by_role("row").filter(has_text=sent_back.name)
    row.get_by_role("button", name="退回").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("不随本批次备案")
    fill(dialog, {"退回理由": REASON})
    shoot(page, "return")
    dialog.get_by_role("button", name="退回").last.click()
    expect(dialog).to_have_count(0)
    expect(row).to_contain_text(REASON)
    press(page, "确认备案")
    page.get_by_role("dialog").get_by_role("button", name="确认备案").click()
    expect(page.get_by_text("已备案入库").first).to_be_visible()
    shoot(page, "filed")
    assert look.faults() == []
    in_library(firm, "演示留任", found=True)
    shoot(firm, "library")
    phone = handset(sent_back.actor)
    phone.goto("/experts/mine")
    expect(phone.get_by_text(REASON).first).to_be_visible()
    phone.goto("/experts")
    expect(phone.get_by_role("main").get_by_text("演示退回")).to_have_count(0)
    shoot(phone, "sent-back")


def in_library(page: Page, name: str, *, found: bool) -> None:
    """Who may be matched is on this page, and nobody else."""
    go(page, "特派员库")
    expect_title(page, "特派员库")
    page.get_by_label("设区市").select_option(PLACE["city_code"])
    page.wait_for_url("**city_code=361100*")
    expect(page.locator(".skeleton")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("link", name=name)).to_have_count(int(found))

"""A filed expert works elsewhere now; and a civil servant on a list: two decisions of offices."""

import pytest
from playwright.sync_api import expect

from backend.batches import service as batches
from backend.identity.actor import SYSTEM
from backend.platform import calendar, clock
from tests.browser.hands import confirm, expect_title, fill, press, take_up
from tests.factories import experts, organisations, people

NEW = "演示九江材料研究院"
WHY = "所在单位按规定批准其参加，且不取酬。"


async def _filed(db):
    made = await experts.filed_expert(db, name="林调任")
    return made, await experts.bureau(db, organisations.JIUJIANG)


@pytest.mark.clause("3.1.2")
def test_a_new_employer_is_reported_on_the_phone_and_confirmed_by_the_new_bureau(
    cast, handset, desk, shoot
) -> None:
    made, bureau = cast.arrange(_filed)
    phone = handset(made.actor)
    phone.goto("/experts/mine")
    press(phone, "报告工作单位变更")
    expect_title(phone, "报告工作单位变更")
    shoot(phone, "phone-empty")
    press(phone, "提交报告")
    expect(phone.get_by_role("alert").first).to_be_visible()
    shoot(phone, "phone-faults")
    fill(phone, {"统一社会信用代码": experts.credit_code(9_000_002), "工作单位": NEW})
    fill(phone, {"到任日期": "2026-09-01", "补充说明": "因工作调动到新单位。"})
    phone.get_by_label("设区市").select_option(label="九江市")
    shoot(phone, "phone-filled")
    press(phone, "提交报告")
    expect(phone.get_by_text("待新的推荐单位确认")).to_be_visible()
    expect(phone.get_by_text("已入库").first).to_be_visible()
    shoot(phone, "phone-reported")
    office = desk(bureau)
    take_up(office, "确认工作单位变更：林调任")
    expect(office.get_by_text(NEW)).to_be_visible()
    shoot(office, "office")
    press(office, "不予确认")
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("button", name="不予确认", exact=True).click()
    expect(dialog.get_by_text("请写明不予确认的原因").first).to_be_visible()
    shoot(office, "office-fault")
    dialog.get_by_role("button", name="取消").click()
    press(office, "确认单位变更")
    office.get_by_role("dialog").get_by_label("意见").fill("已到任，情况属实。")
    confirm(office, "确认单位变更")
    expect(office.get_by_text("已确认").first).to_be_visible()
    expect(office.get_by_text("工作单位已变更")).to_be_visible()
    shoot(office, "confirmed")
    phone.reload()
    expect(phone.get_by_text("已到任，情况属实。").first).to_be_visible()
    shoot(phone, "phone-confirmed")


async def _list(db):
    servant = await experts.submitted_expert(db, name="林公务", is_civil_servant=True)
    await experts.approve(db, servant, note="单位批准参加，不影响本职工作。")
    officer, batch_id = await people.officer(db), await experts.batch_of(db, servant)
    month = (await batches.read(db, officer, batch_id)).month
    with clock.at(max(clock.now(), calendar.end_of_day(month.replace(day=20)))):
        await batches.freeze(db, SYSTEM, batch_id)
        await experts.receive_paper(db, officer, batch_id)
    return officer


@pytest.mark.clause("3.1.3")
def test_a_civil_servant_is_decided_on_before_the_list_is_filed(cast, desk, shoot) -> None:
    page = desk(cast.arrange(_list))
    take_up(page, "决定公务员能否参加：林公务")
    expect(page.get_by_role("button", name="确认备案")).to_be_disabled()
    expect(page.get_by_text("请先逐人决定同意参加或退回").first).to_be_visible()
    shoot(page, "waiting")
    press(page, "同意参加")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("依据和理由").fill(WHY)
    shoot(page, "dialog")
    confirm(page, "同意参加")
    expect(page.get_by_text(WHY).first).to_be_visible()
    press(page, "确认备案")
    confirm(page, "确认备案")
    expect(page.get_by_text("已备案").first).to_be_visible()
    shoot(page, "filed")

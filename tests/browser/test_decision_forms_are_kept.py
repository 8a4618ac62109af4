"""What people write to each other in decisions, reports and terms: nothing typed is lost."""

import io
from datetime import date, timedelta
from itertools import count

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from backend.identity.permissions import Role
from backend.integrity.schemas import AppealIn
from backend.integrity.service import appealing
from backend.platform import clock
from backend.platform.crypto import fingerprint
from tests.browser.hands import attach, choose, fill, press
from tests.browser.steps import losing
from tests.browser.steps.keeping import RESTORED, Form, expect_drawn, stays_until_sent
from tests.factories import (
    agreements,
    commitments,
    enterprises,
    experts,
    integrity,
    matches,
    organisations,
    people,
    standins,
    waivers,
)

_numbers = count(1)
WORDS = "经核对原始材料，所述情况属实，有单位出具的书面说明为证。"
ELDER = {"birth_date": "1955-02-03", "id_number": experts.resident_id(date(1955, 2, 3), 311)}


async def _stage(db) -> matches.Stage:
    return await matches.stage(db, await enterprises.county(db))


async def _elder(db):
    await experts.bureau(db, organisations.NANCHANG)
    actor, detail = await experts.draft_expert(db, **ELDER)
    return actor, ("experts", detail.id)


async def _waiver(db) -> Form:
    actor, (table, id) = await _elder(db)
    path = f"/waivers/new?rule=ELIG-AGE&type={table}&id={id}&back=/experts/mine"
    return Form(path, actor, "豁免申请已提交")


async def _opinion(db) -> Form:
    bureau = await experts.bureau(db, organisations.NANCHANG)
    actor, detail = await experts.draft_expert(db, **ELDER)
    asked = await waivers.asked_waiver(db, actor, "ELIG-AGE", ("experts", detail.id))
    return Form(f"/waivers/{asked.id}", bureau, "建议同意：经核对", "提出意见")


async def _grant(db) -> Form:
    actor, subject = await _elder(db)
    asked = await waivers.asked_waiver(db, actor, "ELIG-AGE", subject)
    await waivers.advised(db, asked.id)
    return Form(f"/waivers/{asked.id}", await people.officer(db), "已同意", "同意豁免")


async def _report(db) -> Form:
    return Form("/report", await standins.quick_expert(db), "举报已收到")


async def _finding(db) -> Form:
    return Form("/integrity/new", await people.officer(db), "待第二人确认")


async def _appealing(db):
    number = experts.resident_id(integrity.BORN, 500 + 2 * next(_numbers))
    known = {"id_number": number, "id_fingerprint": fingerprint(number)}
    expert = await integrity.fraud(db, **known)
    return expert, await integrity.disqualified(db, "experts", expert.expert_id)


async def _appeal(db) -> Form:
    expert, record = await _appealing(db)
    return Form(f"/integrity/mine/{record}/appeal", expert, "申诉待决定")


async def _appeal_decision(db) -> Form:
    expert, record = await _appealing(db)
    await appealing.appeal(db, expert, record, AppealIn(grounds=WORDS))
    return Form(f"/credit-records/{record}", await people.officer(db), "已解除", "决定申诉")


async def _terms(db) -> Form:
    contract = await agreements.drafted_agreement(db, await _stage(db))
    return Form(f"/agreements/{contract.agreement.id}/terms", contract.enterprise, "改后的条件")


async def _site_text(db) -> Form:
    officer = await people.officer(db, Role.SYSTEM_ADMIN)
    return Form("/site-texts/contact", officer, "公开页面的文字")


async def _commitment(db) -> Form:
    author = await people.officer(db)
    made = await commitments.draft(db, author, "expert")
    return Form(f"/commitments/drafts/{made.id}", author, "已保存。")


async def _decline(db) -> Form:
    around = await _stage(db)
    match = await matches.designate(db, around.enterprise, around.demand.id, around.expert)
    return Form(f"/matches/{match.id}/decline", around.expert, WORDS)


async def _deadline(db) -> Form:
    return Form("/deadlines/move", await people.officer(db), WORDS)


async def _about(db) -> Form:
    county = await enterprises.county(db)
    return Form(f"/organisations/{county.organisation_id}/edit/about", county, "改后的简介")


def _paper() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return {"name": "书面说明.png", "mimeType": "image/png", "buffer": out.getvalue()}


def _fill_waiver(page: Page) -> None:
    choose(page, "理由类别", "特殊专长")
    fill(page, {"具体理由": WORDS})
    attach(page, _paper())


def _fill_opinion(page: Page) -> None:
    choose(page, "意见", "建议同意")
    fill(page, {"理由": WORDS})


def _fill_report(page: Page) -> None:
    fill(page, {"姓名或名称": "林虚报", "所在单位或地区": "演示大学", "事实和线索": WORDS})
    page.get_by_label("行为类别").select_option(label="申报材料弄虚作假")
    attach(page, _paper())


def _fill_finding(page: Page) -> None:
    fill(page, {"姓名或名称": "林虚报", "证件号码": integrity.NUMBER, "查实的行为": WORDS})
    page.get_by_label("行为类别").select_option(label="申报材料弄虚作假")
    fill(page, {"认定文书": "演示科监〔2026〕9号", "认定机关": "演示诚信办"})
    fill(page, {"自": "2026-01-01", "至": "2029-12-31"})
    attach(page, _paper())


def _fill_appeal(page: Page) -> None:
    fill(page, {"申诉理由": WORDS})
    attach(page, _paper())


def _fill_appeal_decision(page: Page) -> None:
    choose(page, "决定", "撤销认定")
    fill(page, {"理由": WORDS})


def _fill_deadline(page: Page) -> None:
    day = clock.today().replace(day=1) + timedelta(days=62)
    fill(page, {"月份": f"{day:%Y-%m}", "调整到": f"{day:%Y-%m}-24", "公告": WORDS})


def _fill_decline(page: Page) -> None:
    choose(page, "主要原因", "其他原因")
    fill(page, {"还想说明的": WORDS})


def _types(**words: str):
    return lambda page: fill(page, words)


GRANT = {"决定意见": WORDS, "有效期至": str(waivers.a_year_on())}
FORMS = [
    (_waiver, _fill_waiver, "2.1.3"),
    (_opinion, _fill_opinion, "2.1.3"),
    (_grant, _types(**GRANT), "2.1.3"),
    (_report, _fill_report, "6.1.2"),
    (_finding, _fill_finding, "6.1.1"),
    (_appeal, _fill_appeal, "6.1.2"),
    (_appeal_decision, _fill_appeal_decision, "6.1.2"),
    (
        _terms,
        _types(甲方提供的工作条件="改后的条件：有试验场地。", 报酬与支付="按月。"),
        "5.4.1",
    ),
    (_site_text, _types(标题="联系我们", 正文=WORDS), "6.4.1"),
    (_commitment, _types(开头=WORDS, 修订说明=WORDS), "6.1.1"),
    (_decline, _fill_decline, "5.4.1"),
    (_deadline, _fill_deadline, "6.4.1"),
    (_about, _types(单位简介="改后的简介：" + WORDS), "A1.2"),
]


@pytest.mark.parametrize(
    ("make", "fill_in"),
    [
        pytest.param(make, fill_in, marks=pytest.mark.clause(shows))
        for make, fill_in, shows in FORMS
    ],
)
def test_what_was_typed_stays_until_it_is_sent(make, fill_in, cast, page) -> None:
    stays_until_sent(cast.arrange(make), fill_in, cast, page)


def test_the_reason_asked_for_in_a_dialog_is_there_again(cast, desk) -> None:
    form = cast.arrange(_grant)
    page = desk(form.actor)
    page.goto(form.path)
    press(page, "不同意")
    page.get_by_role("dialog").get_by_label("决定意见").fill(WORDS)
    page = losing.killed(page)
    page.goto(form.path)
    expect_drawn(page)
    press(page, "不同意")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(RESTORED)).to_be_visible()
    expect(dialog.get_by_label("决定意见")).to_have_value(WORDS)


def test_terms_typed_over_an_older_text_do_not_overwrite_the_newer_one(cast, desk) -> None:
    async def both(db):
        contract = await agreements.drafted_agreement(db, await _stage(db))
        return contract, f"/agreements/{contract.agreement.id}/terms"

    contract, path = cast.arrange(both)
    here, there = desk(contract.enterprise), desk(contract.expert)
    here.goto(path)
    fill(here, {"甲方提供的工作条件": "这边写的条件"})
    here = losing.killed(here)
    there.goto(path)
    fill(there, {"甲方提供的工作条件": "那边写的条件"})
    there.locator(".server-form button[type=submit]").click()
    expect(there.get_by_text("那边写的条件").first).to_be_visible()
    here.goto(path)
    expect(here.get_by_text(RESTORED)).to_be_visible()
    expect(here.get_by_role("alert").filter(has_text="那边写的条件")).to_be_visible()
    expect(here.get_by_label("甲方提供的工作条件")).to_have_value("这边写的条件")

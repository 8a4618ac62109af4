"""A service on the phone: a line with a photo in a minute, its confirmation, the liaison's desk."""

import logging
import time
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.attachments.corpus.parts import photo, saved
from tests.browser.hands import confirm, count_taps, expect_title, fill, go, press, taps
from tests.browser.looks import right_at_all_widths
from tests.factories import agreements as made
from tests.factories import matches, organisations, standins
from tests.factories.demands import published_demand

log = logging.getLogger(__name__)
WORK = "测了三卷毛面粗糙度，调整添加剂滴加速度。"
DOUBT = "当天到厂约四小时，请核对时长。"
TROUBLE = "检测设备排期要等三周，希望协调共享实验室。"
SEEN = "到厂看了试验线，双方配合正常。"
PHOTO = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": saved(photo(), "JPEG")}
# Open the service, the form, write, a photo, save; the rest is filled in already.
TAPS_TO_LOG, SECONDS_TO_LOG = 6, 60


async def _serving(db):
    served = await made.filed_agreement(db)
    return served, await made.liaison(db, served)


def log_with_a_photo(expert, title: str, shoot) -> None:
    """On the way home: one thumb, under a minute."""
    go(expert, "入企服务")
    expect_title(expert, "入企服务")
    count_taps(expert)
    began = time.monotonic()
    expert.get_by_role("main").get_by_role("link", name=title).first.tap()
    expert.get_by_role("link", name="填写服务记录").tap()
    expert.get_by_label("做了什么").tap()
    fill(expert, {"做了什么": WORK})
    with expert.expect_file_chooser() as chooser:
        expert.get_by_role("button", name="拍照").first.tap()
    chooser.value.set_files(PHOTO)
    expect(expert.get_by_text("已上传 现场.jpg")).to_be_attached()
    shoot(expert, "log-form")
    expert.get_by_role("button", name="保存服务记录").tap()
    expect(expert.get_by_text(WORK)).to_be_visible()
    seconds = time.monotonic() - began
    log.info("a line with a photo: %d taps, %.1f seconds", taps(expert), seconds)
    assert seconds < SECONDS_TO_LOG
    assert taps(expert) <= TAPS_TO_LOG
    expect(expert.get_by_role("img", name="的照片")).to_be_visible()
    shoot(expert, "logged")


def answer_the_line(clerk, expert, address: str, shoot) -> None:
    """Disputed by the enterprise, corrected by the expert, confirmed."""
    clerk.goto(address)
    press(clerk, "有异议")
    fill(clerk.get_by_role("dialog"), {"哪里不对": DOUBT})
    shoot(clerk, "dispute")
    confirm(clerk, "有异议")
    expect(clerk.get_by_text("企业有异议").first).to_be_visible()
    expert.goto(address)
    press(expert, "更正")
    expect_title(expert, "更正服务记录")
    expect(expert.get_by_text(DOUBT)).to_be_visible()
    press(expert, "4 小时")
    shoot(expert, "correction")
    press(expert, "保存更正")
    expect(expert.get_by_text("更正已保存").first).to_be_visible()
    clerk.reload()
    press(clerk, "确认这条")
    expect(clerk.get_by_text("企业已确认").first).to_be_visible()
    shoot(clerk, "confirmed")


def visit_and_answer(liaison, firm: str, shoot) -> None:
    """The liaison's desk on the phone: what waits, a visit, an answer."""
    go(liaison, "联络工作台")
    expect_title(liaison, "联络员工作台")
    expect(liaison.get_by_text("1 个问题")).to_be_visible()
    shoot(liaison, "workbench")
    liaison.get_by_role("main").get_by_role("link", name=firm).tap()
    fill(liaison, {"看到什么、谈了什么": SEEN})
    press(liaison, "保存走访")
    expect(liaison.get_by_text("走访已登记。")).to_be_visible()
    press(liaison, "答复")
    fill(liaison.get_by_role("dialog"), {"已做的协调或建议": "已联系共享实验室。"})
    confirm(liaison, "答复")
    expect(liaison.get_by_text("联络员已答复")).to_be_visible()
    shoot(liaison, "follow")


@pytest.mark.clause("A3.3", "5.7.1")
def test_a_line_with_a_photo_its_answers_and_the_liaison(cast, handset, desk, shoot) -> None:
    served, helper = cast.arrange(_serving)
    expert, clerk = handset(served.expert), handset(served.enterprise)
    log_with_a_photo(expert, served.contract.around.demand.title, shoot)
    answer_the_line(clerk, expert, f"/engagements/{served.id}", shoot)
    clerk.goto(f"/liaison/services/{served.id}")
    fill(clerk, {"向联络员反映问题": TROUBLE})
    press(clerk, "发给联络员")
    expect(clerk.get_by_text("已发给联络员")).to_be_visible()
    visit_and_answer(handset(helper), served.engagement.enterprise.name, shoot)
    page = desk(helper)
    for address, name in (
        ("/liaison/services", "workbench"),
        ("/liaison/services?show=rating_due", "workbench-empty"),
        (f"/liaison/services/{served.id}", "follow"),
        (f"/engagements/{served.id}", "service"),
    ):
        page.goto(address)
        right_at_all_widths(page, shoot, name)


async def _negotiated(db):
    bureau = await organisations.city_bureau(db)
    # A county of its own: the other test has set up the department of the usual one.
    reviewer = await organisations.county_department(db, "360113")
    firm = await standins.quick_enterprise(db, county_code="360113")
    demand = await published_demand(db, firm, reviewer)
    expert = await standins.quick_expert(db, organisation_id=bureau.organisation_id)
    staged = matches.Stage(reviewer, firm, expert, demand)
    return bureau, await made.drafted_agreement(db, staged)


def send_back(clerk, shoot) -> None:
    """The sealed paper is kept by its codes; without one, what is typed wrongly is refused."""
    with clerk.expect_download() as paper:
        press(clerk, "下载盖章版（PDF）")
    sent = {"name": "盖章件.pdf", "mimeType": "application/pdf"}
    sent["buffer"] = paper.value.path().read_bytes()
    chooser = clerk.locator("input[data-kind=sealed]")
    chooser.set_input_files(sent)
    press(clerk, "上传并核对")
    expect(clerk.get_by_text("由二维码核对，与签署的文本一致").first).to_be_visible()
    chooser.set_input_files(PHOTO)
    press(clerk, "上传并核对")
    fill(clerk, {"纸面校验值的前 8 位": "00000000"})
    press(clerk, "按填写的内容核对")
    expect(clerk.get_by_text("重新打印、盖章后上传").first).to_be_visible()
    shoot(clerk, "refused")


@pytest.mark.clause("5.4.1", "5.4.2")
def test_clauses_are_compared_the_paper_comes_back_a_recommender_objects(cast, desk, shoot) -> None:
    bureau, contract = cast.arrange(_negotiated)
    address = f"/agreements/{contract.agreement.id}"
    clerk, expert = desk(contract.enterprise), desk(contract.expert)
    clerk.goto(address)
    expect(clerk.get_by_role("heading", name="逐条比对")).to_be_visible()
    expert.goto(address)
    press(expert, "修改条款")
    fill(expert, {"报酬与支付": "签约付五成，验收合格后十日内付五成。"})
    press(expert, "保存为新的一稿")
    expect(expert.get_by_text("签约付五成").first).to_be_visible()
    clerk.reload()
    moved = clerk.get_by_text("您上次查看之后，条款有修改（第 1 稿 → 第 2 稿）")
    expect(moved).to_be_visible()
    expect(clerk.locator("ins").first).to_be_visible()
    right_at_all_widths(clerk, shoot, "compared")
    press(clerk, "我已看过这些修改")
    expect(moved).to_have_count(0)
    for side in (contract.enterprise, contract.expert):
        cast.arrange(partial(made.sign, actor=side, agreement_id=contract.agreement.id))
    clerk.reload()
    send_back(clerk, shoot)
    office = desk(bureau)
    office.goto(address)
    press(office, "提出异议")
    fill(office.get_by_role("dialog"), {"异议和理由": "本学期教学任务已满，不能保证到岗。"})
    confirm(office, "提出异议")
    expect(office.get_by_text("已提出异议").first).to_be_visible()
    reviewer = desk(contract.reviewer)
    reviewer.goto(address)
    expect(reviewer.get_by_text("本学期教学任务已满").first).to_be_visible()
    right_at_all_widths(reviewer, shoot, "filer")

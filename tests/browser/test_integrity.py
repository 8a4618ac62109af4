"""Report, finding, second officer, effects, blocked re-registration, appeal, lifted, again."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from backend.experts import service as experts_service
from backend.identity.permissions import Role
from backend.platform.problems import Problem
from tests.browser.hands import attach, choose, confirm, expect_title, fill, press, take_up
from tests.factories import agreements, experts, files, matches, organisations, people, standins
from tests.factories.experts import registration
from tests.factories.integrity import BORN, NUMBER, fraud, officers

NAME = "林虚报"
FACTS = "其申报的发明专利在公开数据中查不到，专利号与他人专利相同，请核实。"
DOCUMENT = "演示科监〔2026〕9号"


def _scan() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return {"name": "认定书.png", "mimeType": "image/png", "buffer": out.getvalue()}


async def _world(db):
    """An expert in service at a firm; a colleague who knows; three officers."""
    expert = await fraud(db, name=NAME)
    around = await matches.stage(db)
    staged = matches.Stage(around.reviewer, around.enterprise, expert, around.demand)
    await agreements.filed_agreement(db, staged)
    witness = await standins.quick_expert(db)
    await experts.bureau(db, organisations.NANCHANG)
    return expert, witness, await officers(db, 3)


async def _newcomer(db):
    """The same person under another account, with everything filled in."""
    person = await people.person(db, "林换名")
    answers = registration(id_number=NUMBER, birth_date=str(BORN), name="林换名")
    answers["evidence"] = await files.evidence(db, person, files.EXPERT)
    draft = experts.ExpertDraft.model_validate(answers)
    started = await experts_service.start(db, person, draft)
    return await people.actor(db, person.account_id, Role.EXPERT), started


@pytest.mark.clause("2.1.1", "6.1.1", "6.1.2")
def test_from_a_report_to_the_end_of_the_block(cast, desk, handset, shoot) -> None:
    expert, witness, (first, second, third) = cast.arrange(_world)
    _report(handset(witness), expert.expert_id, shoot)
    one = desk(first)
    _propose(one, shoot)
    two = desk(second)
    _confirm(two, shoot)
    subject = handset(expert)
    subject.goto("/integrity/mine")
    expect(subject.get_by_text(DOCUMENT)).to_be_visible()
    expect(subject.get_by_text("生效中")).to_be_visible()
    shoot(subject, "phone-mine")

    actor, started = cast.arrange(_newcomer)
    again = handset(actor)
    _blocked(again, shoot)
    with pytest.raises(Problem, match="不良信用记录"):
        cast.arrange(lambda db: experts.submit(db, actor, started))
    _appeal(subject, shoot)
    three = desk(third)
    _decide(three, shoot)
    subject.reload()
    expect(subject.get_by_text("不再影响申请")).to_be_visible()
    shoot(subject, "phone-lifted")

    async def submit(db):
        return await experts.submit(db, actor, await experts_service.read(db, actor, started.id))

    assert cast.arrange(submit).state == "submitted"
    again.goto("/experts/mine")
    expect(again.get_by_text("待推荐单位审核").first).to_be_visible()
    shoot(again, "phone-again")


def _blocked(page: Page, shoot) -> None:
    page.goto("/experts/mine")
    blocked = page.get_by_role("listitem").filter(has_text="有生效中的不良信用记录")
    expect(blocked).to_contain_text(DOCUMENT)
    shoot(page, "phone-blocked")
    page.get_by_role("link", name="查看我的诚信记录").click()
    expect(page.get_by_text(DOCUMENT)).to_be_visible()


def _report(page: Page, expert_id, shoot) -> None:
    page.goto(f"/experts/{expert_id}")
    page.get_by_role("link", name="举报弄虚作假").click()
    expect_title(page, "举报弄虚作假")
    shoot(page, "phone-report")
    page.get_by_label("行为类别").select_option(label="申报材料弄虚作假")
    page.get_by_label("事实和线索").fill(FACTS)
    attach(page, _scan())
    press(page, "提交举报")
    expect(page.get_by_text("举报已收到")).to_be_visible()
    shoot(page, "phone-reported")


def _propose(page: Page, shoot) -> None:
    take_up(page, f"核查举报：{NAME}")
    shoot(page, "report")
    press(page, "开始核查")
    press(page, "记录核查情况")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("核查情况").fill("已核实：专利登记簿中没有这项专利。")
    confirm(page, "记录核查情况")
    expect(page.get_by_text("专利登记簿中没有这项专利").first).to_be_visible()
    press(page, "提出认定")
    expect_title(page, "提出认定")
    press(page, "提出认定")
    expect(page.get_by_role("alert").first).to_be_visible()
    shoot(page, "finding-faults")
    page.get_by_label("行为类别").select_option(label="申报材料弄虚作假")
    page.get_by_label("查实的行为").fill("申报材料中的专利证书系伪造。")
    fill(page, {"认定文书": DOCUMENT, "认定机关": "演示诚信办", "自": "2026-01-01"})
    fill(page, {"至": "2029-12-31"})
    attach(page, _scan())
    shoot(page, "finding")
    press(page, "提出认定")
    expect(page.get_by_text("待第二人确认").first).to_be_visible()
    expect(page.get_by_text("您是提出人").first).to_be_visible()
    shoot(page, "proposed")


def _confirm(page: Page, shoot) -> None:
    take_up(page, f"确认不良信用记录：{NAME}")
    press(page, "确认")
    expect_title(page, "确认认定并取消资格")
    shoot(page, "confirm")
    press(page, "确认并取消资格")
    confirm(page, "确认并取消资格")
    expect(page.get_by_text("认定已确认")).to_be_visible()
    shoot(page, "effects")
    press(page, "决定正在进行的服务")
    held = page.get_by_role("listitem").filter(has_text="前决定")
    expect(held).to_contain_text("待决定")
    held.get_by_role("button", name="继续服务").click()
    page.get_by_role("dialog").get_by_label("理由").fill("企业请求继续，安排单位派人同行。")
    confirm(page, "继续服务")
    expect(page.get_by_text("企业请求继续")).to_be_visible()
    shoot(page, "record")


def _appeal(page: Page, shoot) -> None:
    press(page, "提出申诉")
    expect_title(page, "提出申诉")
    grounds = "证书原件真实有效，登记编号系录入错误，附登记部门的证明。"
    page.get_by_label("申诉理由").fill(grounds)
    shoot(page, "phone-appeal")
    press(page, "提交申诉")
    expect(page.get_by_text("申诉待决定")).to_be_visible()
    shoot(page, "phone-appealed")


def _decide(page: Page, shoot) -> None:
    take_up(page, f"决定申诉：{NAME}")
    press(page, "决定申诉")
    choose(page, "决定", "撤销认定")
    page.get_by_label("理由").fill("经复核原始材料，原认定事实不清，予以撤销。")
    shoot(page, "appeal")
    press(page, "提交决定")
    expect(page.get_by_text("已解除").first).to_be_visible()
    shoot(page, "lifted")


@pytest.mark.clause("6.1.2")
def test_a_visitor_reports_and_asks_how_it_stands(phone, shoot) -> None:
    phone.goto("/help")
    phone.get_by_role("link", name="举报弄虚作假").click()
    expect_title(phone, "举报弄虚作假")
    press(phone, "提交举报")
    expect(phone.get_by_role("alert").first).to_be_visible()
    shoot(phone, "faults")
    choose(phone, "对象", "企业")
    fill(phone, {"姓名或名称": "演示铜业有限公司", "联系方式": "13900000000"})
    phone.get_by_label("行为类别").select_option(label="严重环境违法")
    phone.get_by_label("事实和线索").fill(
        "环保设施长期停运，被当地部门查处，仍申报为三年内无环境违法。"
    )
    phone.locator("input[data-field='files']").set_input_files(_scan())
    press(phone, "提交举报")
    done = phone.get_by_role("status").filter(has_text="举报已收到")
    expect(done).to_be_visible()
    shoot(phone, "sent")
    number, code = (done.locator("strong").nth(n).inner_text() for n in (0, 1))
    number, code = str(number), str(code)
    press(phone, "查询举报办理情况")
    fill(phone, {"举报编号": number, "查询码": code})
    press(phone, "查询")
    expect(phone.get_by_text("已收到")).to_be_visible()
    shoot(phone, "status")

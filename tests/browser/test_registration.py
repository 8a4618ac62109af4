"""Both registrations in the browser, from nothing to submitted, and what is said afterwards."""

from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.hands import choose, expect_title, fill, press
from tests.browser.looks import Look
from tests.browser.steps import registration
from tests.factories import enterprises, experts, people

NAME = "林演示"


@pytest.mark.clause("1.1", "2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5", "2.1.6", "2.1.7")
@pytest.mark.clause("3.0", "3.1.1", "6.1.1", "6.2")
def test_a_person_registers_on_a_phone_from_nothing_to_submitted(cast, handset, shoot) -> None:
    cast.arrange(experts.bureau)
    phone = handset(cast.arrange(partial(people.person, name=NAME)))
    look = Look(phone)
    registration.begin(phone, registration.OPEN_EXPERT)
    registration.fill_in_expert(phone, NAME, shoot)
    registration.sign_and_send(phone, NAME, "签署并提交申请", shoot)
    expect(phone.get_by_text("TP-")).to_be_visible()
    expect(phone.get_by_text("0791-86200000")).to_be_visible()
    expect(phone.get_by_text("推荐批次")).to_be_visible()
    expect(phone.get_by_text("10日前提交")).to_be_visible()
    assert look.faults() == []


@pytest.mark.clause("1.1", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "3.0", "3.2.1", "6.1.1", "6.2")
def test_an_enterprise_registers_on_a_desktop(cast, desk, shoot) -> None:
    cast.arrange(enterprises.county)
    page = desk(cast.arrange(partial(people.person, name="吴演示")))
    look = Look(page)
    registration.begin(page, registration.OPEN_FIRM)
    number = experts.credit_code(901, "91360121")
    registration.fill_in_firm(page, "演示铜箔九〇一有限公司", number, shoot)
    registration.sign_and_send(page, "周演示", "签署并提交登记", shoot)
    expect(page.get_by_text("QY-")).to_be_visible()
    expect(page.get_by_text("0791-86200000")).to_be_visible()
    assert look.faults() == []


@pytest.mark.clause("2.1.5", "2.1.7")
def test_not_eligible_is_a_page_with_rule_clause_and_remedy(cast, handset, shoot) -> None:
    changes = {"birth_date": "1961-06-30", "main_discipline": "750", "other_disciplines": None}
    actor, _ = cast.arrange(partial(experts.draft_expert, **changes))
    phone = handset(actor)
    phone.goto("/experts/mine/check")
    expect_title(phone, "目前不符合申请条件")
    shoot(phone, "not-eligible")
    for words in ("条款 2.1.5", "条款 2.1.7", "ELIG-FIELD"):
        expect(phone.get_by_text(words)).to_be_visible()
    expect(phone.get_by_role("link", name="申请豁免")).to_have_count(1)
    expect(phone.get_by_role("link", name="内容无误，阅读承诺书")).to_have_count(0)
    assert Look(phone).faults() == []
    phone.get_by_role("link", name="核对“专业领域”").click()
    expect_title(phone, "专业领域")


@pytest.mark.clause("3.1.1", "3.2.1")
def test_faults_are_told_all_at_once_at_their_fields_and_nothing_while_typing(
    cast, handset, shoot
) -> None:
    wrong = {"phone": "139", "email": "无", "id_kind": "passport", "id_number": "E1"}
    actor, _ = cast.arrange(partial(experts.draft_expert, **wrong))
    phone = handset(actor)
    phone.goto("/experts/mine/person")
    fill(phone, {"手机号": "1390"})
    phone.get_by_label("姓名").focus()
    expect(phone.locator(".fault")).to_have_count(0)
    press(phone, "保存并继续")
    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    shoot(phone, "faults")
    expect(summary.get_by_role("link")).to_have_count(3)
    summary.get_by_role("link", name="护照号码由6至15位").click()
    expect(phone.get_by_label("证件号码")).to_be_focused()
    expect(phone.locator("#f-phone-error")).to_contain_text("请填写11位手机号码")


@pytest.mark.clause("2.2.1")
def test_businesses_without_legal_status_are_shown_the_way_out(cast, desk, shoot) -> None:
    page = desk(cast.arrange(people.person))
    registration.begin(page, registration.OPEN_FIRM)
    page.get_by_role("link", name="单位信息", exact=True).click()
    fill(page, {"统一社会信用代码": experts.credit_code(5, "92360121")})
    expect(page.get_by_text("办理“个转企”登记后")).to_be_visible()
    choose(page, "是否分支机构", "是")
    expect(page.get_by_text("请由所属的法人单位（总公司）")).to_be_visible()
    shoot(page, "way-out")


@pytest.mark.clause("2.2.2")
def test_the_three_years_are_shown_as_dates(cast, desk) -> None:
    actor, detail = cast.arrange(enterprises.draft_enterprise)
    page = desk(actor)
    page.goto("/enterprises/mine/declarations")
    first = detail.incident_window.first
    expect(page.get_by_text(f"自{first:%Y年%-m月%-d日}至").first).to_be_visible()


@pytest.mark.clause("3.1.1")
def test_a_resubmission_shows_what_changed_to_both_sides(cast, handset, desk, shoot) -> None:
    made = cast.arrange(experts.submitted_expert)
    cast.arrange(partial(experts.returned, made=made, field="/achievements"))
    phone = handset(made.actor)
    phone.goto("/experts/mine/results")
    fill(phone, {"年份": "2021"})
    press(phone, "添加一项成果")
    phone.get_by_label("类型").last.select_option("paper")
    phone.get_by_label("名称").last.fill("铜带热处理研究")
    phone.get_by_label("年份").last.fill("2020")
    press(phone, "保存并继续")
    expect_title(phone, "服务意向")
    phone.goto("/experts/mine/check")
    compared = phone.get_by_role("region", name="与以前的提交相比").or_(
        phone.locator("section", has_text="与以前的提交相比")
    )
    expect(compared.first.locator("del")).to_contain_text("2022，专利")
    expect(compared.first.locator("ins").first).to_contain_text("2021，专利")
    expect(compared.first.get_by_text("新增")).to_be_visible()
    shoot(phone, "compared")
    registration.sign_and_send(phone, made.name, "签署并提交申请", shoot)
    page = desk(made.reviewer)
    page.goto(f"/reviews/experts/{made.id}")
    expect(page.get_by_text("1 项有变化")).to_be_visible()
    expect(page.locator("ins").first).to_contain_text("2021，专利")
    shoot(page, "review")
    assert Look(page).faults() == []

"""资格自测 by a visitor without an account, on a phone and on a desktop."""

import pytest
from playwright.sync_api import expect

from tests.browser import hands
from tests.factories.experts import credit_code


def answer(page, group: str, name: str) -> None:
    page.get_by_role("group", name=group).get_by_label(name, exact=True).check()


@pytest.mark.clause("2.1.3", "2.1.5", "2.1.7")
def test_a_lecturer_learns_what_is_missing(phone, shoot) -> None:
    phone.goto("/welcome")
    phone.get_by_role("link", name="我能申报科技特派员吗？").click()
    hands.expect_title(phone, "科技特派员资格自测")
    hands.press(phone, "查看结果")
    expect(phone.get_by_text("还有问题没有回答")).to_be_visible()
    shoot(phone, "open")
    hands.fill(phone, {"出生日期": "1980-05-06", "职称": "讲师"})
    hands.pick(phone, "主要学科", "材料科学")
    for question in ("是否有专业特长", "是否自愿参加", "身体是否健康", "是否愿意到企业"):
        answer(phone, question, "是")
    answer(phone, "是否公务员", "否")
    hands.press(phone, "查看结果")
    expect(phone.get_by_text("可以申请豁免").first).to_be_visible()
    expect(phone.get_by_text("取得博士学位（以学位证书为准）；取得副高以上职称")).to_be_visible()
    shoot(phone, "needs-waiver")
    hands.fill(phone, {"职称": "副教授"})
    hands.press(phone, "查看结果")
    expect(phone.get_by_text("符合条件，可以申报")).to_be_visible()
    expect(phone.get_by_role("link", name="注册并申报科技特派员")).to_be_visible()


@pytest.mark.clause("2.2.1", "2.2.2")
def test_a_branch_is_told_who_may_apply(page, shoot) -> None:
    page.goto("/self-test/enterprise")
    hands.fill(page, {"统一社会信用代码": credit_code(7, "91360121"), "上年度研发投入": "120"})
    page.get_by_label("设区市").select_option(label="南昌市")
    for question in ("是否独立法人", "是否分支机构"):
        answer(page, question, "是")
    hands.press(page, "查看结果")
    expect(page.get_by_text("目前不符合条件")).to_be_visible()
    expect(page.get_by_text("怎样可以满足：由所属的法人单位（总公司）")).to_be_visible()
    shoot(page, "branch")

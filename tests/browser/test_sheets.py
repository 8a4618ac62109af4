"""Lists taken away, and experts invited from a spreadsheet, the way a clerk does both."""

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser import hands
from tests.browser.conftest import PHONE
from tests.browser.looks import right_at_all_widths, turn
from tests.factories import experts, organisations
from tests.factories.expert_invitations import fill

CLERK = {"姓名": "演示专家甲", "手机号": "13811112222", "邮箱": "jia@sheets.example"}
HASTY = {"姓名": "演示专家乙", "手机号": "1381111", "工作单位": "演示大学"}


def saved(page: Page, button: str, folder: Path) -> Path:
    """Press what saves a file, and give the file."""
    with page.expect_download() as waiting:
        hands.press(page, button)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.mark.clause("A3.4")
def test_the_library_is_taken_away_for_a_purpose(cast, desk, shoot, tmp_path) -> None:
    async def world(db):
        return await experts.filed_expert(db, name="演示专家可导出")

    made = cast.arrange(world)
    page = desk(made.reviewer)
    page.goto("/experts?q=演示专家可导出")
    hands.press(page, "导出")
    dialog = page.get_by_role("dialog", name="导出列表")
    dialog.get_by_label("其他用途").check()
    dialog.get_by_role("button", name="导出表格").click()
    expect(dialog.get_by_role("alert").first).to_be_visible()
    shoot(page, "purpose-missing")
    dialog.get_by_label("请说明用途").fill("核对入库名单")
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="导出表格").click()
    expect(dialog.get_by_text("表格已导出")).to_be_visible()
    shoot(page, "done")
    dialog.get_by_role("button", name="关闭").press("Enter")
    expect(page.get_by_role("button", name="导出", exact=True)).to_be_focused()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name.startswith("科技特派员名单-")
    lines = list(openpyxl.load_workbook(path).worksheets[0].values)
    assert "用途：核对入库名单" in [line[0] for line in lines]
    assert lines[-1][0] == "演示专家可导出"


@pytest.mark.clause("4.4")
def test_a_clerk_invites_from_a_spreadsheet(cast, desk, new_page, shoot, tmp_path) -> None:
    reviewer = cast.arrange(
        lambda db: organisations.university(db, experts.credit_code(77), "演示表格大学")
    )
    page = desk(reviewer)
    hands.go(page, "邀请专家")
    expect(page.get_by_text("还没有邀请过专家")).to_be_visible()
    right_at_all_widths(page, shoot, "empty")
    page.get_by_role("link", name="用表格邀请专家").first.click()
    hands.expect_title(page, "用表格邀请专家")
    book = openpyxl.load_workbook(saved(page, "下载模板", tmp_path))
    upload(page, fill(book, CLERK, HASTY))
    expect(page.get_by_text("手机号应为11位数字")).to_be_visible()
    right_at_all_widths(page, shoot, "faults")
    marked = openpyxl.load_workbook(saved(page, "下载标出问题的表格", tmp_path))
    line = next(row for row in marked.worksheets[0].iter_rows() if row[0].value == HASTY["姓名"])
    assert "手机号应为11位数字" in line[-1].value
    hands.press(page, "先邀请没有问题的1人")
    expect(page.get_by_text("还有1行需要修改")).to_be_visible()
    shoot(page, "one-sent")
    line[1].value = "13833334444"
    corrected = io.BytesIO()
    marked.save(corrected)
    page.goto("/expert-invitations/new")
    upload(page, corrected.getvalue())
    expect(page.get_by_text("本单位已邀请过").first).to_be_visible()
    hands.press(page, "发出1份邀请")
    expect(page.get_by_text("1人没有邮箱")).to_be_visible()
    page.get_by_role("link", name="查看邀请列表").click()
    expect(page.get_by_role("row", name="演示专家")).to_have_count(2)
    right_at_all_widths(page, shoot, "list")
    page.get_by_role("button", name="取得链接：演示专家乙").click()
    link = page.get_by_role("textbox", name="邀请链接").input_value()
    shoot(page, "link")
    accept(new_page(PHONE), link, shoot)
    page.reload()
    expect(page.get_by_role("table").get_by_text("已注册，填写中")).to_be_visible()


def upload(page: Page, content: bytes) -> None:
    file = {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("填好的表格").set_input_files([file])
    hands.press(page, "上传并检查")
    expect(page.get_by_role("heading", name="确认发送")).to_be_visible()


def accept(phone: Page, link: str, shoot) -> None:
    """The invited person, on a phone: one page, then the half-filled registration."""
    phone.goto("/expert-invited#" + link.rpartition("#")[2])
    expect(phone.get_by_text("演示表格大学邀请您申报")).to_be_visible()
    expect(phone.get_by_text("演示专家乙")).to_have_count(0)
    right_at_all_widths(phone, shoot, "invited")
    turn(phone, PHONE)
    hands.fill(phone, {"您的手机号或邮箱": "138-3333-0000", "设置密码": "一句自己容易记住的话"})
    hands.press(phone, "注册并查看申报")
    expect(phone.get_by_text("不一致").first).to_be_visible()
    shoot(phone, "invited-wrong")
    hands.fill(phone, {"您的手机号或邮箱": "138-3333-4444"})
    hands.press(phone, "注册并查看申报")
    phone.wait_for_url("**/experts/mine")
    phone.goto("/experts/mine/person")
    expect(phone.get_by_label("姓名")).to_have_value("演示专家乙")
    shoot(phone, "half-filled")


def test_an_uploaded_file_that_is_no_template_says_what_to_do(cast, desk, shoot) -> None:
    reviewer = cast.arrange(lambda db: organisations.university(db, experts.credit_code(78)))
    page = desk(reviewer)
    page.goto("/expert-invitations/new")
    hands.press(page, "上传并检查")
    expect(page.get_by_text("选择的文件是空的").first).to_be_visible()
    shoot(page, "nothing-chosen")

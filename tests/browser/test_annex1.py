"""Annex 1 from the first word to the manager's colleague, and the people of an organisation."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import hands
from tests.browser.hands import choose, confirm, expect_title, fill, press
from tests.browser.looks import ALL_WIDTHS, Look
from tests.factories import organisations as make
from tests.factories import people
from tests.factories.people import PASSWORD

NAME = "演示江右理工大学"
CONTACT = {
    "具体管理处室": "科学技术处",
    "联系人": "演示联系人",
    "联系人职务": "副处长",
    "联系电话": "0791-86201234",
}
DISCIPLINE = {
    "学科名称": "材料科学与工程",
    "学科简介": "长于电解铜箔与高温合金。",
    "所在学院": "材料学院",
    "核心人员（团队）": "演示甲团队",
}
TEAM = {
    "团队、实验室名称": "演示铜箔重点实验室",
    "负责人": "演示乙",
    "负责人简介": "教授，从事电化学研究二十年。",
    "团队、实验室简介": "三十人的研究团队。",
    "研究领域": "高强电解铜箔",
}


def begin(page: Page) -> str:
    """Somebody without an account begins the form; returns the private link."""
    page.goto("/organisations/apply")
    fill(page, {"单位名称": NAME})
    press(page, "开始填写")
    expect(page.get_by_text("申请表已建立")).to_be_visible()
    return page.get_by_label("私密链接").input_value()


def section(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect_title(page, name)


def fill_first_part(page: Page) -> None:
    section(page, "单位名称与类型")
    page.get_by_label("单位类型").select_option("university")
    fill(page, {"统一社会信用代码": make.code(7_000_001)})
    choose(page, "是否“双一流”建设高校", "是")
    expect(page.get_by_text(re.compile("^已保存"))).to_be_visible()


def fill_the_rest(page: Page, shoot) -> None:
    section(page, "所在地与地址")
    page.get_by_label("设区市").select_option("360100")
    fill(page, {"通信地址": "南昌市演示大道100号", "网址": "https://demo.example"})
    press(page, "保存并继续")
    fill(page, CONTACT)
    press(page, "保存并继续")
    fill(
        page,
        {"单位简介": "演示数据：一所以材料见长的大学。", "二级学院（所）": "材料学院、机电学院"},
    )
    press(page, "保存并继续")
    photo = {
        "name": "校门.png",
        "mimeType": "image/png",
        "buffer": make.image("teal", (480, 320)).read(),
    }
    badge = {
        "name": "校徽.png",
        "mimeType": "image/png",
        "buffer": make.image("navy", (90, 90)).read(),
    }
    page.locator("#f-logo").set_input_files(badge)
    page.locator("#f-pictures").set_input_files([photo])
    expect(page.get_by_role("img", name=re.compile("单位照片"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("单位标识"))).to_be_visible()
    shoot(page, "pictures")
    press(page, "保存并继续")
    press(page, "添加一个学科")
    fill(page, DISCIPLINE)
    shoot(page, "disciplines")
    press(page, "保存并继续")
    press(page, "添加一个团队或实验室")
    fill(page, TEAM)
    press(page, "保存并继续")


def download(page: Page, button: str) -> str:
    with page.expect_download() as waiting:
        press(page, button)
    content = waiting.value.path().read_bytes()
    return "".join("".join(one.extract_text().split()) for one in PdfReader(BytesIO(content)).pages)


def activate(page: Page, link: str) -> None:
    page.goto(link)
    expect_title(page, "激活账号")
    page.get_by_label("设置密码").fill(PASSWORD)
    press(page, "激活并登录")
    expect_title(page, "您好")


@pytest.mark.clause("4.3", "4.9", "A1.1", "A1.2", "A1.3", "A1.4")
def test_from_a_form_without_an_account_to_a_handed_over_manager(new_page, cast, desk, shoot):
    clerk = new_page()
    link = begin(clerk)
    shoot(clerk, "begun")
    press(clerk, "填写申请表")
    expect_title(clerk, "账号申请表")
    shoot(clerk, "sections")
    fill_first_part(clerk)
    clerk.context.close()

    clerk = new_page()
    clerk.goto(link)
    expect(clerk.get_by_text("已完成")).to_have_count(1)
    fill_the_rest(clerk, shoot)
    expect_title(clerk, "核对并提交")
    expect(clerk.get_by_role("img")).to_have_count(2)
    shoot(clerk, "check")
    press(clerk, "提交申请表")
    expect(clerk.get_by_text("已提交，请打印、签字、盖章并寄送")).to_be_visible()
    shoot(clerk, "submitted")
    printed = download(clerk, "下载第 1 版 PDF")
    said = [NAME, "省属高校", *CONTACT.values(), *DISCIPLINE.values(), *TEAM.values()]
    for words in [*said, "单位意见", "负责人签字", "公章"]:
        assert words in printed, words
    code = re.search(r"DW-\d{4}-\d{6}-1-[0-9A-F]{8}", printed)
    assert code

    officer = desk(cast.arrange(people.officer))
    allot(officer, code[0], shoot)
    activation = officer.get_by_label("激活链接").input_value()
    clerk.reload()
    expect(clerk.get_by_text("没有找到申请表")).to_be_visible()
    shoot(clerk, "link-ended")

    manager = new_page()
    manager.goto(activation)
    shoot(manager, "activation")
    activate(manager, activation)
    hire_and_hand_over(manager, new_page, shoot)


def allot(officer: Page, code: str, shoot) -> None:
    """The department finds the application by the scanned code, registers the paper and allots."""
    hands.go(officer, "组织推荐部门")
    officer.get_by_label("单位名称，或盖章件页脚编号").fill(code)
    officer.wait_for_url(re.compile("=DW-"))  # else the list is drawn anew under the click
    officer.get_by_role("link", name=NAME).click()
    expect_title(officer, NAME)
    expect(
        officer.get_by_text("收到盖章件后").or_(officer.get_by_text("还没有登记收到盖章"))
    ).to_be_visible()
    expect(officer.get_by_role("img")).to_have_count(2)
    shoot(officer, "application")
    press(officer, "登记收到盖章件")
    fill(officer, {"页脚编号": code.lower()})
    shoot(officer, "receive")
    press(officer, "登记")
    expect(officer.get_by_text("已登记，与平台内容一致")).to_be_visible()
    press(officer, "分配账号")
    fill(officer, {"管理员姓名": "演示管理员", "管理员手机号": "13800007001"})
    press(officer, "分配账号并发出激活链接")
    expect(officer.get_by_role("status").filter(has_text="账号已分配")).to_be_visible()
    shoot(officer, "allotted")


def hire_and_hand_over(manager: Page, new_page, shoot) -> None:
    hands.go(manager, "本单位人员")
    press(manager, "邀请同事")
    fill(manager, {"姓名": "演示接手人", "手机号": "13800007002"})
    choose(manager, "是否担任管理员", "否")
    press(manager, "发送邀请")
    expect(manager.get_by_role("heading", name="已邀请，待激活")).to_be_visible()
    invited = manager.get_by_label("激活链接").input_value()
    shoot(manager, "invited")
    colleague = new_page()
    activate(colleague, invited)
    manager.reload()
    row = manager.get_by_role("row").filter(has_text="演示接手人")
    row.get_by_role("button", name="移交管理员").click()
    confirm(manager, "移交管理员")
    expect(manager.get_by_text("等待演示接手人确认")).to_be_visible()
    hands.go(colleague, "本单位人员")
    expect(colleague.get_by_text("演示管理员想把管理员移交给您")).to_be_visible()
    shoot(colleague, "handover")
    press(colleague, "同意接手")
    confirm(colleague, "同意接手")
    expect(colleague.get_by_role("button", name="邀请同事")).to_be_visible()
    manager.reload()
    expect(manager.get_by_text("只有本单位的管理员可以邀请同事")).to_be_visible()


@pytest.mark.clause("4.9")
def test_a_deputy_wears_the_hat_of_the_absent(cast, desk, shoot):
    manager = cast.arrange(make.county_department)

    async def hire(db):
        return await make.colleague(db, manager, "演示代理")

    deputy = desk(cast.arrange(hire))
    me = desk(manager)
    hands.go(me, "本单位人员")
    press(me, "登记请假")
    me.get_by_label("代理人").select_option(label="演示代理（组织推荐部门）")
    shoot(me, "absence")
    press(me, "登记")
    expect(me.get_by_role("button", name="结束请假")).to_be_visible()
    shoot(me, "people")
    deputy.reload()
    deputy.get_by_role("button", name=re.compile("演示代理")).click()
    deputy.get_by_role("dialog").get_by_role("button", name=re.compile(f"代{manager.name}")).click()
    expect(deputy.locator(".hat")).to_contain_text(f"代{manager.name}")
    shoot(deputy, "acting")


@pytest.mark.clause("4.9", "A1.1")
def test_the_manager_keeps_the_page_that_others_read(cast, desk, handset, shoot):
    manager = cast.arrange(lambda db: make.university(db, make.code(7_000_050), "演示页面大学"))
    me = desk(manager)
    hands.go(me, "本单位人员")
    press(me, "本单位信息")
    expect_title(me, "演示页面大学")
    me.get_by_role("link", name=re.compile(r"修改\s*优势学科领域")).click()
    press(me, "添加一个学科")
    fill(me, DISCIPLINE)
    press(me, "保存")
    expect(me.get_by_text(DISCIPLINE["学科简介"])).to_be_visible()
    shoot(me, "own")
    press(me, "公开页面")
    expect(me.get_by_role("heading", name=DISCIPLINE["学科名称"])).to_be_visible()
    shoot(me, "about")
    reader = handset(cast.arrange(people.person))
    reader.goto(f"/organisations/{manager.organisation_id}/about")
    expect_title(reader, "演示页面大学")
    shoot(reader, "about-phone")


def test_the_pages_of_annex_1_have_no_faults_on_phone_tablet_and_desktop(page, cast, shoot):
    async def started(db):
        return await make.application(db, name="演示外观大学")

    _, token = cast.arrange(started)
    begin(page)
    look, found = Look(page), []
    paths = ["", *(f"/{key}" for key in ("unit", "place", "pictures", "teams", "check"))]
    paths = [f"/organisations/apply/form{path}#{token}" for path in paths]
    for path in ["/organisations/apply", "/organisations/apply/form", *paths, "/activate#wrong"]:
        page.evaluate("sessionStorage.clear()")
        page.goto(path)
        page.reload()
        name = path.split("#")[0].strip("/").replace("/", "-")
        found += [one for one in look.faults_at(ALL_WIDTHS, shoot, name) if "404" not in one]
    assert not found, "\n".join(found)


def test_annex_1_in_english_lacks_no_text(page, cast, shoot):
    _, token = cast.arrange(lambda db: make.application(db, name="演示英文大学"))
    page.goto("/organisations/apply")
    page.get_by_role("button", name="English").click()
    look, found = Look(page), []
    paths = [
        "",
        *(
            f"/{k}"
            for k in (
                "unit",
                "place",
                "contact",
                "about",
                "pictures",
                "disciplines",
                "teams",
                "check",
            )
        ),
    ]
    for path in paths:
        page.goto(f"/organisations/apply/form{path}#{token}")
        found += [f"{path}: {text}" for text in look.leftovers()]
    shoot(page, "english")
    page.goto("/activate#x")
    found += look.leftovers()
    assert not found, "\n".join(found)

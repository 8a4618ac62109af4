"""A demand is typed, checked, submitted and reviewed."""

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, expect_title, fill, pick, press
from tests.factories.demands import CONTENT

TITLE = CONTENT["title"]
PROBLEM = {"现状和问题": "present_state", "已尝试的办法": "tried", "企业现有条件": "conditions"}
CONFIDENTIAL = {
    "不宜公开的技术细节": "details",
    "联系人": "contact_name",
    "联系电话": "contact_phone",
}
INDICATOR = {"指标名称": "name", "现值": "current", "目标值": "target", "单位": "unit"}


def begin(page: Page, shoot) -> None:
    """The enterprise's clerk gives the demand a title."""
    page.get_by_role("link", name="发布新需求").first.click()
    fill(page, {"需求名称": TITLE})
    press(page, "开始填写")
    expect_title(page, TITLE)
    shoot(page, "demand-sections")


def fill_in(page: Page, shoot) -> None:
    """All six sections, one after the other."""
    page.get_by_role("link", name="基本情况").click()
    choose(page, "类别", "工艺")
    page.get_by_label("所属产业链").select_option(CONTENT["chain_code"])
    pick(page, "所属行业", "有色金属冶炼和压延加工业")
    pick(page, "相关学科", "材料科学")
    fill(page, {"关键词": "铜箔、粗糙度、电解添加剂"})
    shoot(page, "demand-basics")
    press(page, "保存，填下一节")
    fill(page, {label: CONTENT[key] for label, key in PROBLEM.items()})
    press(page, "保存，填下一节")
    press(page, "添加指标")
    fill(page, {label: CONTENT["indicators"][0][key] for label, key in INDICATOR.items()})
    fill(page, {"希望完成的时限": "12"})
    shoot(page, "demand-targets")
    press(page, "保存，填下一节")
    fill(page, {"对特派员的要求": CONTENT["expert_wanted"], "到企业的天数": "24"})
    choose(page, "服务方式", "定期到企业")
    choose(page, "个人或特派团", "一名特派员")
    press(page, "保存，填下一节")
    fill(page, {"拟投入资金": "60"})
    choose(page, "报酬方式", "分期支付")
    choose(page, "知识产权归属", "双方共有")
    press(page, "保存，填下一节")
    confidential(page)
    shoot(page, "demand-publication")
    press(page, "检查并提交")


def confidential(page: Page) -> None:
    """What only the matched expert may read, and the declaration about state secrets."""
    choose(page, "公开范围", "公开需求和企业名称")
    fill(page, {label: CONTENT["confidential"][key] for label, key in CONFIDENTIAL.items()})
    page.get_by_label("我确认本需求不涉及国家秘密").check()


def submit(page: Page, shoot) -> None:
    """Read all answers once more, and submit."""
    expect_title(page, "检查并提交")
    expect(page.get_by_text("还有")).to_have_count(0)
    shoot(page, "demand-check-answers")
    press(page, "提交审核")
    expect(page.get_by_text("已提交，需求编号")).to_be_visible()
    shoot(page, "demand-submitted")


def approve(page: Page, shoot) -> None:
    """The county's reviewer checks the legality, vouches and approves on the desk."""
    page.get_by_role("link", name="审核", exact=True).click()
    page.get_by_role("link", name=TITLE).click()
    expect_title(page, TITLE)
    press(page, "全部符合")
    shoot(page, "review-desk")
    press(page, "通过")
    page.get_by_label("已核实申报材料真实有效").check()
    press(page, "确认通过，看下一件")
    expect(page.get_by_text(f"已通过：{TITLE}")).to_be_visible()
    shoot(page, "review-approved")

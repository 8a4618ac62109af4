"""A registration is begun, filled in section by section, checked, signed and sent."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.attachments.corpus.parts import photo, saved
from tests.browser.hands import choose, expect_title, fill, pick, press
from tests.factories import experts

PERSON = {
    "手机号": "+86 139-0000-4321",
    "电子邮箱": "lin.yanshi@demo.example",
    "通信地址": "南昌市演示路1号",
}
SKILLS = "长期从事高强高导铜合金带材的连续铸造与热处理研究，熟悉中试到量产的放大。"
PICTURE = saved(photo("RGB", (1200, 800)), "JPEG")
OPEN_EXPERT = "/experts/mine"
OPEN_FIRM = "/enterprises/mine"


def resident_number() -> str:
    """Full-width digits and blanks, as pasted from somewhere."""
    number = experts.resident_id(date(1980, 5, 6), 77)
    return f" {number[:6]} {number[6:]}".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )


def begin(page: Page, where: str) -> None:
    """From the menu to the list of sections."""
    page.goto(where)
    press(page, "开始填写" if where == OPEN_EXPERT else "开始登记")
    expect(page.get_by_role("link", name="核对并提交")).to_be_visible()


def go_on(page: Page) -> None:
    """Everything in this section is right, and saved."""
    press(page, "保存并继续")


def _person(page: Page, name: str, shoot) -> None:
    expect_title(page, "基本信息")
    page.get_by_label("证件类型").select_option("resident")
    fill(page, PERSON | {"姓名": name, "证件号码": resident_number()})
    expect(page.get_by_label("出生日期")).to_have_value("1980-05-06")
    expect(page.get_by_label("男")).to_be_checked()
    expect(page.get_by_text(re.compile(r"^已保存 \d\d:\d\d"))).to_be_visible()
    shoot(page, "person")
    go_on(page)


def _employer(page: Page, shoot) -> None:
    expect_title(page, "工作单位")
    fill(page, {"统一社会信用代码": experts.credit_code(1), "工作单位": "演示材料研究院"})
    page.get_by_label("设区市").select_option("360100")
    page.get_by_label("县（市、区）").select_option("360113")
    expect(page.get_by_text("位于该设区市")).to_be_visible()
    choose(page, "是否已退休", "否")
    choose(page, "是否公务员或参公管理人员", "否")
    shoot(page, "employer")
    go_on(page)


def _degree(page: Page, shoot) -> None:
    expect_title(page, "学历和职称")
    page.get_by_label("最高学历").select_option("EDU_DOCTOR")
    page.get_by_label("最高学位").select_option("DOCTOR")
    fill(page, {"毕业院校": "演示理工大学"})
    shoot(page, "degree")
    go_on(page)


def _field(page: Page, shoot) -> None:
    expect_title(page, "专业领域")
    pick(page, "主要学科", "材料科学")
    fill(page, {"专业关键词": "铜合金、连续铸造", "专业特长": SKILLS, "从业年限": "１８"})
    shoot(page, "field")
    go_on(page)


def _results(page: Page, shoot) -> None:
    expect_title(page, "成果和经历")
    press(page, "添加一项成果")
    page.get_by_label("类型").select_option("patent")
    fill(page, {"名称": "一种铜合金带材的制备方法", "年份": "2022"})
    shoot(page, "results")
    go_on(page)


def _service(page: Page, shoot) -> None:
    expect_title(page, "服务意向")
    choose(page, "愿意提供的服务方式", "定期到企业")
    choose(page, "愿意去服务的地区", "南昌市")
    fill(page, {"每月可服务天数": "5"})
    shoot(page, "service")
    go_on(page)


def _declarations(page: Page, shoot) -> None:
    expect_title(page, "声明和回避")
    for statement in ("我自愿参加", "我身体健康", "我愿意到企业生产一线"):
        page.get_by_label(statement).check()
    shoot(page, "declarations")
    go_on(page)


def _evidence(page: Page, shoot, *kinds: str) -> None:
    expect_title(page, "证明材料")
    for kind in kinds:
        paper = {"name": f"{kind}.jpg", "mimeType": "image/jpeg", "buffer": PICTURE}
        page.locator(f"input[data-kind={kind}]").set_input_files([paper])
        expect(page.get_by_role("button", name=f"删除 {kind}.jpg")).to_be_visible()
    shoot(page, "evidence")
    go_on(page)


def fill_in_expert(page: Page, name: str, shoot) -> None:
    """All eight sections, one after the other."""
    page.get_by_role("link", name="基本信息", exact=True).click()
    _person(page, name, shoot)
    _employer(page, shoot)
    _degree(page, shoot)
    _field(page, shoot)
    _results(page, shoot)
    _service(page, shoot)
    _declarations(page, shoot)
    _evidence(page, shoot, "IDENTITY", "DEGREE")


def _unit(page: Page, name: str, number: str, shoot) -> None:
    expect_title(page, "单位信息")
    fill(page, {"统一社会信用代码": number, "单位名称": name})
    choose(page, "单位性质", "企业")
    choose(page, "是否独立法人", "是")
    choose(page, "是否分支机构", "否")
    fill(page, {"成立日期": "2010-05-06", "注册资本": "2,000"})
    shoot(page, "unit")
    go_on(page)


def _contact(page: Page, shoot) -> None:
    expect_title(page, "法定代表人和联系人")
    fill(page, {"法定代表人": "周演示", "联系人": "吴演示", "联系电话": "（0791）8620 0000"})
    shoot(page, "contact")
    go_on(page)


def _place(page: Page, shoot) -> None:
    expect_title(page, "注册地")
    page.get_by_label("设区市").select_option("360100")
    page.get_by_label("县（市、区）").select_option("360121")
    expect(page.get_by_text("位于该县（市、区）")).to_be_visible()
    fill(page, {"详细地址": "南昌县演示工业路1号"})
    shoot(page, "place")
    go_on(page)


def _business(page: Page, shoot) -> None:
    expect_title(page, "经营情况")
    pick(page, "所属行业", "有色金属冶炼和压延加工业")
    fill(page, {"主营业务": "高强高导铜合金带材的生产与销售"})
    fill(page, {"上年度营业收入": "12000", "从业人数": "160"})
    press(page, "添加一项资质")
    page.get_by_label("资质", exact=True).last.select_option("HNTE")
    fill(page, {"证书编号": "GR202600000000", "有效期至": "2028-12-31"})
    shoot(page, "business")
    go_on(page)


def _research(page: Page, shoot) -> None:
    expect_title(page, "研发和创新")
    fill(page, {"上年度研发投入": "480", "研发人员": "18"})
    page.get_by_label("我单位有技术创新的意愿").check()
    shoot(page, "research")
    go_on(page)


def _conditions(page: Page, shoot) -> None:
    expect_title(page, "工作条件")
    page.get_by_label("办公场所").check()
    page.get_by_label("我单位能为科技特派员提供必要的工作条件").check()
    shoot(page, "conditions")
    go_on(page)


def _firm_declarations(page: Page, shoot) -> None:
    expect_title(page, "声明")
    shoot(page, "declarations")
    for box in page.get_by_role("checkbox").all():
        box.check()
    go_on(page)


def fill_in_firm(page: Page, name: str, number: str, shoot) -> None:
    """All eight sections of an enterprise."""
    page.get_by_role("link", name="单位信息", exact=True).click()
    _unit(page, name, number, shoot)
    _contact(page, shoot)
    _place(page, shoot)
    _business(page, shoot)
    _research(page, shoot)
    _conditions(page, shoot)
    _firm_declarations(page, shoot)
    _evidence(page, shoot, "LICENCE", "SEALED", "STATUS")


def sign_and_send(page: Page, signer: str, button: str, shoot) -> None:
    """From the check of all answers to the confirmation."""
    expect_title(page, "核对")
    shoot(page, "check")
    press(page, "内容无误，阅读承诺书")
    page.get_by_label("我已阅读承诺书全文").check()
    fill(page, {"签署人姓名": signer})
    press(page, button)
    expect_title(page, "已提交")
    shoot(page, "done")

"""A waiver from the registration page, through opinion and decision, to 经豁免 in the library."""

import io
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from backend.experts import service as experts_service
from tests.browser.hands import attach, choose, expect_title, fill, go, press, take_up
from tests.factories import experts, people
from tests.factories.organisations import NANCHANG
from tests.factories.waivers import a_year_on

NAME = "林年长"
BORN = date(1955, 2, 3)
REASON = "在企业一线工作三十年，铜合金连铸方向省内少有同行，多家企业希望继续服务。"


async def _elder(db):
    bureau = await experts.bureau(db, NANCHANG)
    number = experts.resident_id(BORN, 311)
    actor, detail = await experts.draft_expert(
        db, name=NAME, birth_date=str(BORN), id_number=number
    )
    return actor, detail.id, bureau, await people.officer(db)


@pytest.mark.clause("2.1.5", "2.1.3")
def test_from_the_registration_to_the_library(cast, desk, handset, shoot) -> None:
    actor, expert_id, bureau, officer = cast.arrange(_elder)
    _ask(handset(actor), shoot)
    office = desk(bureau)
    _advise(office, shoot)
    department = desk(officer)
    _grant(department, shoot)

    async def submitted(db):
        detail = await experts_service.read(db, actor, expert_id)
        await experts.submit(db, actor, detail)
        return experts.MadeExpert(expert_id, actor, bureau, NAME, "")

    made = cast.arrange(submitted)
    office.goto("/reviews")
    expect(office.get_by_role("row").filter(has_text=NAME)).to_contain_text("经豁免")
    shoot(office, "queue")

    async def filed(db):
        await experts.approve(db, made)
        await experts.file_batch(db, await experts.batch_of(db, made))

    cast.arrange(filed)
    go(department, "特派员库")
    expect(department.get_by_role("row").filter(has_text=NAME)).to_contain_text("经豁免")
    shoot(department, "library")
    department.goto("/waivers/statistics")
    expect_title(department, "豁免统计")
    shoot(department, "statistics")
    department.get_by_role("row").filter(has_text="年龄").get_by_role("link").first.click()
    expect(department.get_by_role("link", name=NAME)).to_be_visible()


def _ask(phone: Page, shoot) -> None:
    phone.goto("/experts/mine")
    expect_title(phone, "我的特派员申请")
    phone.get_by_role("link", name="申请豁免").click()
    expect_title(phone, "申请豁免")
    expect(phone.get_by_text("再由省科技厅决定")).to_be_visible()
    shoot(phone, "phone-ask")
    press(phone, "提交豁免申请")
    expect(phone.get_by_role("alert").first).to_be_visible()
    shoot(phone, "phone-faults")
    choose(phone, "理由类别", "特殊专长")
    phone.get_by_label("具体理由").fill(REASON)
    paper = {"name": "服务证明.png", "mimeType": "image/png", "buffer": _picture()}
    attach(phone, paper)
    press(phone, "提交豁免申请")
    expect(phone.get_by_text("豁免申请已提交")).to_be_visible()
    shoot(phone, "phone-sent")


def _advise(office: Page, shoot) -> None:
    take_up(office, f"对豁免申请提出意见：{NAME}")
    expect(office.get_by_text(REASON)).to_be_visible()
    expect(office.get_by_role("button", name="服务证明.png")).to_be_visible()
    press(office, "提出意见")
    choose(office, "意见", "建议同意")
    fill(office, {"理由": "情况属实，身体健康，建议同意。"})
    shoot(office, "opinion")
    press(office, "提交意见")
    expect(office.get_by_text("建议同意：情况属实").first).to_be_visible()


def _grant(department: Page, shoot) -> None:
    take_up(department, f"决定豁免申请：{NAME}")
    press(department, "同意豁免")
    fill(department, {"决定意见": "推荐单位意见属实，同意。", "有效期至": str(a_year_on())})
    shoot(department, "grant")
    department.locator("form").get_by_role("button", name="同意豁免").click()
    expect(department.get_by_text("已同意").first).to_be_visible()
    shoot(department, "granted")


def _picture() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()

"""Paper under a camera: sealed agreements, a stack of letters, annex 1, and anybody's doubt."""

from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from backend.batches import service as batches
from backend.organisations import paper
from backend.platform import clock
from tests.attachments.corpus.parts import photo, saved
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hands import expect_title, fill, go, press
from tests.browser.looks import Look, turn
from tests.factories import agreements as made
from tests.factories import experts, organisations, people
from tests.factories.scans import Shot, pages, photographed

TABLET = {"width": 768, "height": 1024}
HAND = Shot(width=1400)


def picture(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


NO_CODE = picture("桌面.jpg", saved(photo(size=(900, 1200)), "JPEG"))


def widths(look: Look, name: str, shoot) -> None:
    """Without faults at three widths, with a picture of each."""
    before = look.page.viewport_size
    assert look.faults_at((PHONE, TABLET, DESKTOP), shoot, name) == []
    turn(look.page, before)


async def _signed(db):
    return await made.signed_agreement(db)


@pytest.mark.clause("5.4.1")
def test_photos_of_the_sealed_paper_are_kept_without_typing(cast, desk, shoot) -> None:
    contract = cast.arrange(_signed)
    clerk = desk(contract.enterprise)
    look = Look(clerk)
    clerk.goto(f"/agreements/{contract.agreement.id}")
    with clerk.expect_download() as waiting:
        press(clerk, "下载盖章版（PDF）")
    sheets = pages(waiting.value.path().read_bytes())
    chooser = clerk.locator("input[data-kind=sealed]")
    press(clerk, "上传并核对")
    expect(clerk.get_by_text("请先选择扫描件或照片")).to_be_visible()
    chooser.set_input_files([picture("第1页.jpg", photographed(sheets[0], HAND)), NO_CODE])
    widths(look, "chosen", shoot)
    press(clerk, "上传并核对")
    expect(clerk.get_by_text("由二维码核对，与签署的文本一致，第 1 页")).to_be_visible()
    expect(clerk.get_by_text(f"共 {len(sheets)} 页")).to_be_visible()
    expect(clerk.get_by_role("heading", name="照纸面核对“桌面.jpg”")).to_be_visible()
    look.noise.clear()  # the 422 that was asked for
    widths(look, "unread", shoot)
    fill(clerk, {"纸面校验值的前 8 位": contract.agreement.text_hash[:8]})
    press(clerk, "按填写的内容核对")
    expect(clerk.get_by_text("上传人对照编号和校验值核对")).to_be_visible()
    rest = [
        picture(f"第{n}页.jpg", photographed(sheet, HAND)) for n, sheet in enumerate(sheets[1:], 2)
    ]
    chooser.set_input_files(rest)
    press(clerk, "上传并核对")
    expect(clerk.get_by_text("已经收齐")).to_be_visible()
    widths(look, "whole", shoot)


async def _two_lists(db):
    month = (clock.now().replace(day=1) - timedelta(days=20)).replace(day=15)
    found = []
    for place in (("360300", "360302"), ("360500", "360502")):
        with clock.at(month):
            where = dict(zip(("city_code", "county_code"), place, strict=True))
            one = await experts.recommended_expert(db, **where)
        batch_id = await experts.batch_of(db, one)
        batch = await batches.freeze(db, one.reviewer, batch_id)
        letter = await batches.download_papers(db, one.reviewer, batch_id, "pdf")
        found.append((batch, letter.content))
    return found, await people.officer(db, name="收件处长")


@pytest.mark.clause("6.4.2", "6.4.3")
def test_a_stack_of_letters_is_photographed_and_registered_one_by_one(
    cast, desk, phone, shoot
) -> None:
    (first, second), officer = cast.arrange(_two_lists)
    page = desk(officer)
    look = Look(page)
    go(page, "收件登记")
    expect_title(page, "纸质件收件登记")
    widths(look, "empty", shoot)
    shots = [photographed(pages(letter)[0], HAND) for _, letter in (first, second)]
    page.locator("input[data-kind=stack]").set_input_files(
        [picture("甲.jpg", shots[0]), picture("乙.jpg", shots[1]), NO_CODE]
    )
    expect(page.get_by_text("还有 2 份待核对登记")).to_be_visible()
    unread = page.get_by_role("listitem").filter(has_text="桌面.jpg")
    expect(unread).to_contain_text("没有读到二维码")
    look.noise.clear()  # the 422 that was asked for
    widths(look, "read", shoot)
    row = page.get_by_role("listitem").filter(has_text="甲.jpg")
    expect(row).to_contain_text(first[0].number)
    row.get_by_role("button", name="核对登记").click()
    count(page, first[0], "9")
    expect(page.get_by_text("纸质清单 9 人，平台名单 1 人").first).to_be_visible()
    look.noise.clear()
    widths(look, "differs", shoot)
    count(page, first[0], "1")
    # The second letter of the stack lies ready by itself.
    expect(page.get_by_text("还有 1 份待核对登记")).to_be_visible()
    count(page, second[0], "1")
    expect(page.get_by_text("还有 0 份待核对登记")).to_be_visible()
    expect(row).to_contain_text("已登记")
    widths(look, "registered", shoot)
    doubt(phone, first[0], shots[0], shoot)


def count(page: Page, batch, number: str) -> None:
    """The found list says which it is; the officer types how many the paper holds."""
    expect(page.locator("section").filter(has=page.get_by_label("纸质清单人数"))).to_contain_text(
        batch.number
    )
    fill(page, {"纸质清单人数": number})
    press(page, "登记收到")


def doubt(page: Page, batch, content: bytes, shoot) -> None:
    """Somebody without an account holds the paper and a phone."""
    look = Look(page)
    page.goto("/verify")
    page.set_input_files("input[type=file]", picture("推荐函.jpg", content))
    press(page, "核对文件")
    expect(page.get_by_text("没有比对图片内容")).to_be_visible()
    expect(page.get_by_text(batch.number).first).to_be_visible()
    widths(look, "scan", shoot)
    page.get_by_role("link", name="打开这个核验码的页面").click()
    expect(page.get_by_text("二维码中的校验值与平台一致")).to_be_visible()
    page.goto("/verify")
    page.set_input_files("input[type=file]", NO_CODE)
    press(page, "核对文件")
    expect(page.get_by_text("没有读到二维码").first).to_be_visible()
    look.noise.clear()  # the 422 that was asked for
    widths(look, "scan-unread", shoot)


async def _applied(db):
    id, _ = await organisations.application(db, name="演示来件单位")
    code, printed = await paper.office_print(db, id, None)
    return id, code, photographed(pages(printed)[0], HAND), await people.officer(db)


@pytest.mark.clause("A1.4")
def test_annex_1_is_registered_by_a_photo(cast, desk, shoot) -> None:
    id, code, content, officer = cast.arrange(_applied)
    page = desk(officer)
    look = Look(page)
    page.goto(f"/organisations/{id}/receive")
    expect_title(page, "登记收到盖章件")
    widths(look, "receive", shoot)
    chooser = page.locator("input[data-kind=annex1]")
    chooser.set_input_files(NO_CODE)
    expect(page.get_by_text("没有读到申请表的二维码")).to_be_visible()
    look.noise.clear()  # the 422 that was asked for
    shoot(page, "receive-unread")
    chooser.set_input_files(picture("申请表.jpg", content))
    expect(page.get_by_label("页脚编号")).to_have_value(code)
    expect(page.get_by_text("没有读到申请表的二维码")).to_have_count(0)
    widths(look, "receive-read", shoot)
    press(page, "登记")
    expect(page.get_by_text("已登记，与平台内容一致")).to_be_visible()

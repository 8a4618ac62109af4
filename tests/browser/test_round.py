"""One month's list in the browser: frozen, printed, verified, received, filed, certified."""

import re
from datetime import datetime, timedelta
from functools import partial

import openpyxl
import pytest
from playwright.sync_api import Download, Page, expect

from backend.batches import service as batches
from backend.platform import clock
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hands import confirm, expect_title, fill, go, press
from tests.browser.looks import Look
from tests.factories import experts, people
from tests.factories.forgery import behind_the_back

TABLET = {"width": 768, "height": 1024}
WAIVED = {"birth_date": "1961-06-30", "name": "林豁免", "city_code": "360700"}


def last_round() -> datetime:
    """A moment in the last round that has ended: its list may be frozen now."""
    return (clock.now().replace(day=1) - timedelta(days=20)).replace(day=15)


async def _recommended(db):
    with clock.at(last_round()):
        await experts.waived_expert(db, "ELIG-AGE", county_code="360702", **WAIVED)
        place = {"city_code": "360700", "county_code": "360702"}
        return await experts.recommended_expert(db, name="周演示", **place)


def widths(look: Look, name: str, shoot) -> None:
    """Without faults at three widths, with a picture of each."""
    assert look.faults_at((PHONE, TABLET, DESKTOP), shoot, name) == []


def saved(page: Page, name: str) -> Download:
    """Press the button and wait for the file."""
    with page.expect_download() as waiting:
        press(page, name)
    return waiting.value


@pytest.mark.clause("3.1.2", "3.1.3", "4.4", "6.4.1", "6.4.2", "6.4.3")
def test_a_list_from_freezing_to_the_certificate(cast, desk, handset, page, shoot, tmp_path):
    made = cast.arrange(_recommended)
    officer = cast.arrange(partial(people.officer, name="收件处长"))
    office = desk(made.reviewer)
    look = Look(office)
    go(office, "月度批次")
    office.get_by_role("link", name=re.compile("年")).first.click()
    press(office, "冻结名单")
    confirm(office, "冻结名单")
    expect(office.get_by_text("已截止，待寄送").first).to_be_visible()
    widths(look, "frozen", shoot)
    letter = saved(office, "下载推荐函和清单")
    table = saved(office, "下载清单（Excel）")
    assert letter.suggested_filename.startswith("推荐函和清单_JX-")
    sheet = tmp_path / "list.xlsx"
    table.save_as(sheet)
    names = [row[1] for row in openpyxl.load_workbook(sheet).active.values][7:]
    assert names == ["林豁免", "周演示"]
    code = (
        office.locator("dd").filter(has_text=re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}$")).inner_text()
    )
    verify(page, code, letter, sheet, tmp_path, shoot)
    batch = receive(desk(officer), code, shoot)
    file(desk(officer), batch, shoot)
    certificate(handset(made.actor), page, shoot, tmp_path)


def verify(page: Page, code: str, letter: Download, sheet, tmp_path, shoot) -> None:
    """Somebody without an account checks the paper, the files and a forged table."""
    look = Look(page)
    page.goto("/welcome")
    page.get_by_role("link", name="核验名单和证明").click()
    widths(look, "verify", shoot)
    press(page, "核验")
    expect(page.get_by_text("请输入核验码。").first).to_be_visible()
    shoot(page, "verify-missing")
    fill(page, {"核验码": code.lower()})
    press(page, "核验")
    expect(page.get_by_text("这份名单由平台生成，内容与冻结时一致")).to_be_visible()
    expect(page.get_by_text("林**")).to_be_visible()
    expect(page.get_by_text("林豁免")).to_have_count(0)
    widths(look, "verified", shoot)
    page.goto(f"/verify/{code.replace('-', '')}?h=0000000000000000")
    expect(page.get_by_text("这份纸质件不是平台现存的名单")).to_be_visible()
    page.goto("/verify/00000-00000")
    expect(page.get_by_text("平台上没有这个核验码")).to_be_visible()
    look.noise.clear()  # the 404 that was asked for
    page.goto("/verify")
    paper = tmp_path / "letter.pdf"
    letter.save_as(paper)
    upload(page, paper, "一致：就是平台生成的原文件")
    book = openpyxl.load_workbook(sheet)
    book.active["E9"] = "另一家研究院"
    book.save(tmp_path / "forged.xlsx")
    upload(page, tmp_path / "forged.xlsx", "不一致：共 1 处与平台名单不同")
    row = page.get_by_role("row").filter(has_text="序号 2")
    expect(row).to_contain_text("工作单位")
    expect(row).to_contain_text("另一家研究院")
    widths(look, "forged", shoot)


def upload(page: Page, path, words: str) -> None:
    page.set_input_files("input[type=file]", path)
    press(page, "核对文件")
    expect(page.get_by_text(words).first).to_be_visible()


def receive(page: Page, code: str, shoot) -> str:
    """The officer scans; the first paper lacks a name, the second agrees."""
    look = Look(page)
    go(page, "收件登记")
    expect_title(page, "纸质件收件登记")
    scan(page, f"http://tepai.example/verify/{code.replace('-', '')}")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("纸质清单 1 人，平台名单 2 人").first).to_be_visible()
    look.noise.clear()  # the 422 that was asked for
    shoot(page, "receipt-differs")
    fill(page, {"情况说明": "清单少一人，已请补寄。"})
    press(page, "登记收到")
    expect(page.get_by_text("与平台不一致，暂不能备案")).to_be_visible()
    widths(look, "receipts", shoot)
    scan(page, code)
    expect(page.get_by_text("上次登记不一致")).to_be_visible()
    fill(page, {"纸质清单人数": "2", "情况说明": "已收到更正件。"})
    shoot(page, "receipt-again")
    press(page, "再次登记")
    expect(page.get_by_text("2 人，与平台一致")).to_be_visible()
    scan(page, code)
    expect(page.get_by_text("不必再登记")).to_be_visible()
    press(page, "打开批次")
    expect(page.get_by_text("省厅已收到纸质件").first).to_be_visible()
    widths(look, "received", shoot)
    return page.url


def scan(page: Page, mark: str) -> None:
    """A scanner types into the field that has the focus, and ends with Enter."""
    expect(page.get_by_label("扫码或输入核验码、批次编号")).to_be_focused()
    page.keyboard.type(mark)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="演示推荐单位")).to_be_visible()


def file(page: Page, batch: str, shoot) -> None:
    """The department files the list."""
    page.goto(batch)
    press(page, "确认备案")
    confirm(page, "确认备案")
    expect(page.get_by_text("已备案入库").first).to_be_visible()
    shoot(page, "filed")


def certificate(phone: Page, public: Page, shoot, tmp_path) -> None:
    """The expert takes the certificate; anybody may ask whether it holds."""
    look = Look(phone)
    phone.goto("/experts/mine")
    expect(phone.get_by_role("heading", name="备案证明")).to_be_visible()
    assert look.faults() == []
    shoot(phone, "certificate")
    paper = saved(phone, "下载备案证明")
    assert paper.suggested_filename.startswith("科技特派员备案证明_TPY-")
    href = phone.get_by_role("link", name="查看核验结果").get_attribute("href")
    public.goto(str(href))
    expect(public.get_by_text("这份备案证明有效")).to_be_visible()
    expect(public.get_by_text("周**")).to_be_visible()
    shoot(public, "certificate-verified")


def test_an_altered_list_is_called_so_on_its_page(cast, desk, shoot) -> None:
    async def forged(db):
        made = await experts.recommended_expert(db, city_code="360800", county_code="360802")
        batch_id = await experts.batch_of(db, made)
        await experts.file_batch(db, batch_id)
        await behind_the_back(
            db,
            "batch_entries",
            'UPDATE batch_entries SET printed = printed || \'{"title": "院士"}\''
            f" WHERE batch_id = '{batch_id}'",
        )
        assert (await batches.check_lists(db))[1]
        return made, batch_id

    made, batch_id = cast.arrange(forged)
    page = desk(made.reviewer)
    page.goto(f"/batches/{batch_id}")
    expect(page.get_by_text("名单与冻结时不一致").first).to_be_visible()
    expect(page.get_by_text("第 1 行").first).to_be_visible()
    shoot(page, "altered")

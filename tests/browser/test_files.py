"""Evidence and commitments as people handle them: uploading, sealing, reviewing, signing anew."""

import re
from functools import partial

import pypdf
import pytest
from playwright.sync_api import Page, expect

from backend.platform import clock
from tests.attachments.corpus.parts import pdf, photo, saved
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hands import confirm, expect_title, fill, press, take_up
from tests.browser.looks import Look, turn
from tests.factories import commitments, enterprises, experts, people

TABLET = {"width": 768, "height": 1024}
PICTURE = saved(photo("RGB", (1200, 800)), "JPEG")
PAPER = pdf(f"({'x' * 900_000})")
NEW_DUTY = "每月在平台如实填写服务记录。"


def chosen(name: str, content: bytes = PICTURE, type: str = "image/jpeg") -> dict[str, object]:
    """A file in the dialog of the system."""
    return {"name": name, "mimeType": type, "buffer": content}


def choose(page: Page, kind: str, *files: dict[str, object]) -> None:
    """Choose files of one kind."""
    page.locator(f"input[data-kind={kind}]").set_input_files(files)


def slow(page: Page, bytes_a_second: int) -> None:
    """A line that lets so much through; 0 is as fast as it goes."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    speed = bytes_a_second or -1
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1}
    line.send("Network.emulateNetworkConditions", conditions | {"uploadThroughput": speed})


def looks_right(page: Page, shoot, name: str) -> None:
    """Nothing wrong at three widths."""
    assert Look(page).faults_at((DESKTOP, TABLET, PHONE), shoot, name) == []
    turn(page, DESKTOP)


@pytest.fixture
def firm(cast):
    """An enterprise whose registration lacks its files, with its reviewer."""

    async def made(db):
        reviewer = await enterprises.county(db)
        actor, detail = await enterprises.draft_enterprise(db, evidence=[])
        return actor, detail, reviewer

    return cast.arrange(made)


def test_uploads_show_progress_and_can_be_stopped_and_repeated(desk, firm, shoot) -> None:
    page = desk(firm[0])
    page.goto("/enterprises/mine/evidence")
    expect_title(page, "证明材料")
    looks_right(page, shoot, "empty")
    slow(page, 150_000)
    choose(page, "LICENCE", chosen("营业执照.pdf", PAPER, "application/pdf"))
    bar = page.get_by_role("progressbar", name="营业执照.pdf")
    expect(bar).to_be_visible()
    expect(page.get_by_text(re.compile(r"已上传 [1-9]\d?%")).first).to_be_visible()
    shoot(page, "progress")
    page.get_by_role("button", name="取消上传 营业执照.pdf").click()
    expect(bar).to_have_count(0)
    slow(page, 0)
    page.route("**/api/v1/attachments", lambda sent: sent.abort("internetdisconnected"))
    choose(page, "LICENCE", chosen("营业执照.pdf", PAPER, "application/pdf"))
    expect(page.get_by_role("alert").filter(has_text="没有连上服务器")).to_be_visible()
    shoot(page, "offline")
    page.unroute("**/api/v1/attachments")
    press(page, "重新上传")
    expect(page.get_by_role("button", name="删除 营业执照.pdf")).to_be_visible()


REFUSED = [
    ("空.pdf", b"", "文件是空的"),
    ("程序.pdf", b"MZ\x90\0" + b"\0" * 99, "这是 Windows 程序"),
    ("加密.pdf", pdf(trailer="/Encrypt << >>"), "设有密码"),
    ("照片.heic", b"\0\0\0\x18ftypheic" + b"\0" * 99, "兼容性最佳"),
    ("残缺.jpg", PICTURE[:2000], "已损坏"),
    ("假名.png", PICTURE, "请改正文件名"),
    ("网页.html", b"<html><script>", "这是 网页"),
]


def test_every_refusal_says_what_the_file_is_and_what_to_do(desk, firm, shoot) -> None:
    page = desk(firm[0])
    page.goto("/enterprises/mine/evidence")
    expect_title(page, "证明材料")
    for name, content, words in REFUSED:
        choose(page, "STATUS", chosen(name, content, "application/octet-stream"))
        refusal = page.get_by_role("alert").filter(has_text=words)
        expect(refusal).to_be_visible()
        if name == "加密.pdf":
            shoot(page, "refused")
        page.get_by_role("button", name=f"不再上传 {name}").click()
        expect(refusal).to_have_count(0)
    drop = "el => { const d = new DataTransfer(); d.items.add(new File(['%'], '拖.txt'));"
    drop += " el.dispatchEvent(new DragEvent('drop', { dataTransfer: d, bubbles: true })) }"
    page.locator(".zone").first.evaluate(drop)
    expect(page.get_by_role("alert").filter(has_text="纯文本")).to_be_visible()


@pytest.mark.clause("A3", "2.2.4", "6.1.1", "3.2.1", "3.2.2")
def test_an_enterprise_seals_submits_and_the_reviewer_sees_it(desk, firm, shoot) -> None:
    actor, detail, reviewer = firm
    page = desk(actor)
    page.goto("/enterprises/mine/sign")
    page.goto("/enterprises/mine/evidence")
    with page.expect_download() as loaded:
        press(page, "下载承诺书（待盖章）")
    words = "".join(pypdf.PdfReader(loaded.value.path()).pages[0].extract_text().split())
    assert detail.draft.name in words
    choose(page, "LICENCE", chosen("营业执照.jpg"))
    choose(page, "SEALED", chosen("盖章第1页.jpg"), chosen("盖章第2页.jpg"))
    choose(page, "STATUS", chosen("高新证书.pdf", pdf(), "application/pdf"))
    expect(page.get_by_role("button", name=re.compile("^删除 "))).to_have_count(4)
    expect(page.get_by_text("已保存")).to_be_visible()
    shoot(page, "evidence")
    press(page, "保存并继续")
    expect_title(page, "核对")
    expect(page.get_by_role("img", name=re.compile("盖章的企业承诺书"))).to_have_count(2)
    looks_right(page, shoot, "check")
    press(page, "内容无误，阅读承诺书")
    expect(page.get_by_text("随附的盖章承诺书")).to_be_visible()
    page.get_by_label("我已阅读承诺书全文").check()
    fill(page, {"签署人姓名": detail.draft.legal_representative})
    shoot(page, "signing")
    page.locator("form").get_by_role("button").last.click()
    page.wait_for_url("**/enterprises/mine/done")
    office = desk(reviewer)
    office.goto(f"/reviews/enterprises/{detail.id}")
    picture = office.get_by_role("button", name=re.compile("放大查看 盖章的企业承诺书")).first
    expect(picture).to_be_visible()
    looks_right(office, shoot, "review")
    picture.click()
    expect(office.get_by_role("dialog").get_by_role("img")).to_be_visible()
    shoot(office, "enlarged")
    office.keyboard.press("Escape")
    with office.expect_download() as paper:
        press(office, "下载已签署的承诺书")
    text = "".join(p.extract_text() for p in pypdf.PdfReader(paper.value.path()).pages)
    assert "电子签署" in text


@pytest.mark.clause("3.1.1", "A2", "6.1.1")
def test_an_expert_sends_photographs_from_the_phone(cast, handset, shoot) -> None:
    cast.arrange(experts.bureau)
    actor, detail = cast.arrange(partial(experts.draft_expert, evidence=[]))
    page = handset(actor)
    page.goto("/experts/mine/evidence")
    camera = page.get_by_role("group", name="身份证件").locator("input[capture]")
    camera.set_input_files([chosen("正面.jpg")])
    choose(page, "DEGREE", chosen("博士学位证.jpg"))
    choose(page, "TITLE", chosen("职称证.jpg"))
    expect(page.get_by_role("button", name=re.compile("^删除 "))).to_have_count(3)
    shoot(page, "phone-evidence")
    press(page, "保存并继续")
    expect_title(page, "核对")
    press(page, "内容无误，阅读承诺书")
    page.get_by_label("我已阅读承诺书全文").check()
    page.get_by_label(re.compile("姓名")).fill(detail.draft.name)
    page.locator("form").get_by_role("button").last.click()
    page.wait_for_url("**/experts/mine/done")
    page.goto("/experts/mine")
    with page.expect_download() as paper:
        press(page, "下载已签署的承诺书")
    assert "电子签署" in pypdf.PdfReader(paper.value.path()).pages[-1].extract_text()


def publish(first: Page, second: Page, shoot) -> None:
    """The author asks for it, another officer does it."""
    press(first, "提请复核发布")
    expect(first.get_by_text("您是起草人，不能自己发布")).to_be_visible()
    second.reload()  # it stands on the home page already, and has read it before
    take_up(second, re.compile("复核并发布新版承诺书"))
    expect_title(second, "起草")
    press(second, "复核无误，发布")
    confirm(second, "复核无误，发布")
    expect(second.get_by_text("已发布").first).to_be_visible()
    looks_right(second, shoot, "published")


@pytest.mark.clause("A2", "6.1.1")
def test_a_new_version_is_published_and_signed_anew(cast, desk, handset, shoot) -> None:
    author, other = [cast.arrange(people.officer) for _ in range(2)]
    made = cast.arrange(experts.filed_expert)
    first, second = desk(author), desk(other)
    first.goto("/commitments")
    looks_right(first, shoot, "versions")
    press(first, "起草新版科技特派员承诺书")
    expect_title(first, "起草")
    press(first, "添加一条")
    first.get_by_label("第 8 条").fill(NEW_DUTY)
    fill(first, {"修订说明": "根据各地反馈，增加服务记录的要求。"})
    press(first, "保存草稿")
    expect(
        first.get_by_text("请填写这一项").or_(first.get_by_text("日期格式")).first
    ).to_be_visible()
    shoot(first, "draft-error")
    first.get_by_label("施行日期").fill(str(clock.today()))
    press(first, "保存草稿")
    expect(first.get_by_text("已保存。")).to_be_visible()
    expect(first.locator("ins").filter(has_text="服务记录")).to_be_visible()
    looks_right(first, shoot, "draft")
    publish(first, second, shoot)
    phone = handset(made.actor)
    shoot(phone, "phone-home")
    phone.get_by_role("link", name="科技特派员承诺书已更新，请重新签署").click()
    expect_title(phone, "重新签署承诺书")
    expect(phone.locator("ins").filter(has_text="服务记录")).to_be_visible()
    looks_right(phone, shoot, "sign")
    turn(phone, PHONE)
    phone.get_by_label("我已阅读承诺书全文").check()
    phone.get_by_label(re.compile("承诺人姓名")).fill(made.name)
    press(phone, "签署第 2 版")
    expect(phone.get_by_text("您已签署现行的第 2 版")).to_be_visible()
    shoot(phone, "signed")


@pytest.mark.clause("A3", "2.2.4")
def test_an_enterprise_signs_anew_with_its_seal(cast, desk, shoot) -> None:
    made = cast.arrange(enterprises.approved_enterprise)
    cast.arrange(lambda db: commitments.published(db, "enterprise"))
    page = desk(made.actor)
    page.get_by_role("link", name="企业承诺书已更新，请重新签署").click()
    expect_title(page, "重新签署承诺书")
    page.get_by_label("我已阅读承诺书全文").check()
    fill(page, {"法定代表人姓名": made.legal_representative})
    press(page, "签署第 2 版")
    expect(
        page.get_by_text("请上传法定代表人签字并加盖公章的承诺书扫描件或照片。").first
    ).to_be_visible()
    shoot(page, "no-seal")
    choose(page, "SEALED", chosen("新版盖章.jpg"))
    expect(page.get_by_role("button", name="删除 新版盖章.jpg")).to_be_visible()
    press(page, "签署第 2 版")
    expect(page.get_by_text("您已签署现行的第 2 版")).to_be_visible()

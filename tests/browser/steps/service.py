"""The expert serves, both sides end it, and everybody rates everybody."""

from playwright.sync_api import Page, expect

from tests.browser.hands import confirm, expect_title, fill, go, press, take_up
from tests.browser.steps.demand import TITLE

WORK = "查看生箔现场，与技术人员讨论添加剂试验方案，下周做三组对比。"


def log_a_visit(page: Page, shoot) -> None:
    """On the phone, on the way home."""
    go(page, "入企服务")
    expect_title(page, "入企服务")
    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    press(page, "填写服务记录")
    fill(page, {"做了什么": WORK, "地点": "生箔车间"})
    press(page, "8 小时")
    shoot(page, "phone-log")
    press(page, "保存服务记录")
    expect(page.get_by_text(WORK)).to_be_visible()
    shoot(page, "phone-logged")


def confirm_the_visit(page: Page, shoot) -> None:
    """The enterprise agrees that the expert was there."""
    take_up(page, f"确认服务记录：{TITLE}")
    expect(page.get_by_text(WORK)).to_be_visible()
    press(page, "确认这条")
    expect(page.get_by_text("企业已确认").first).to_be_visible()
    shoot(page, "log-confirmed")


def propose_the_end(page: Page, shoot) -> None:
    """The expert says that the work is done."""
    press(page, "提出结束服务")
    expect_title(page, "提出结束服务")
    page.get_by_label("已解决").check()
    fill(page, {"说明": "粗糙度连续三批达到 1.2 微米。"})
    shoot(page, "phone-end")
    press(page, "提出结束")
    expect(page.get_by_text("粗糙度连续三批达到").first).to_be_visible()
    shoot(page, "phone-end-proposed")


def confirm_the_end(page: Page, shoot) -> None:
    """The enterprise agrees: the service ends, the expert has a free place again."""
    take_up(page, f"确认服务结束：{TITLE}")
    shoot(page, "end-proposed")
    press(page, "确认服务结束")
    confirm(page, "确认服务结束")
    expect(page.get_by_text("已结束").first).to_be_visible()
    shoot(page, "ended")


def rate(page: Page, shoot, who: str) -> None:
    """One side rates the two others."""
    take_up(page, f"评价已结束的服务：{TITLE}")
    expect_title(page, "互相评价")
    for submit in ("提交，评价下一方", "提交评价"):
        expect(page.get_by_role("button", name=submit, exact=True)).to_be_visible()
        for criterion in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
            criterion.get_by_label("满意", exact=True).check()
        fill(page, {"说明": "按约到岗，配合良好。"})
        shoot(page, f"rating-{who}")
        press(page, submit)
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)


def read_the_results(page: Page, shoot) -> None:
    """With the last rating all are open to the three sides."""
    go(page, "入企服务")
    expect_title(page, "入企服务")
    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    press(page, "互相评价")
    expect(page.get_by_text("评价结果已公开")).to_be_visible()
    shoot(page, "ratings-open")

"""At the top of every page, the same line: who has it, what comes next, by when, whom to call."""

import re

from playwright.sync_api import expect

from tests.browser.looks import beyond_the_edge, turn
from tests.factories import agreements as made

WIDTHS = ((360, 740), (768, 1024), (1366, 768))


async def _drafted(db):
    contract = await made.drafted_agreement(db)
    await made.sign(db, contract.expert, contract.agreement.id)
    return contract


def test_the_line_stands_on_every_page_at_every_width(cast, desk, shoot) -> None:
    contract = cast.arrange(_drafted)
    around = contract.around
    page = desk(contract.enterprise)
    line = page.locator(".standing")
    for name, path, words in (
        ("demand", f"/demands/{around.demand.id}", "签署协议，由审核单位备案"),
        ("match", f"/matches/{contract.match.id}", "等您办理：起草并签署协议"),
        ("agreement", f"/agreements/{contract.agreement.id}", "等您办理：阅读并签署协议"),
    ):
        page.goto(path)
        expect(line).to_contain_text(words)
        expect(line).to_contain_text(re.compile(r"自\d{4}年.*起.*咨询："))
        expect(line.get_by_role("link", name=re.compile(r"\d{4}"))).to_have_attribute(
            "href", re.compile("^tel:")
        )
        for width, height in WIDTHS:
            turn(page, {"width": width, "height": height})
            assert beyond_the_edge(page) == []
            shoot(page, f"{name}-{width}")
    expect(line).to_contain_text(re.compile(r"最迟.*还有\d+天"))

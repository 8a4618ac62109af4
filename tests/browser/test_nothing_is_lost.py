"""The network is cut, the session ends and the tab is killed in every section: nothing is lost.

Whatever a form saves while it is typed: both registrations, annex 1 and the draft of a demand.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from backend.identity.permissions import Role
from tests.browser.cast import Person
from tests.browser.conftest import PHONE
from tests.browser.hands import fill, sign_in
from tests.browser.steps import losing, typing
from tests.factories import demands, enterprises, experts, organisations, people, standins

EXPERT = ("person", "employer", "degree", "field", "results", "service", "declarations")
FIRM = ("unit", "contact", "place", "business", "research", "conditions", "declarations")
DEMAND = ("basics", "problem", "targets", "expert", "terms", "publication")
ANNEX1 = ("unit", "place", "contact", "about", "disciplines", "teams")
CLAUSES = {
    "expert": ("1.1", "3.1.1"),
    "enterprise": ("1.1", "3.2.1"),
    "demand": ("5.1.1",),
    "annex1": ("A1.1", "A1.2", "A1.3"),
}
PARTS = {"expert": EXPERT, "enterprise": FIRM, "demand": DEMAND, "annex1": ANNEX1}
SECTIONS = [
    pytest.param(kind, section, marks=pytest.mark.clause(*CLAUSES[kind]))
    for kind, sections in PARTS.items()
    for section in sections
]
SAVED = re.compile(r"^已保存 \d\d:\d\d")
RESTORED = "上次没有保存到服务器的内容已恢复"


@dataclass(frozen=True)
class Form:
    """Where a form is, with a place for the section, and who fills it in; annex 1 needs nobody."""

    path: str
    person: Person | None


@pytest.fixture(scope="module")
def forms(cast) -> dict[str, Form]:
    """Each of the long forms, just begun."""

    async def begin(db):
        person, clerk = await people.person(db), await people.person(db)
        await experts.begun(db, person)
        await enterprises.begun(db, clerk)
        firm = await standins.quick_enterprise(db)
        demand = await demands.begun(db, firm)
        return {
            "expert": ("/experts/mine/{}", await people.actor(db, person.account_id, Role.EXPERT)),
            "enterprise": (
                "/enterprises/mine/{}",
                await people.actor(db, clerk.account_id, Role.ENTERPRISE),
            ),
            "demand": (f"/demands/{demand.id}/edit/{{}}", firm),
        }, await organisations.form(db, name="演示不丢大学")

    signed, token = cast.arrange(begin)
    known = {name: Form(path, cast.person(actor)) for name, (path, actor) in signed.items()}
    return known | {"annex1": Form(f"/organisations/apply/form/{{}}#{token}", None)}


def expect_form(page: Page) -> None:
    """The form is drawn, with its code lists."""
    expect(page.locator(".server-form")).to_be_visible()
    page.wait_for_load_state("networkidle")


def assert_saved(page: Page, before: dict[str, str]) -> None:
    """The server has answered, and everything is still on the page."""
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert typing.same(before, typing.shown(page)) == []


def assert_on_the_server(page: Page, before: dict[str, str]) -> None:
    """A fresh load shows everything, without a copy of this browser's own."""
    page.reload()
    expect_form(page)
    expect(page.get_by_text(RESTORED)).to_have_count(0)
    assert typing.same(before, typing.shown(page)) == []


@pytest.mark.parametrize(("kind", "section"), SECTIONS)
def test_nothing_typed_is_lost(kind, section, forms, cast, new_page) -> None:
    form, page = forms[kind], new_page(PHONE) if kind == "expert" else new_page()
    path = form.path.format(section)
    if form.person:
        sign_in(page, form.person)
    page.goto(path)
    expect_form(page)
    typing.add_rows(page)
    cut_the_network(page)
    if form.person:
        end_the_session(page, cast, form.person)
    kill_the_tab(page, path)


def cut_the_network(page: Page) -> None:
    """What is typed meanwhile goes to the server by itself when it is back."""
    page.context.set_offline(True)
    typing.fill_every_field(page, "断网中")
    expect(page.get_by_text("网络不通")).to_be_visible()
    before = typing.shown(page)
    page.context.set_offline(False)
    assert_saved(page, before)


def end_the_session(page: Page, cast, person: Person) -> None:
    """Signed in again in place, the person goes on where the typing was."""
    losing.end_session(cast, person)
    typing.touch(page)
    before = typing.shown(page)
    losing.sign_in_again(page, person)
    assert_saved(page, before)
    assert_on_the_server(page, before)


def kill_the_tab(page: Page, path: str) -> None:
    """Nothing of what was typed last had arrived: only this browser has it."""
    losing.lose_saves(page)
    typing.fill_every_field(page, "标签页关掉")
    expect(page.get_by_text("网络不通")).to_be_visible()
    before = typing.shown(page)
    page = losing.killed(page)
    page.goto(path)
    expect_form(page)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    assert_saved(page, before)
    assert_on_the_server(page, before)


@pytest.mark.parametrize("kind", ["enterprise", "demand"])
@pytest.mark.clause("3.2.1", "5.1.1")
def test_what_arrived_before_the_tab_died_is_not_offered_again(kind, forms, new_page) -> None:
    form, page = forms[kind], new_page()
    path = form.path.format({"enterprise": "contact", "demand": "problem"}[kind])
    sign_in(page, form.person)
    page.goto(path)
    expect_form(page)
    losing.lose_saves(page, arriving=True)
    typing.fill_every_field(page, "已到")
    expect(page.get_by_text("网络不通")).to_be_visible()
    before = typing.shown(page)
    page = losing.killed(page)
    page.goto(path)
    expect_form(page)
    assert typing.same(before, typing.shown(page)) == []
    page.reload()
    expect_form(page)
    expect(page.get_by_text(RESTORED)).to_have_count(0)
    assert typing.same(before, typing.shown(page)) == []


@pytest.mark.clause("3.1.1")
def test_two_windows_are_joined_and_asked_about_one_field(cast, desk, shoot) -> None:
    actor, _ = cast.arrange(experts.draft_expert)
    here, there = desk(actor), desk(actor)
    for page in (here, there):
        page.goto("/experts/mine/field")
        expect(page.get_by_label("专业特长")).not_to_be_empty()
    fill(
        there, {"从业年限": "25", "专业特长": "那边写的专业特长，说明能够解决哪些实际的技术问题。"}
    )
    expect(there.get_by_text(SAVED)).to_be_visible()
    mine = "这边写的专业特长，说明熟悉哪些工艺和放大的经验。"
    fill(here, {"专业特长": mine})
    asked = here.get_by_role("alert")
    expect(asked).to_contain_text("那边写的专业特长")
    shoot(here, "asked")
    expect(here.get_by_label("从业年限")).to_have_value("25")
    expect(here.get_by_label("专业特长")).to_have_value(mine)
    assert cast.person(actor).ask("/experts/mine")["draft"]["summary"].startswith("那边")
    asked.get_by_role("button", name="用本页的").click()
    expect(here.get_by_text(SAVED)).to_be_visible()
    assert cast.person(actor).ask("/experts/mine?again")["draft"]["summary"] == mine

"""Forms that are sent in one go: a killed tab, a cut network and an ended session lose nothing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from backend.platform import clock
from tests.browser.conftest import PHONE
from tests.browser.hands import fill, press
from tests.browser.steps import typing
from tests.browser.steps.keeping import RESTORED, Form, stays_until_sent
from tests.factories import agreements, enterprises, matches, teams


async def _stage(db, **content: Any) -> matches.Stage:
    return await matches.stage(db, await enterprises.county(db), **content)


async def _new_team(db) -> Form:
    around = await _stage(db, team_wanted=True)
    return Form(f"/teams/new?demand={around.demand.id}", around.expert, "演示不丢团")


async def _team(db) -> Form:
    around = await _stage(db, team_wanted=True)
    team = await teams.invited_team(db, around.demand.id, [around.expert])
    return Form(f"/teams/{team.id}/edit", around.expert, "演示改名团")


async def _application(db) -> Form:
    around = await _stage(db)
    return Form(f"/matches/apply?demand={around.demand.id}", around.expert, "愿意到厂里做三组试验")


async def _log(db) -> Form:
    served = await agreements.filed_agreement(db, await _stage(db))
    return Form(f"/engagements/{served.id}/log", served.expert, "查看生箔现场")


async def _end(db) -> Form:
    served = await agreements.filed_agreement(db, await _stage(db))
    return Form(f"/engagements/{served.id}/end", served.expert, "粗糙度连续三批达标")


async def _rating(db) -> Form:
    served = await agreements.ended_engagement(db, await _stage(db))
    return Form(f"/engagements/{served.id}/rate", served.expert, "提交评价")


async def _return(db) -> Form:
    made = await enterprises.submitted_enterprise(db)
    return Form(f"/reviews/enterprises/{made.id}", made.reviewer, f"已退回：{made.name}")


def _shows(*clauses: str) -> pytest.MarkDecorator:
    return pytest.mark.clause(*clauses)


def _fill_log(page: Page) -> None:
    for folded in page.locator(".server-form summary").all():
        folded.click()
    typing.fill_every_field(page, "测")
    fill(page, {"做了什么": "查看生箔现场", "日期": str(clock.today())})
    press(page, "8 小时")


def _fill_return(page: Page) -> None:
    press(page, "退回修改")
    page.get_by_label("需修改的内容 1").select_option(label="主营业务")
    expect(page.get_by_label("选用模板")).to_be_visible()
    fill(page, {"怎样修改": "请写明主要产品和年产量。", "审核意见": "其余内容无误。"})


TEAM = {"分工与计划": "先试验，再放大。"}
FORMS = [
    pytest.param(
        _new_team, lambda page: fill(page, {"团名": "演示不丢团", **TEAM}), marks=_shows("5.2.3")
    ),
    pytest.param(
        _team, lambda page: fill(page, {"团名": "演示改名团", **TEAM}), marks=_shows("5.2.3")
    ),
    pytest.param(
        _application,
        lambda page: fill(page, {"想对企业说的话": "愿意到厂里做三组试验"}),
        marks=_shows("5.3.3"),
    ),
    pytest.param(_log, _fill_log, marks=_shows("A3.3")),
    pytest.param(
        _end,
        lambda page: typing.fill_every_field(page, "粗糙度连续三批达标"),
        marks=_shows("5.6.1"),
    ),
    pytest.param(
        _rating,
        lambda page: typing.fill_every_field(page, "按约到岗"),
        marks=_shows("5.7.1", "A2.5"),
    ),
    pytest.param(_return, _fill_return, marks=_shows("3.2.2")),
]


@pytest.mark.parametrize(("make", "fill_in"), FORMS)
def test_what_was_typed_stays_until_it_is_sent(make, fill_in, cast, new_page) -> None:
    stays_until_sent(cast.arrange(make), fill_in, cast, new_page(PHONE))


def test_a_kept_form_can_be_started_over(cast, handset) -> None:
    form = cast.arrange(_end)
    page = handset(form.actor)
    page.goto(form.path)
    note = page.get_by_label("说明")
    note.fill("写错了")
    page.reload()
    expect(note).to_have_value("写错了")
    press(page, "清空重填")
    expect(note).to_have_value("")
    page.reload()
    expect(page.locator(".server-form")).to_be_visible()
    expect(page.get_by_text(RESTORED)).to_have_count(0)

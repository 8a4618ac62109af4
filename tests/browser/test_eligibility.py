"""Who may not apply is told which rule, which clause and what helps; who may, goes on to sign."""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import expect_title
from tests.browser.looks import Look
from tests.factories import enterprises, experts
from tests.factories.standins import bad_credit

ENGINEER = {"degree_code": "MASTER", "title_name": "工程师"}
TO_SIGN = "内容无误，阅读承诺书"
EXPERTS = [
    pytest.param(ENGINEER, "博士学位或副高以上职称", "2.1.3", True, id="engineer"),
    pytest.param(
        {"birth_date": "1961-06-30"}, "出生日期不在规定的范围内", "2.1.5", True, id="too-old"
    ),
    pytest.param(
        {"main_discipline": "750", "other_disciplines": None},
        "所填学科不属于自然科学领域",
        "2.1.7",
        False,
        id="humanities",
    ),
]
FIRMS = [
    pytest.param({"is_legal_person": False}, "2.2.1", id="no-legal-person"),
    pytest.param({"is_branch": True}, "2.2.1", id="branch"),
]


def refused(page: Page, title: str, clause: str) -> None:
    """The page says so, names the rule with its clause, and offers no way to sign."""
    expect_title(page, "目前不符合申请条件")
    one = page.locator("section.panel").filter(has_text=f"条款 {clause}")
    expect(one.first).to_contain_text(title)
    expect(page.get_by_role("link", name=TO_SIGN)).to_have_count(0)


@pytest.mark.parametrize(("changes", "title", "clause", "waivable"), EXPERTS)
@pytest.mark.clause("2.1.3", "2.1.5", "2.1.7", "6.2")
def test_an_expert_who_does_not_fit_reads_why(changes, title, clause, waivable, cast, handset):
    actor, _ = cast.arrange(partial(experts.draft_expert, **changes))
    phone = handset(actor)
    phone.goto("/experts/mine/check")
    refused(phone, title, clause)
    expect(phone.get_by_role("link", name="申请豁免")).to_have_count(int(waivable))


@pytest.mark.clause("2.1.5")
def test_the_first_day_inside_the_age_limit_passes(cast, handset) -> None:
    actor, _ = cast.arrange(partial(experts.draft_expert, birth_date="1961-07-01"))
    phone = handset(actor)
    phone.goto("/experts/mine/check")
    expect(phone.get_by_role("link", name=TO_SIGN)).to_be_visible()


@pytest.mark.clause("2.1.3")
def test_with_a_granted_waiver_the_engineer_goes_on_to_sign(cast, handset, shoot) -> None:
    async def granted(db):
        actor, detail = await experts.draft_expert(db, **ENGINEER)
        await experts.grant(db, actor, "ELIG-DEGREE", detail.id)
        return actor

    phone = handset(cast.arrange(granted))
    phone.goto("/experts/mine/check")
    expect(phone.get_by_role("link", name=TO_SIGN)).to_be_visible()
    phone.goto("/experts/mine")
    expect(phone.get_by_text("经豁免").first).to_be_visible()
    shoot(phone, "waived")


@pytest.mark.clause("2.1.1")
def test_a_bad_credit_record_refuses_an_expert_by_its_rule(cast, handset, shoot) -> None:
    async def discredited(db):
        values = experts.registration()
        actor, _ = await experts.draft_expert(db, **values)
        await bad_credit(db, actor, values["id_number"])
        return actor

    phone = handset(cast.arrange(discredited))
    phone.goto("/experts/mine/check")
    refused(phone, "不良", "2.1.1")
    expect(phone.get_by_role("link", name="申请豁免")).to_have_count(0)
    shoot(phone, "bad-credit")
    assert Look(phone).faults() == []


@pytest.mark.clause("2.1.1", "2.1.4", "2.1.6")
def test_without_the_declarations_nothing_can_be_signed(cast, handset, shoot) -> None:
    withheld = dict.fromkeys(("declares_voluntary", "declares_health", "declares_willing"), False)
    actor, _ = cast.arrange(partial(experts.draft_expert, **withheld))
    phone = handset(actor)
    phone.goto("/experts/mine/check")
    refused(phone, "自愿参加并服从管理", "2.1.1")
    refused(phone, "身体健康", "2.1.4")
    refused(phone, "自愿到企业一线服务", "2.1.6")
    shoot(phone, "withheld")


@pytest.mark.clause("2.1.2")
def test_skills_that_are_not_filled_in_are_asked_for_in_their_section(cast, handset) -> None:
    actor, _ = cast.arrange(partial(experts.draft_expert, summary=None))
    phone = handset(actor)
    phone.goto("/experts/mine/check")
    phone.get_by_role("alert").get_by_role("link", name="专业领域").click()
    expect_title(phone, "专业领域")
    phone.goto("/experts/mine/check")
    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.get_by_role("link", name=TO_SIGN)).to_have_count(0)


@pytest.mark.parametrize(("changes", "clause"), FIRMS)
@pytest.mark.clause("2.2.1")
def test_an_enterprise_that_does_not_fit_reads_why(changes, clause, cast, desk) -> None:
    actor, _ = cast.arrange(partial(enterprises.draft_enterprise, **changes))
    page = desk(actor)
    page.goto("/enterprises/mine/check")
    refused(page, "法人", clause)


@pytest.mark.clause("2.2.2")
def test_an_active_record_refuses_an_enterprise(cast, desk, shoot) -> None:
    async def discredited(db):
        values = enterprises.registration()
        actor, _ = await enterprises.draft_enterprise(db, **values)
        await bad_credit(db, actor, values["uscc"])
        return actor

    page = desk(cast.arrange(discredited))
    page.goto("/enterprises/mine/check")
    refused(page, "不良", "2.")
    shoot(page, "bad-credit")


@pytest.mark.clause("2.2.2", "2.2.3", "2.2.4")
def test_each_declaration_of_an_enterprise_is_required(cast, desk, shoot) -> None:
    names = [name for name in enterprises.COMMON if name.startswith("declares_")]
    actor, _ = cast.arrange(partial(enterprises.draft_enterprise, **dict.fromkeys(names, False)))
    page = desk(actor)
    page.goto("/enterprises/mine/check")
    refused(page, "四项声明没有全部作出", "2.2.2")
    refused(page, "研发投入、创新意愿或工作条件有所欠缺", "2.2.3")
    refused(page, "接受管理", "2.2.4")
    shoot(page, "withheld")


@pytest.mark.clause("2.2.3")
def test_the_spending_on_research_is_asked_for(cast, desk) -> None:
    actor, _ = cast.arrange(partial(enterprises.draft_enterprise, rd_spend=None))
    page = desk(actor)
    page.goto("/enterprises/mine/check")
    page.get_by_role("alert").get_by_role("link", name="研发和创新").click()
    expect_title(page, "研发和创新")

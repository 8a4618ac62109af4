"""Who reviews whom, asked on the page by an applicant without an account; and who does not."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from backend.organisations.states import OrganisationType
from tests.browser.hands import choose, expect_title, fill, press
from tests.browser.looks import Look
from tests.factories import enterprises, people
from tests.factories import organisations as make

# A city of its own: no other test has offices there.
CITY, COUNTY = ("361000", "抚州市"), ("361002", "临川区")
ZONE = ("JXZ-N05", "抚州高新技术产业开发区")
# This one lies within the new area, whose bureau comes before the zone's own.
NEW_AREA = {"city": "九江市", "zone": "九江共青城高新技术产业开发区"}
STAFFED, ATTACHED = make.code(7_100_001), make.code(7_100_002)
INSTITUTE = make.code(7_100_003)
TYPES = ("省直单位", "设区市科技局", "赣江新区", "开发区", "县（市、区）", "高校", "科研院所")


@dataclass(frozen=True)
class Asked:
    """What an applicant says of himself, and who has to answer for it."""

    subject: str
    office: str
    clause: str
    county: str = ""
    zone: str = ""
    employer: str = ""
    city: str = CITY[1]


async def _offices(db) -> None:
    kind = OrganisationType
    await make.organisation(db, kind.CITY_BUREAU, name="抚州演示局", city_code=CITY[0])
    county = {"city_code": CITY[0], "county_code": COUNTY[0]}
    await make.organisation(db, kind.COUNTY_DEPARTMENT, name="临川演示局", **county)
    zone = {"city_code": CITY[0], "zone_code": ZONE[0]}
    await make.organisation(db, kind.DEVELOPMENT_ZONE, name="抚高演示管委会", **zone)
    await make.organisation(db, kind.NEW_AREA_BUREAU, name="新区演示创发局")
    await make.university(db, STAFFED, "演示赣东大学")
    await make.organisation(db, kind.RESEARCH_INSTITUTE, name="演示赣东研究院", uscc=INSTITUTE)
    unit = await make.organisation(db, kind.PROVINCIAL_UNIT, name="演示省直主管厅")
    await make.affiliate(db, unit.organisation_id, ATTACHED, "演示附属中心")


@pytest.fixture(scope="module")
def offices(cast) -> None:
    """Offices of all seven types."""
    cast.arrange(_offices)


CASES = [
    Asked("特派员", "演示省直主管厅", "4.5", employer=ATTACHED),
    Asked("特派员", "抚州演示局", "4.6", county=COUNTY[1]),
    Asked("特派员", "抚州演示局", "4.6", county=COUNTY[1], zone=ZONE[1]),
    Asked("企业", "临川演示局", "3.2.2", county=COUNTY[1]),
    Asked("企业", "抚高演示管委会", "3.2.2", county=COUNTY[1], zone=ZONE[1]),
    Asked("企业", "临川演示局", "3.2.2", county=COUNTY[1], employer=ATTACHED),
    Asked("特派员", "演示赣东大学", "4.8", employer=STAFFED),
    Asked("特派员", "演示赣东研究院", "4.8", employer=INSTITUTE),
    Asked("特派员", "新区演示创发局", "4.6", **NEW_AREA),
    Asked("企业", "新区演示创发局", "4.7", **NEW_AREA),
]


def ask(page: Page, case: Asked) -> None:
    """Fill the form anew and read the answer."""
    page.goto("/who-reviews")
    choose(page, "要查询的申请", case.subject)
    page.get_by_label("设区市").select_option(label=case.city)
    if case.county:
        page.get_by_label("县（市、区）").select_option(label=case.county)
    if case.zone:
        page.get_by_label("开发区").select_option(label=case.zone)
    if case.employer and case.subject == "特派员":
        fill(page, {"工作单位的统一社会信用代码": case.employer})
    press(page, "查询")
    answer = page.get_by_role("status").filter(has_text="由以下部门审核")
    expect(answer).to_contain_text(case.office)
    expect(answer).to_contain_text(case.clause)


@pytest.mark.clause("3.2.2", "4.1", "4.2", "4.3", "4.5", "4.6", "4.7", "4.8")
def test_each_place_and_employer_is_told_its_organisation_and_clause(page, offices, shoot):
    for case in CASES:
        ask(page, case)
    shoot(page, "answer")


@pytest.mark.clause("4.1", "4.2", "4.3", "4.4", "4.5", "4.7", "4.8")
def test_the_matrix_says_what_each_of_the_seven_types_does(page, shoot) -> None:
    page.goto("/who-reviews")
    for name in TYPES:
        expect(page.get_by_role("row").filter(has_text=name)).not_to_have_count(0)
    rows = {row.locator("th").inner_text(): row for row in page.locator("tbody tr").all()}
    assert len(rows) == len(TYPES)
    for name, row in rows.items():
        expert, enterprise = (row.locator("td").nth(at).inner_text() for at in (0, 1))
        reviews_experts = not re.search("开发区|县", name)
        reviews_firms = not re.search("省直|高校|院所", name)
        assert (expert != "—", enterprise != "—") == (reviews_experts, reviews_firms), name
    shoot(page, "matrix")


@pytest.mark.clause("3.2.2", "4.4")
def test_another_office_does_not_find_the_case(cast, desk, shoot) -> None:
    async def two(db):
        made = await enterprises.submitted_enterprise(db)
        return made, await enterprises.county(db, "360124")

    made, elsewhere = cast.arrange(two)
    own, other = desk(made.reviewer), desk(elsewhere)
    for page in (own, other):
        page.goto(f"/reviews/enterprises/{made.id}")
    expect_title(own, made.name)
    expect(other.get_by_text("没有找到").first).to_be_visible()
    expect(other.get_by_text(made.name)).to_have_count(0)
    shoot(other, "not-found")


@pytest.mark.clause("4.6", "4.7")
def test_the_department_reads_where_nobody_decides_and_how_to_mend_it(
    cast, desk, offices, shoot
) -> None:
    page = desk(cast.arrange(people.officer))
    page.goto("/organisations/coverage")
    expect_title(page, "审核职责的空白与重叠")
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="无人审核").first).to_be_visible()
    expect(rows.filter(has_text=COUNTY[1])).to_have_count(0)
    page.get_by_label("问题").select_option(label="两个单位同时审核")
    expect(rows.filter(has_text="无人审核")).to_have_count(0)
    look = Look(page)
    assert look.faults() == []
    shoot(page, "filtered")

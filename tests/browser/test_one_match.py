"""One match a demand, three enterprises an expert: what stands in the way is said on the page."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import box_of
from tests.browser.looks import Look
from tests.factories import demands, enterprises, matches
from tests.factories.standins import quick_enterprise, quick_expert

CONSENT = {"role": "button", "name": "同意", "exact": True}


@pytest.fixture(scope="module")
def county(cast):
    """The one department that is competent here."""
    return cast.arrange(enterprises.county)


@pytest.mark.clause("5.4.3")
def test_a_second_candidate_of_a_matched_demand_waits_in_reserve(cast, county, desk, shoot) -> None:
    async def matched(db):
        around = await matches.stage(db, county)
        second = await quick_expert(db)
        first_offer = await matches.application(db, around.expert, around.demand.id)
        second_offer = await matches.application(db, second, around.demand.id)
        await matches.consent(db, around.enterprise, first_offer)
        return around, second_offer

    around, second_offer = cast.arrange(matched)
    page = desk(around.enterprise)
    page.goto(f"/matches/{second_offer.id}")
    expect(page.get_by_role(**CONSENT)).to_be_disabled()
    expect(page.get_by_text("已经与一名特派员（团）达成匹配").first).to_be_visible()
    shoot(page, "reserve")
    assert Look(page).faults() == []


@pytest.mark.clause("5.5.1")
def test_a_fourth_enterprise_is_refused_and_only_the_expert_reads_which_three(
    cast, county, desk, handset, shoot
) -> None:
    async def at_the_cap(db):
        around = await matches.stage(db, county)
        fifth, fourth = await quick_enterprise(db), await quick_enterprise(db)
        asked_for = await demands.published_demand(db, fourth, around.reviewer)
        invitation = await matches.designate(db, fourth, asked_for.id, around.expert)
        served = await matches.all_places_taken(db, around)
        wanted = await demands.published_demand(db, fifth, around.reviewer)
        asked = await matches.application(db, around.expert, wanted.id)
        return around.expert, invitation, fifth, asked, served

    expert, invitation, firm, asked, served = cast.arrange(at_the_cap)
    phone, page = handset(expert), desk(firm)
    phone.goto(f"/matches/{invitation.id}")
    why = phone.get_by_text("已同时服务3家企业").first
    for name in served:
        expect(why).to_contain_text(name)
    expect(phone.get_by_role(**CONSENT)).to_have_count(0)  # the phone's bar has what can be done
    stands, reads = box_of(why), box_of(phone.get_by_text("材料科学").first)
    assert stands["y"] < reads["y"], "why not stands before what is read"
    shoot(phone, "own-three")
    page.goto(f"/matches/{asked.id}")
    expect(page.get_by_role(**CONSENT)).to_be_disabled()
    expect(page.get_by_text("同时服务的企业已满3家").first).to_be_visible()
    assert not any(name in page.locator("main").inner_text() for name in served)
    shoot(page, "full")
    assert [*Look(phone).faults(), *Look(page).faults()] == []

"""One match a demand: what stands in a second one's way is said on the page."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import Look
from tests.factories import enterprises, matches
from tests.factories.standins import quick_expert


@pytest.mark.clause("5.4.3")
def test_a_second_candidate_of_a_matched_demand_waits_in_reserve(cast, desk, shoot) -> None:
    async def matched(db):
        around = await matches.stage(db, await enterprises.county(db))
        second = await quick_expert(db)
        first_offer = await matches.application(db, around.expert, around.demand.id)
        second_offer = await matches.application(db, second, around.demand.id)
        await matches.consent(db, around.enterprise, first_offer)
        return around, second_offer

    around, second_offer = cast.arrange(matched)
    page = desk(around.enterprise)
    page.goto(f"/matches/{second_offer.id}")
    expect(page.get_by_role("button", name="同意", exact=True)).to_be_disabled()
    expect(page.get_by_text("已经与一名特派员（团）达成匹配").first).to_be_visible()
    shoot(page, "reserve")
    assert Look(page).faults() == []
